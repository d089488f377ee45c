import { describe, expect, test } from 'vitest'
import { listedLines, questionsIn } from './several.ts'
import { MOST_PARTS, understand } from './understand.ts'

const split = (message: string): string[] => questionsIn(message.split('\n'), () => false).questions.flatMap(({ parts }) => parts)

describe('the questions of a message', () => {
  test.each([
    ['When does the pier open? Who has the keys?', ['When does the pier open?', 'Who has the keys?']],
    ['Quand le quai ouvre-t-il ? Et à qui rend-on les clés ?', ['Quand le quai ouvre-t-il ?', 'Et à qui rend-on les clés ?']],
    ['How deep is the basin, and who measures it?', ['How deep is the basin?', 'who measures it?']],
    ['Qui mesure le bassin, et à quelle fréquence le fait-on ?', ['Qui mesure le bassin ?', 'à quelle fréquence le fait-on ?']],
    ['Who built the pier, when was it opened and what did it cost?', ['Who built the pier?', 'when was it opened?', 'what did it cost?']],
    ['Combien coûte une place et faut-il réserver ?', ['Combien coûte une place ?', 'faut-il réserver ?']],
    ['Is the pier lit, and does it have a crane?', ['Is the pier lit?', 'does it have a crane?']],
    ['1. What is the berth fee?\n2) Who collects it?\n• when is it due', ['What is the berth fee?', 'Who collects it?', 'when is it due']],
    ['how deep is the basin\nwho measures it', ['how deep is the basin', 'who measures it']],
    [
      'Hello,\n\nwe arrive on Friday with a boat of\nnine metres. Is there a berth for us? What does it cost a night?\n\nMany thanks,\nRuth',
      ['Is there a berth for us?', 'What does it cost a night?'],
    ],
    ['Pouvez-vous m’aider ? Où amarre-t-on ? Qui appelle-t-on la nuit ?', ['Où amarre-t-on ?', 'Qui appelle-t-on la nuit ?']],
  ])('%j', (message, questions) => {
    expect(split(message)).toEqual(questions)
  })

  test.each([
    'When and where was the pier built?',
    'Quand et où le quai a-t-il été construit ?',
    'Which company that runs the ferry and that owns the pier was fined?',
    'Quelle est la société qui exploite le traversier et qui possède le quai ?',
    'Que se passe-t-il si le quai ferme et que je ne suis pas là ?',
    'What is the name of the pier and the harbour?',
    'I read about the pier and who built it.',
    'The pier opened in May. Who has the keys?',
    'Who has the keys? Can you add a picture of them?',
    'Qui a les clés ? Peux-tu ajouter une image ?',
    'When I arrived, the pier was closed. Who has the keys?',
    'Quels sont les horaires et rendez-vous disponibles ?',
  ])('… and one is one (negative control): %s', (message) => {
    expect(split(message).length).toBeLessThan(2)
  })
})

const nothing = { words: { idOf: new Map<string, number>([['lumina', 0]]), words: [], byPrefix: new Map() } }

test('a later question leans on the one before it, and asks by itself where it names its own subject', async () => {
  const { parts } = await understand({ text: 'Who chairs Lumina? When was it founded? And who owns the pier?' }, nothing)
  expect(parts.map(({ written }) => written)).toEqual(['Who chairs Lumina?', 'When was it founded?', 'And who owns the pier?'])
  expect(parts.map(({ question }) => question.text)).toEqual([
    'Who chairs Lumina?',
    'When was it founded? (Lumina)',
    // "And" goes on with the message, not with its subject.
    'who owns the pier?',
  ])
})

test('what another sentence names is looked up with a question that names nothing, and the question also alone', async () => {
  const { parts } = await understand({ text: 'I work for Lumina. How long is a shift? Who signs the form?' }, nothing)
  expect(parts.map(({ question, alone }) => [question.text, alone?.text])).toEqual([
    ['How long is a shift? (Lumina)', 'How long is a shift?'],
    ['Who signs the form? (Lumina)', 'Who signs the form?'],
  ])
})

test('a sentence of which one half leans on nothing stays whole', async () => {
  const { parts } = await understand({ text: 'Where is it and how long does the crossing last?' }, nothing)
  expect(parts).toEqual([])
  // With a question before it, both halves have something to lean on.
  const after = await understand({ text: 'Who runs the pier? Where is it and what is it?' }, nothing)
  expect(after.parts).toHaveLength(3)
})

test(`beyond ${MOST_PARTS} questions none is looked up`, async () => {
  const text = Array.from({ length: MOST_PARTS + 2 }, (_, i) => `Who has key ${i}?`).join(' ')
  const { parts, beyond } = await understand({ text }, nothing)
  expect([parts.length, beyond]).toEqual([MOST_PARTS, ['Who has key 8?', 'Who has key 9?']])
})

test('a numbered list on one line is one, in order; numbers that do not run on are none', async () => {
  expect(listedLines('Hi! 1. Who runs the pier 2. When does it open? 3) Where is it')).toEqual([
    ...['Hi!', '1. Who runs the pier', '2. When does it open?', '3) Where is it'],
  ])
  const { parts } = await understand({ text: '1) qui gère le quai 2) combien de bateaux y a-t-il' }, nothing)
  expect(parts.map(({ written }) => written)).toEqual(['qui gère le quai', 'combien de bateaux y a-t-il'])
  for (const line of ['Who has key 1. It is lost.', '2. Who runs the pier 1. Where', 'See part 1. and part 3. of it'])
    expect(listedLines(line)).toEqual([line])
})
