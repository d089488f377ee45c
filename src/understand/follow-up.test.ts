import { expect, test } from 'vitest'
import type { Language } from '../domain.ts'
import { inContext as understand } from './follow-up.ts'

const turn = (question: string, answer = ''): { question: string; answer: string } => ({ question, answer })

test.each<[Language, string[], string, string | undefined]>([
  ['en', ['What is the Harbour Board?'], 'And who is its director?', 'Harbour Board'],
  ['en', ['What is the Harbour Board?'], 'When did it start?', 'Harbour Board'],
  ['en', ['Who is Anna Field?'], 'What did she say?', 'Anna Field'],
  ['en', ['Tell me about the northern lighthouse'], 'Who built it?', 'northern lighthouse'],
  ['en', ['How much did the Canadian summit cost?'], 'What about this summit?', 'Canadian summit'],
  ['fr', ['C’est quoi l’AMN ?'], 'Et son budget ?', 'AMN'],
  ['fr', ['Qui est Anna Field ?'], 'Qu’a-t-elle dit ?', 'Anna Field'],
  ['fr', ['Qu’est-ce que l’Agence maritime du Nord ?'], 'Qui l’a créée ?', 'Agence maritime du Nord'],
  ['fr', ['Qu’est-ce que l’Agence maritime du Nord ?'], 'Qui en est la directrice ?', 'Agence maritime du Nord'],
  // A pronoun before a verb is spelt like an article; “I” is no name.
  ['fr', ['Qu’est-ce que la carte Horizon ?'], 'Où l’acheter ?', 'Horizon'],
  ['fr', ['Qu’est-ce que la carte Horizon ?'], 'Comment faut-il la renouveler ?', 'Horizon'],
  ['fr', ['Combien coûtent les permis de camping ?'], 'Qui les délivre ?', 'permis camping'],
  ['en', ['How many lockers may I rent?'], 'Where can I find them?', 'rent'],
  // Neither a verb with a capital nor a day is a subject.
  ['en', ['Do I need a licence for a dog?'], 'How much does it cost?', 'need licence dog'],
  ['en', ['Is the BCAS open on Sunday?'], 'What is its phone number?', 'BCAS'],
  ['en', ['What is the Harbour Board?'], 'ok and where is it?', 'Harbour Board'],
  ['fr', ['C’est quoi l’AMN ?'], 'ok, et son budget ?', 'AMN'],
  // The subject lasts for as long as nothing replaces it.
  ['en', ['What is the Harbour Board?', 'When did it start?'], 'And where is it?', 'Harbour Board'],
  ['fr', ['C’est quoi l’AMN ?', 'Et son budget ?'], 'Et sa mission ?', 'AMN'],
])('%s: %j, then “%s” is about %s', (language, before, question, subject) => {
  const history = before.map((text) => turn(text))
  const understood = understand(question, language, history)
  expect(understood.subject).toBe(subject)
  expect(understood.text).toContain(`(${subject})`)
  // Without what came before, it points at nothing.
  expect(understand(question, language, []).subject).toBeUndefined()
})

test.each<[Language, string]>([
  ['en', 'What is the Harbour Board?'],
  ['en', 'Which minister said he trusts the agency?'],
  ['en', 'Does the agency share its data?'],
  ['en', 'How many members are there?'],
  ['fr', 'Quand le phare a-t-il été construit ?'],
  ['fr', 'Pourquoi faut-il un permis ?'],
  ['fr', 'Qu’est-il arrivé au phare ?'],
  ['fr', 'Quand AMN a-t-elle publié son plan ?'],
  ['fr', 'Est-ce que le port est ouvert ?'],
  ['fr', 'Où le loyer est-il payé ?'],
  ['fr', 'Comment le papier est-il recyclé ?'],
  ['en', 'The library, when is it closed?'],
  ['en', 'My tires, are they accepted?'],
  ['fr', 'Les pneus, est-ce qu’ils sont acceptés ?'],
  ['fr', 'Que s’est-il passé en 1946 ?'],
  ['fr', 'Contre qui le port était en conflit ?'],
  ['fr', 'Avec qui l’agence a signé une entente ?'],
])('%s: “%s” stands by itself, whatever came before', (language, question) => {
  expect(understand(question, language, [turn('What is ITQ?')])).toEqual({ text: question, dangling: false })
})

test.each<[Language, string]>([
  ['en', 'When was it announced?'],
  ['en', 'Who said that?'],
  ['fr', 'Quel est son budget ?'],
  ['fr', 'Quand cela a-t-il été annoncé ?'],
  ['fr', 'Et alors, quand est-il fermé ?'],
  ['fr', 'Qui les a nommés ?'],
  ['fr', 'Qui est son adjointe ?'],
])('%s: “%s” with nothing before it is left dangling', (language, question) => {
  expect(understand(question, language, [])).toEqual({ text: question, dangling: true })
})

test('a pronoun for a person finds the one that the answer named', () => {
  const history = [turn('Who manages the harbour?', 'The harbour master is Anna Field. [1]')]
  expect(understand('What did she say?', 'en', history).subject).toContain('Anna Field')
})

test('a question without its own interrogative borrows the one before', () => {
  const history = [turn('How much goes to the schools?')]
  expect(understand('and for roads?', 'en', history).text).toBe('How much … and for roads? (schools)')
})

test('the languages may change between two turns', () => {
  const languageOf = (text: string): Language => (text.startsWith('What') ? 'en' : 'fr')
  expect(understand('Et son budget ?', 'fr', [turn('What is the Harbour Board?')], languageOf).subject).toBe('Harbour Board')
})

