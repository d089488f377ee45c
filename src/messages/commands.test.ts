import { expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { asTyped } from './commands.ts'
import { errorText } from './index.ts'

test.each([
  ['Build it first: npm run index -- --index x', 'Build it first: sourcier index --index x'],
  ['(npm run index).', '(sourcier index).'],
  ['npm run ask -- "What is ITQ?"', 'sourcier ask "What is ITQ?"'],
  ['npm run index --', 'sourcier index'],
  ['npm start -- --help', 'sourcier serve --help'],
  ['npm run --silent feedback > x', 'sourcier feedback > x'],
  ['run: npm run setup', 'run: npm install --ignore-scripts hnswlib-node'],
])('of a package: %s', (text, typed) => {
  expect(asTyped(text, true)).toBe(typed)
})

test('… and of the repository they stay as they are (the twin)', () => {
  expect(asTyped('npm run index -- --index x')).toBe('npm run index -- --index x')
  expect(errorText(new AppError('index-missing', { folder: 'x' }), 'en')).toContain('npm run index -- --index x')
})
