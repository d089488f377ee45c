import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { en } from './en.ts'
import { fr } from './fr.ts'

type Leaf = readonly [path: string, value: unknown]
const leaves = (value: unknown, path = ''): Leaf[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, child]) => leaves(child, `${path}.${key}`))
    : [[path, value]]

/** Meant to be the same in both languages. */
const SAME = new Set([
  '.page.pageNumber',
  '.page.sectionNumber',
  '.page.pageCount',
  '.page.name',
  '.page.documentCount',
  '.page.titleSource',
  '.page.documents',
  '.page.admin.title',
  '.page.admin.titlePage',
  '.page.admin.passages',
  '.page.admin.question',
  '.page.titleDocuments',
  '.page.sources',
  '.page.source',
  '.page.sourceOf',
  '.page.viewPage',
  '.page.folderOf',
  '.command.ready',
  '.command.checkedIndex',
  '.command.checks.node',
  '.command.checks.port',
  '.command.checks.documents',
  '.command.checks.index',
  '.command.states.ok',
  '.api.routes.mcp.summary',
  '.api.headings.type',
  '.api.headings.codes',
])

test('both catalogues hold the same sentences', () => {
  expect(leaves(fr).map(([path]) => path)).toEqual(leaves(en).map(([path]) => path))
})

test('no French sentence is the English one', () => {
  const french = new Map(leaves(fr))
  for (const [path, value] of leaves(en)) {
    if (SAME.has(path)) continue
    expect(String(french.get(path)), path).not.toBe(String(value))
  }
})

/** Signs that take a no-break space before them in French, with an ordinary space or none; quotes that are not French. */
const WRONG_TYPOGRAPHY = / [;!?»]|« | :(?!\d)|[\p{L}][;!?»](?:\s|$)|'/u

test('French sentences are set as French is', () => {
  for (const [path, value] of leaves(fr)) if (typeof value === 'string') expect(value, path).not.toMatch(WRONG_TYPOGRAPHY)
  const folder = new URL('../../prompts/', import.meta.url)
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.fr.md'))) {
    expect(readFileSync(new URL(file, folder), 'utf8').split('\n---\n')[1], file).not.toMatch(WRONG_TYPOGRAPHY)
  }
})

test('… and the check for it sees what is wrong (negative control)', () => {
  for (const wrong of ['Quoi ?', 'Quoi?', '« mot »', 'Voici : un', "l'ITQ"]) expect(wrong).toMatch(WRONG_TYPOGRAPHY)
  expect('Quoi\u202f? «\u202fmot\u202f» Voici\u00a0: un, l’ITQ').not.toMatch(WRONG_TYPOGRAPHY)
})

test('what to do follows from the cause: a missing right is no full disk, a file that is gone has no permissions', () => {
  const unwritable = (cause: string): string[] => [en, fr].map(({ errors }) => errors['index-unwritable']({ folder: 'index', cause }))
  expect(unwritable('EACCES').join()).toMatch(/right to write.*droit d’y écrire/)
  expect(unwritable('ENOSPC').join()).toMatch(/Free some space.*Libérez de l’espace/)
  const unreadable = (cause: string): string[] => [en, fr].map(({ errors }) => errors['document-unreadable']({ source: 'a.txt', cause }))
  expect(unreadable('ENOENT').join()).toMatch(/removed.*supprimé/)
  expect(unreadable('EACCES').join()).toMatch(/permissions.*droits d’accès/)
  const feedback = (file?: string): string[] =>
    [en, fr].map(({ errors }) => errors['feedback-unwritable']({ cause: 'EACCES', ...(file === undefined ? {} : { file }) }))
  expect(feedback('f.jsonl').join()).toMatch(/--feedback.*--feedback/)
  expect(feedback().join()).toMatch(/operator.*personne responsable/)
})

test('an empty list may be left out where it restricts; where it is the question, it is to be filled', () => {
  const tooFew = (path: string): string =>
    [en, fr].map(({ errors }) => errors['request-invalid']({ problems: [{ path, rule: 'too-few', expected: '1' }] })).join()
  expect(tooFew('messages')).toMatch(/: put your question into it\..*\u00a0: mettez-y votre question\./)
  expect(tooFew('messages')).not.toMatch(/leave the field out|omettez/)
  expect(tooFew('documents')).toMatch(/; leave the field out.*\u202f; omettez ce champ/)
})

test('parameters reach both sentences', () => {
  const params = { source: 'a.txt', bytes: 60 * 1024 * 1024, limit: 50 * 1024 * 1024 }
  expect(en.errors['document-too-large'](params)).toContain('60 MiB')
  expect(fr.errors['document-too-large'](params)).toContain('60 Mio')
  expect(fr.page.documentCount(1)).toBe('1 document')
  expect(en.page.documentCount(2)).toBe('2 documents')
})