test.each<[Language, string]>([
  ['en', 'How long does it take to get a pool permit?'],
  ['en', 'How much does it cost to rent a room?'],
  ['en', 'Is it allowed to park overnight?'],
  ['en', 'Is it true that dogs swim?'],
  ['en', 'How much does it cost for a tire?'],
  ['fr', 'Combien de temps ça prend pour avoir un permis ?'],
  ['fr', 'Qu’est-ce que ça prend pour louer une salle ?'],
  ['fr', 'Ça coûte combien, un passeport ?'],
  ['fr', 'Combien ça coûte pour un pneu ?'],
  ['fr', 'Est-ce qu’il y a un stationnement ?'],
  ['fr', 'Est-ce qu’il faut un permis ?'],
  ['fr', 'Est-il permis de fumer ?'],
  ['fr', 'Est-ce qu’il est interdit de camper ?'],
  ['fr', 'Vaut-il mieux réserver ?'],
])('%s: the pronoun of “%s” stands for what follows it', (language, question) => {
  expect(understand(question, language, [])).toEqual({ text: question, dangling: false })
})

test.each<[Language, string]>([
  ['en', 'Is it free to residents?'],
  ['en', 'Does it apply to visitors?'],
  ['en', 'How much does it cost?'],
  ['en', 'How long does it take to replace it?'],
  ['fr', 'Combien ça coûte ?'],
  ['fr', 'Combien de temps ça dure ?'],
  ['fr', 'Est-il ouvert ?'],
  ['fr', 'Est-ce qu’il est gratuit ?'],
  ['fr', 'Est-ce qu’il vend du bois ?'],
])('%s: that of “%s” stands for something that was said before (negative control)', (language, question) => {
  expect(understand(question, language, []).dangling).toBe(true)
})

test('« Qui protège ses navires ? » asks whose they are, and means what was said before where something was', () => {
  expect(understand('Qui protège ses navires ?', 'fr', [])).toEqual({ text: 'Qui protège ses navires ?', dangling: false })
  expect(understand('Qui protège ses navires ?', 'fr', [turn('C’est quoi l’AMN ?')]).subject).toBe('AMN')
})

test('what may stand for what follows stands for what was said before where something was', () => {
  const history = [turn('What is the public swim?')]
  expect(understand('How much does it cost for a child?', 'en', history).subject).toBeDefined()
})

test.each<[Language, string[], string, string]>([
  ['en', ['How much is public skating for adults?'], 'and for a child?', 'How much is public skating for a child?'],
  ['en', ['How many employees does ITQ have?'], 'And in 2019?', 'How many employees does ITQ have in 2019?'],
  ['en', ['What is the fine for dogs in parks?'], 'What about for cats?', 'What is the fine for cats in parks?'],
  ['en', ['How much is skating for adults?', 'and for a child?'], 'and for a senior?', 'How much is skating for a senior?'],
  ['fr', ['Combien coûte le patinage pour un enfant ?'], 'et pour un aîné ?', 'Combien coûte le patinage pour un aîné\u202f?'],
  ['fr', ['Quelles sont les heures de la piscine ?'], 'Et en été ?', 'Quelles sont les heures de la piscine en été\u202f?'],
])('%s: %j, then “%s” is “%s”', (language, before, question, text) => {
  const history = before.map((asked) => turn(asked))
  expect(understand(question, language, history).text).toBe(text)
})

test.each<[Language, string, string, string]>([
  ['en', 'How much is pottery?', 'And karate?', 'How much is karate?'],
  ['en', 'Who teaches karate?', 'What about the gentle yoga?', 'Who teaches the gentle yoga?'],
  ['en', 'How much does a fishing permit cost?', 'and a boat permit?', 'How much does a boat permit cost?'],
  ['en', 'When is the library open?', 'and the pool?', 'When is the pool open?'],
  ['en', 'Who is the councillor for district 1?', 'And district 5?', 'Who is the councillor for district 5?'],
  ['en', 'What is the maximum height in zone R-1?', 'And the minimum height?', 'What is the minimum height in zone R-1?'],
  [
    'fr',
    'Combien coûte un permis de construction ?',
    'Et un certificat d’autorisation ?',
    'Combien coûte un certificat d’autorisation\u202f?',
  ],
  ['fr', 'Qui enseigne le karaté ?', 'Et la poterie ?', 'Qui enseigne la poterie\u202f?'],
  ['fr', 'Quelle est la marge avant en zone R-1 ?', 'Et la marge latérale ?', 'Quelle est la marge latérale en zone R-1\u202f?'],
])('%s: “%s”, then “%s” is “%s”', (language, before, question, text) => {
  expect(understand(question, language, [turn(before)]).text).toBe(text)
})

test.each<[Language, string, string]>([
  ['en', 'What is the fee for the pool?', 'And the gym?'],
  ['en', 'How much is pottery?', 'And who teaches it?'],
  ['en', 'How much is pottery?', 'And where is that class held?'],
  ['fr', 'Quel est le tarif de la piscine ?', 'Et le gymnase ?'],
])(
  '… but not where the place cannot be told, nor where another thing is asked (negative control): %s: %s %s',
  (language, before, question) => {
    expect(understand(question, language, [turn(before)]).text).toContain(question)
  },
)

test('… and a phrase that stands in place of another one is not put behind it (negative control)', () => {
  expect(understand('and for roads?', 'en', [turn('How much goes to the schools?')]).text).not.toContain('schools for roads')
})
