import { expect, test } from 'vitest'
import { abstentionText, FRAME_WORDS, frameQuote } from './frames.ts'

const english = { quote: 'It opened\nin 1998.', title: 'The port', language: 'en' } as const
const french = { quote: '« Il a ouvert en 1998. »', title: 'Le port', language: 'fr' } as const
const plain = { again: false, named: false }

test('a quote in the language of the question stands alone; one in the other language names it', () => {
  expect(frameQuote(english, 'en', plain)).toBe('It opened in 1998.')
  expect(frameQuote(english, 'fr', plain)).toBe('Une source en anglais indique\u00a0: «\u202fIt opened in 1998.\u202f»')
  expect(frameQuote(french, 'en', plain)).toBe('A source in French says: “Il a ouvert en 1998.”')
  expect(frameQuote(french, 'fr', plain)).toBe('« Il a ouvert en 1998. »')
})

test('a further quote of the same document is added; documents that differ are named once', () => {
  expect(frameQuote(french, 'en', { again: true, named: true })).toBe('It adds: “Il a ouvert en 1998.”')
  expect(frameQuote(english, 'fr', { again: true, named: false })).toBe('Elle ajoute\u00a0: «\u202fIt opened in 1998.\u202f»')
  expect(frameQuote(english, 'en', { again: true, named: true })).toBe('It opened in 1998.')
  expect(frameQuote(english, 'en', { again: false, named: true })).toBe('According to “The port”: It opened in 1998.')
  expect(frameQuote(french, 'fr', { again: false, named: true })).toBe('Selon «\u202fLe port\u202f»\u00a0: « Il a ouvert en 1998. »')
  expect(frameQuote(french, 'en', { again: false, named: true })).toBe('According to “Le port”, in French: “Il a ouvert en 1998.”')
})

test('a sentence cut out of a quotation has both of its marks; one that has both keeps them', () => {
  const framed = (quote: string, language: 'en' | 'fr' = 'en', own = language): string =>
    frameQuote({ ...english, quote, language: own }, language, { again: false, named: false })
  expect(framed('“We open at nine.')).toBe('“We open at nine.”')
  expect(framed('We close at five,” said Ana Roy.')).toBe('“We close at five,” said Ana Roy.')
  expect(framed('Nous ouvrons à neuf heures », a dit Ana Roy.', 'fr')).toBe('«\u202fNous ouvrons à neuf heures », a dit Ana Roy.')
  expect(framed('« Nous ouvrons à neuf heures.', 'fr')).toBe('« Nous ouvrons à neuf heures.\u202f»')
  for (const whole of ['“We open at nine,” she said.', 'The “Gull” sails.', 'No marks.']) expect(framed(whole)).toBe(whole)
})

test('an abstention gives the most precise reason that is known', () => {
  const choices = [
    { name: 'Ann Roy', role: 'warden', title: 'The port', year: '2018', language: 'en' },
    { name: 'The pier', language: 'en' },
  ] as const
  expect(abstentionText({ reason: 'not_enough_evidence', choices, unmentioned: ['AMQ'] }, 'en')).toBe(
    'Your question could be about several things. Which one do you mean: Ann Roy (warden · The port · 2018); The pier?',
  )
  expect(abstentionText({ reason: 'ambiguous', choices }, 'fr')).toContain(
    '\u00a0: Ann Roy (warden · The port · 2018)\u202f; The pier\u202f?',
  )
  expect(abstentionText({ reason: 'not_enough_evidence', unmentioned: ['AMQ', '1847'], hasClosest: true }, 'fr')).toBe(
    'Aucun document ne mentionne «\u202fAMQ\u202f» ou «\u202f1847\u202f». Voici les passages qui s’en approchent le plus.',
  )
  // Nothing is said to stand below where nothing does.
  expect(abstentionText({ unmentioned: ['AMQ', '1847'] }, 'en')).toBe('No document mentions “AMQ” or “1847”.')
  expect(abstentionText({ reason: 'out_of_scope', hasClosest: true }, 'en')).toBe(abstentionText({ reason: 'out_of_scope' }, 'en'))
  expect(abstentionText({ reason: 'out_of_scope' }, 'en')).toBe('The documents do not seem to deal with this subject.')
  expect(abstentionText({}, 'fr')).toMatch(/^Je n’ai pas trouvé de réponse/)
})

test('the words of the frames are known, and no others', () => {
  expect([...FRAME_WORDS]).toEqual(expect.arrayContaining(['according', 'source', 'french', 'selon', 'anglais', 'ajoute']))
  expect(FRAME_WORDS.has('port')).toBe(false)
})
