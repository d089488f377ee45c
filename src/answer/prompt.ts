/**
 * Prompts and frames are files: front matter that declares their variables, then text with {{variable}}. Every prompt exists in
 * both languages and declares the same variables in each. Read once at the start; a bad file is named and stops the start.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { LANGUAGES, type Language } from '../domain.ts'
import { AppError } from '../errors.ts'
import { words } from '../words/analyse.ts'

const FrontMatterSchema = z.strictObject({
  name: z.string().min(1),
  version: z.coerce.number().int().positive(),
  description: z.string().min(1),
  variables: z.array(z.string().regex(/^[a-z][A-Za-z]*$/)),
})

export const PROMPT_NAMES = [
  'quote-same-language',
  'quote-other-language',
  'quote-other-language-again',
  'quote-same-language-named',
  'quote-other-language-named',
  'abstain-not-enough-evidence',
  'abstain-out-of-scope',
  'abstain-ambiguous',
  'abstain-not-mentioned',
  'ask-back',
  'question-what',
  'question-who',
  'llm-system',
  'llm-question',
  'llm-rewrite',
] as const
export type PromptName = (typeof PROMPT_NAMES)[number]

export interface Prompt {
  file: string
  variables: readonly string[]
  text: string
}

export type Prompts = Record<PromptName, Record<Language, Prompt>>

/** @throws AppError prompt-invalid for a missing file, bad front matter, an undeclared or unused variable, a twin that differs */
export async function loadPrompts(folder: string): Promise<Prompts> {
  const files = await readdir(folder).catch(() => [] as string[])
  const prompts = {} as Prompts
  for (const name of PROMPT_NAMES) {
    const twins = {} as Record<Language, Prompt>
    for (const language of LANGUAGES) {
      const file = `${name}.${language}.md`
      if (!files.includes(file)) throw new AppError('prompt-invalid', { file, problem: 'missing' })
      twins[language] = parsePrompt(await readFile(join(folder, file), 'utf8'), file, name)
    }
    if (twins.en.variables.join() !== twins.fr.variables.join()) {
      throw new AppError('prompt-invalid', { file: twins.fr.file, problem: `variables ≠ ${twins.en.file}` })
    }
    prompts[name] = twins
  }
  return prompts
}

export function parsePrompt(source: string, file: string, name: string): Prompt {
  const invalid = (problem: string, cause?: unknown): AppError => new AppError('prompt-invalid', { file, problem }, { cause })
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source)
  if (!parts) throw invalid('front matter')
  const fields = (parts[1] as string).split('\n').map((line) => /^(\w+):\s*(.*)$/.exec(line) ?? [line, line, ''])
  const raw = Object.fromEntries(
    fields.map(([, key, value]) => [
      key,
      /^\[.*\]$/.test(value as string)
        ? (value as string)
            .slice(1, -1)
            .split(',')
            .map((v) => v.trim())
            .filter(Boolean)
        : value,
    ]),
  )
  const parsed = FrontMatterSchema.safeParse(raw)
  if (!parsed.success)
    throw invalid(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '), parsed.error)
  if (parsed.data.name !== name) throw invalid(`name: ${parsed.data.name}`)
  const text = (parts[2] as string).trim()
  const used = new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] as string))
  const { variables } = parsed.data
  for (const variable of used) if (!variables.includes(variable)) throw invalid(`{{${variable}}} ∉ variables`)
  for (const variable of variables) if (!used.has(variable)) throw invalid(`variables ∌ {{${variable}}}`)
  return { file, variables, text }
}

/** Fills a prompt. Values are data: nothing in them is read as a placeholder. @throws AppError prompt-invalid */
export function render(prompt: Prompt, values: Readonly<Record<string, string>>): string {
  for (const variable of prompt.variables) {
    if (values[variable] === undefined) throw new AppError('prompt-invalid', { file: prompt.file, problem: `{{${variable}}} = ∅` })
  }
  for (const name of Object.keys(values)) {
    if (!prompt.variables.includes(name)) throw new AppError('prompt-invalid', { file: prompt.file, problem: `${name} ∉ variables` })
  }
  return prompt.text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] as string)
}

/** The words of our own frames around quotes, folded: what a sentence of an answer may say beside what it quotes. */
export function frameWords(prompts: Prompts): ReadonlySet<string> {
  const texts = PROMPT_NAMES.filter((name) => name.startsWith('quote-')).flatMap((name) =>
    LANGUAGES.map((language) => prompts[name][language].text),
  )
  return new Set(texts.flatMap((text) => words(text.replace(/\{\{\w+\}\}/g, ' ')).map(({ form }) => form)))
}
