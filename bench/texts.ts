/** Texts to measure with: real ones from a JSONL file, or words of the model's vocabulary by Zipf's law. The same at every run. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** @returns the i-th run of so many words */
export function runOf(words: readonly string[], i: number, length: number): string {
  const at = (i * length) % (words.length - length)
  return words.slice(at, at + length).join(' ')
}

/** Objects of a JSONL file, packed or not. */
export function recordsOf(file: string): Record<string, string>[] {
  const bytes = readFileSync(file)
  const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Record<string, string>)
}

/** Every word of the `text` of each line. */
export function wordsOfFile(file: string): string[] {
  return recordsOf(file).flatMap(({ text }) => (text ?? '').split(/\s+/))
}

/** Whole words of the vocabulary and as many made of two pieces, the most frequent first. */
export function zipfWords(length: number, modelFolder: string): string[] {
  const { model } = JSON.parse(readFileSync(`${modelFolder}/tokenizer.json`, 'utf8')) as { model: { vocab: Record<string, number> } }
  const pieces = Object.keys(model.vocab)
  const whole = pieces.filter((piece) => /^\p{L}{2,}$/u.test(piece))
  const tails = pieces.filter((piece) => /^##\p{L}+$/u.test(piece)).map((piece) => piece.slice(2))
  const all = [...whole, ...whole.map((piece, i) => piece + (tails[(i * 31) % tails.length] ?? ''))]
  let state = 1
  const random = (): number => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  return Array.from({ length }, () => all[Math.floor(all.length ** random()) - 1] ?? 'de')
}
