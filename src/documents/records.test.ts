import { expect, test } from 'vitest'
import { readCsv, readJson, readJsonl } from './records.ts'

const paragraphs = ({ text }: { text: string }): string[] => text.split('\n\n')

test.each([
  ['a plain list', 'question,answer\nWho rings?,"The sexton, twice."\n'],
  ['spaces, capitals, more columns', 'id; Question ;Answer;seen\n1;Who rings?;The sexton, twice.;2020-01-01\n'],
  ['a separator that is stated', 'sep=;\nQuestion;Réponse\nWho rings?;The sexton, twice.\n'],
  ['a mark of the encoding', '\ufeffQuestion\tAnswer\nWho rings?\tThe sexton, twice.\n'],
  ['lines above the header', 'Bells of the parish\n\nQuestion,Answer\nWho rings?,"The sexton, twice."\n'],
])('questions and answers: %s', (_, csv) => {
  expect(readCsv(csv).text).toMatch(/(?:^|\n\n)Who rings\?\n\nThe sexton, twice\.(?:\n\nid: 1\nseen: 2020-01-01)?$/)
})

const linesOf = ({ text }: { text: string }): string[] => text.split(/\n+/)

test('two languages side by side are two records, each in one piece', () => {
  const csv = 'n,question_en,answer_en,question_fr,answer_fr\n1,Who?,Ann.,Qui ?,Anne.\n2,When?,Now.,Quand ?,Tout de suite.\n'
  const read = ['Who?', 'Ann.', 'n: 1', 'When?', 'Now.', 'n: 2', 'Qui ?', 'Anne.', 'n\u00a0: 1', 'Quand ?', 'Tout de suite.', 'n\u00a0: 2']
  expect(paragraphs(readCsv(csv))).toEqual(read)
})

test('any other table becomes rows of labels and values', () => {
  expect(readCsv('Nom;Poste;Étage\nÈve Roy;mairesse;2\nJean Lac;greffier;1\n').text).toBe(
    'Nom\u00a0: Ève Roy · Poste\u00a0: mairesse · Étage\u00a0: 2\nNom\u00a0: Jean Lac · Poste\u00a0: greffier · Étage\u00a0: 1',
  )
  const { text, blocks } = readJson('[{"berth":12,"owner":"Ann Roe","tags":["sail","winter"]},{"berth":13,"owner":"The harbour"}]')
  expect(text).toBe('berth: 12 · owner: Ann Roe · tags: sail, winter\nberth: 13 · owner: The harbour')
  expect(blocks?.map(({ kind }) => kind).filter((kind) => kind === 'row')).toHaveLength(2)
})

test('conversations and instructions are questions with answers', () => {
  const lines = [
    '{"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Is the pier open?"},{"role":"assistant","content":"From May on."}]}',
    '{"conversations":[{"from":"human","value":"And the beach?"},{"from":"gpt","value":"Always."}]}',
    '{"instruction":"Translate:","input":"pier","output":"jetée"}',
  ]
  const read = readJsonl(lines.join('\n'))
  expect(paragraphs(read)).toEqual(['Is the pier open?', 'From May on.', 'And the beach?', 'Always.', 'Translate: pier', 'jetée'])
  expect(read.warnings).toBeUndefined()
})

test('texts with their titles are that; answers in HTML are read as HTML', () => {
  expect(paragraphs(readJson('{"items":[{"title":"Ferry","body":"It sails at six."}]}'))).toEqual(['Ferry', 'It sails at six.'])
  expect(paragraphs(readJsonl('{"q":"Cost?","a":"<p>It is 45<sup>2</sup> dollars.</p>"}'))).toEqual(['Cost?', 'It is 45 ⁽²⁾ dollars.'])
})

test('fields beside a question or a title stand below its text, each language with its own', () => {
  const csv =
    'question_en,answer_en,question_fr,answer_fr,unit_en,unit_fr,phone\nWho is the clerk?,Ann Roe is.,Qui est greffière ?,C’est Ann Roe.,Records,Archives,555-1\n'
  expect(linesOf(readCsv(csv))).toEqual([
    ...['Who is the clerk?', 'Ann Roe is.', 'unit en: Records', 'phone: 555-1'],
    ...['Qui est greffière ?', 'C’est Ann Roe.', 'unit fr\u00a0: Archives', 'phone\u00a0: 555-1'],
  ])
  const item = { title: 'Ferry', body: 'It sails at six.', price: { adult: '$4' }, stops: ['Pier', 'Mill'], note: '' }
  const ferry = readJson(JSON.stringify([item]))
  expect(linesOf(ferry)).toEqual(['Ferry', 'It sails at six.', 'price adult: $4', 'stops: Pier, Mill'])
  expect(ferry.blocks?.filter(({ kind }) => kind === 'pair').map(({ label }) => label)).toEqual(['price adult', 'stops'])
  expect(linesOf(readJson('[{"question":"Who?","answer":"Ann.","since":2019}]'))).toEqual(['Who?', 'Ann.', 'since: 2019'])
})

test('what was left out is told', () => {
  expect(readJsonl('{"question":"Who?","answer":"Ann."}\n{"question":"Wh').warnings).toEqual(['left-out-parts'])
  expect(readCsv('question,answer\nWho?,Ann.\nWhen?,\n').warnings).toEqual(['left-out-parts'])
  expect(readCsv('question,answer,date\nWho?,Ann.,2020\n').warnings, 'and what was not (the twin)').toBeUndefined()
})

test('open data: fields in a wrapper are those of their record, what lies within others has their names before its own', () => {
  const feature = (nom: string, tel: string) => ({
    type: 'Feature',
    properties: { nom, tel },
    geometry: { type: 'Point', coordinates: [-73, 45] },
  })
  const geo = readJson(
    JSON.stringify({ type: 'FeatureCollection', name: 'Parcs', features: [feature('Jarry', '555-1'), feature('Lafontaine', '555-2')] }),
  )
  expect(linesOf(geo)).toEqual(['Parcs', 'nom\u00a0: Jarry · tel\u00a0: 555-1', 'nom\u00a0: Lafontaine · tel\u00a0: 555-2'])
  const records = readJson('{"nhits":2,"records":[{"id":"a","fields":{"street":"Elm"}},{"id":"b","fields":{"street":"Oak"}}]}')
  expect(linesOf(records)).toEqual(['street: Elm · id: a', 'street: Oak · id: b'])
  const people = [
    { name: 'Ann', phones: { office: '555-1' }, roles: [{ title: 'Clerk', since: 2019 }, { title: 'Chair' }] },
    { name: 'Bob', phones: { office: '555-2' } },
  ]
  expect(linesOf(readJson(JSON.stringify(people)))).toEqual([
    'name: Ann · phones office: 555-1 · roles: title: Clerk, since: 2019; title: Chair',
    'name: Bob · phones office: 555-2',
  ])
})

test('one object is a card of labels with their values, however deep they stand; without end it is not followed', () => {
  expect(linesOf(readJson('{"town":{"name":"Belmont","hours":{"monday":"9-5"}},"open":true}'))).toEqual([
    'town name: Belmont',
    'town hours monday: 9-5',
    'open: true',
  ])
  const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`
  expect(() => readJson(deep)).toThrow()
  expect(() => readJson('[{"a":{}},{"a":null}]')).toThrow()
})
