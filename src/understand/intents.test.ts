import { expect, test } from 'vitest'
import { recogniseIntent } from './intents.ts'

const told = (text: string, opens = true): string | undefined => {
  const found = recogniseIntent(text, opens)
  return found && `${found.intent} ${found.language}`
}

test.each([
  ['greeting en', ['Hello', 'hi!', 'HEY THERE', 'Good afternoon, everyone', 'Helo', 'Hellooo!!', 'Hi, how are you?', 'Hello Sourcier']],
  ['greeting fr', ['Bonjour', 'bonjour !', 'SALUT', 'Bonsoir, comment allez-vous ?', 'Bonjuor', 'Allô', 'Bonjour, ça va ?', 'Coucou !']],
  [
    'thanks en',
    ['Thanks!', 'thank you very much', 'Great, thanks a lot', 'thnaks', 'ok thank you, bye', 'Thanks for your help', 'Perfect. Thank you!'],
  ],
  [
    'thanks fr',
    [
      'Merci',
      'merci bien !',
      'Parfait, merci beaucoup',
      'Merci pour votre aide',
      'OK merci, bonne journée',
      'mercii',
      'Merci et au revoir',
    ],
  ],
  ['goodbye en', ['Bye!', 'goodbye', 'See you later', 'Have a nice day!', 'ok, bye bye', 'Good night', 'Hello and goodbye']],
  ['goodbye fr', ['Au revoir', 'à bientôt !', 'Bonne soirée', 'OK, bonne journée', 'Bon, à la prochaine', 'au revori']],
  [
    'capabilities en',
    [
      'help',
      'Help!',
      'Can you help me?',
      'Hello, what can you do?',
      'What can I ask you?',
      'How does this work?',
      'what can you do for me please',
      'How can you help me',
    ],
  ],
  [
    'capabilities fr',
    [
      'Aide',
      'À l’aide',
      'Pouvez-vous m’aider ?',
      'Bonjour, que pouvez-vous faire ?',
      'Que puis-je vous demander ?',
      'Comment ça fonctionne ?',
      'tu peux faire quoi',
      'Aidez-moi svp',
    ],
  ],
  [
    'identity en',
    ['who are you?', 'Hi! Who are you?', 'Are you a robot?', 'What is your name?', 'WHO ARE YOU', 'Am I talking to a real person?'],
  ],
  [
    'identity fr',
    [
      'Qui êtes-vous ?',
      'Bonjour, qui es-tu ?',
      'Es-tu un robot ?',
      'Comment vous appelez-vous ?',
      'vous êtes qui',
      'C’est quoi Sourcier ?',
    ],
  ],
  [
    'documents en',
    [
      'What documents do you have?',
      'which documents are there',
      'Show me the list of documents',
      'Please list all documents',
      'documents',
      'Can you show me your documents?',
      'how many documents do you have',
      'What docuemnts do you have?',
    ],
  ],
  [
    'documents fr',
    [
      'Donne-moi la liste des documents',
      'Quels documents avez-vous ?',
      'Pouvez-vous me donner la liste des documents, s’il vous plaît ?',
      'Quels sont les documents disponibles ?',
      'Liste de tous les documents',
      'Montrez-moi vos documents',
      'Combien de documents avez-vous ?',
      'Quels docments avez-vous',
    ],
  ],
] as const)('%s', (intent, texts) => {
  for (const text of texts) expect(told(text), text).toBe(intent)
})

test('what both languages say has no language of its own', () => {
  expect(told('OK')).toBe('thanks undefined')
})

test.each([
  'Hello, what is ITQ?',
  'Bonjour, c’est quoi ITQ ?',
  'Thanks. Who is the minister?',
  'Merci, et quel est son budget ?',
  'What documents do I need to apply?',
  'Which documents do you need from me?',
  'Quels documents dois-je fournir ?',
  'Quels documents parlent du budget ?',
  'List the documents required for a permit',
  'Liste des documents exigés pour un permis',
  'What can you do with a provincial health card?',
  'Que pouvez-vous faire avec une carte de santé ?',
  'Help desk hours',
  'Aide sociale',
  'Who are they?',
  'Who helps small towns?',
  'Qui est le ministre ?',
  'How do I use this form?',
  'Comment fonctionne le programme ?',
  'Are you allowed to work from home?',
  'How many documents were released in 2019?',
  'What is the name of the strategy?',
  'hiking trails',
  'ITQ',
  '42',
])('%s is looked up (the twins)', (text) => {
  expect(told(text)).toBeUndefined()
})

test('“this” is the product at the beginning alone', () => {
  for (const text of ['How does it work?', 'Comment ça marche ?'])
    expect([told(text), told(text, false)]).toEqual([expect.stringContaining('capabilities'), undefined])
})

test.each([
  [
    'distress en',
    [
      'I want to end it',
      'i want to kill myself',
      "I can't go on anymore.",
      'Hello. I cant take it anymore',
      'I don’t want to live',
      'I am thinking about suicide, what leave do I get?',
      'i feel suicidal',
      'I want to end my life tonight',
      'I want to kill mysef',
      'how do I kill myself',
      'I took too many pills',
      'I feel so alone',
      'my husband beats me',
      'Help. I am in danger',
      'I was assaulted last night',
    ],
  ],
  [
    'distress fr',
    [
      'Je n’en peux plus…',
      'j’en peux plus',
      'je peux plus',
      'Je ne peux plus continuer',
      'Je veux mourir',
      'Bonjour. Je veux en finir.',
      'J’ai envie de me suicider',
      'je ne veux plus vivre',
      'Je n’ai plus de raison de vivre',
      'Je n’en peux plus de vivre comme ça',
      'J’ai des idées noires',
      'JE VEUX ME SUICDER',
      'J’ai avalé tous mes comprimés',
      'Mon conjoint me frappe',
      'je me suis fait agresser hier',
      'Je suis en danger',
    ],
  ],
] as const)('%s', (intent, texts) => {
  for (const text of texts) expect(told(text, false), text).toBe(intent)
})

test.each([
  'What does the policy say about suicide prevention?',
  'Que dit le guide sur la prévention du suicide ?',
  'I want to end it early: how do I cancel my lease?',
  'Je veux en finir avec ce formulaire : où l’envoyer ?',
  'Je n’en peux plus d’attendre mon remboursement',
  'I want to die laughing at this form',
  'Je ne peux plus ouvrir mon dossier',
  'I can’t go on leave in July, who decides?',
  'Can I end my contract?',
  'Je veux vivre au Québec',
  'I do not want to live in Montréal',
  'How many people died?',
  'My husband beats the drum: which permit does he need?',
  'What is done when an employee was assaulted?',
  'Which buildings are in danger?',
  'Mon conjoint me demande quel est le tarif',
  'Que faire si un employé a été agressé ?',
  'Je peux plus modifier ma demande',
  'je peux plus imprimer mon relevé',
])('%s is no distress (the twins)', (text) => {
  expect(told(text)).toBeUndefined()
})

test('no text takes long', () => {
  for (const piece of ['hello ', 'merci ', 'ok ', 'list the documents ', 'je ', 'i want ', 'please i ', 'plus d', 'a ', 'x. ']) {
    const started = performance.now()
    recogniseIntent(piece.repeat(2000), true)
    expect(performance.now() - started, piece).toBeLessThan(500)
  }
})
