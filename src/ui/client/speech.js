/** Reads an answer aloud, each part with a voice of its own language, where the browser has speech. */
import { sentencesOf } from './passages.js'
import { splitQuote } from './quote.js'

/** @typedef {import('../../domain.ts').AskResponse} AskResponse */

export const canSpeak = 'speechSynthesis' in globalThis

/** What is said, in order. @param {AskResponse} response @returns {{ text: string, language: string }[]} */
export function spoken(response) {
  const { answered, answer, sentences, parts, language } = response
  const { parts: _, ...whole } = response
  if (parts)
    return parts.flatMap((part) => [
      { text: part.question, language },
      ...(part.answered ? spoken({ ...whole, sentences: sentencesOf(response, part) }) : [{ text: part.answer, language }]),
    ])
  if (!answered) return [{ text: answer, language }]
  return sentences.flatMap((sentence) => {
    const first = response.citations.find(({ n }) => sentence.citations.includes(n))
    const { frame, before, quote, after } = splitQuote(sentence.text, first?.quote ?? '')
    const parts = [
      { text: `${frame}${before}`, language },
      { text: quote, language: first?.language ?? language },
      { text: after, language },
    ]
    return parts.filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
  })
}

/** Begins, or stops where it is speaking. @param {AskResponse} answer @param {(speaking: boolean) => void} changed */
export function speak(answer, changed) {
  const busy = speechSynthesis.speaking
  speechSynthesis.cancel()
  if (busy) return changed(false)
  const parts = spoken(answer).map(({ text, language }) => {
    const utterance = new SpeechSynthesisUtterance(text)
    utterance.lang = `${language}-CA`
    return utterance
  })
  const last = parts.at(-1)
  if (!last) return
  for (const type of ['end', 'error']) last.addEventListener(type, () => changed(false))
  for (const utterance of parts) speechSynthesis.speak(utterance)
  changed(true)
}
