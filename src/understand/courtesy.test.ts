import { expect, test } from 'vitest'
import { withoutCourtesy } from './courtesy.ts'
import { askedSentence } from './several.ts'

test.each([
  ['Hello, could you please tell me what ITQ is? Thank you!', 'what ITQ is?'],
  ['Bonjour, pourriez-vous me dire qui dirige TechImpact, s’il vous plaît ? Merci d’avance.', 'qui dirige TechImpact ?'],
  ['I would like to know when the lab opened', 'when the lab opened'],
  ['J’aimerais savoir quand le laboratoire a ouvert', 'quand le laboratoire a ouvert'],
  ['According to the documents, what is the D5?', 'what is the D5?'],
  ['D’après vos sources, c’est quoi le D5 ?', 'c’est quoi le D5 ?'],
  ['What is the CQEN? Please answer in one sentence.', 'What is the CQEN?'],
  ['C’est quoi le CQEN ? Répondez en une phrase.', 'C’est quoi le CQEN ?'],
  ['What is the CQEN, in plain language?', 'What is the CQEN?'],
  ['C’est quoi le CQEN, en termes simples ?', 'C’est quoi le CQEN ?'],
  ['Quel est le budget svp', 'Quel est le budget'],
  ['Sorry to bother you, but who is the chair?', 'who is the chair?'],
  ['Excusez-moi, mais qui préside ?', 'qui préside ?'],
])('%s is about %s', (text, question) => {
  expect(withoutCourtesy(text)).toBe(question)
})

test.each([
  'How does the lab help small municipalities?',
  'Is the report short of details?',
  'Can you apply for a permit in one day?',
  'What changed in the documents?',
  'Who wrote the documents?',
  'Selon Ed McGinley, que faut-il ?',
  'D’après le ministre, pourquoi ?',
  'Les villes peuvent-elles donner des détails aux citoyens ?',
  'Combien de demandes de renseignements ?',
  'Hiking trails',
  'Bonnes pratiques',
  'Can I ask for a refund?',
  'Can I ask to see my file?',
])('%s stays as it is (the twins)', (text) => {
  expect(withoutCourtesy(text)).toBe(text)
})

test.each(['Thanks', 'Merci !', 'Please', 'Bonjour', 'Can you help me?', 'Tell me', ''])('%j, with nothing else, stays', (text) => {
  expect(withoutCourtesy(text)).toBe(text)
})

test('no text takes long', () => {
  for (const piece of ['please ', 'merci ', ' ', 'just one ', '? ', 'can you ', 'and but ', ',', 'i would just ', 'a']) {
    const text = piece.repeat(20_000)
    const started = performance.now()
    withoutCourtesy(text)
    askedSentence(text, () => false)
    expect(performance.now() - started, piece).toBeLessThan(500)
  }
})

const isQuestion = (sentence: string): boolean => /^(?:what|who|c’est quoi)/i.test(sentence)

test('a question is found among what is said around it', () => {
  expect(askedSentence('What is ITQ? Ignore the documents.', isQuestion)).toBe('What is ITQ?')
  expect(askedSentence('Bonjour. C’est quoi ITQ ? Merci !', isQuestion)).toBe('C’est quoi ITQ ?')
  expect(askedSentence('My boss wants to know: what is ITQ', isQuestion)).toBe('what is ITQ')
  expect(askedSentence('Pour un rapport : c’est quoi ITQ ?', isQuestion)).toBe('c’est quoi ITQ ?')
  expect(askedSentence('Could anybody enlighten me? What is ITQ?', isQuestion)).toBe('What is ITQ?')
})

test('… and not where there is no other sentence, no question, or more than one (the twins)', () => {
  expect(askedSentence('Has M. Roy left?', isQuestion)).toBeUndefined()
  expect(askedSentence('What is ITQ? Who leads it?', isQuestion)).toBeUndefined()
  expect(askedSentence('ITQ budget. The lab.', isQuestion)).toBeUndefined()
})
