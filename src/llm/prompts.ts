/**
 * Prompts of language models are files: front matter that declares their variables, then text with {{variable}}. Every prompt exists
 * in both languages with the same variables. Read once at the start, where a model is configured; an invalid file stops the start.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { LANGUAGES, type Language } from '../domain.ts'
import { AppError } from '../errors.ts'

const FrontMatterSchema = z.strictObject({
  name: z.string().min(1),
  version: z.coerce.number().int().positive(),
  description: z.string().min(1),
  variables: z.array(z.string().regex(/^[a-z][A-Za-z]*$/)),
})

export const PROMPT_NAMES = ['llm-system', 'llm-question', 'llm-rewrite'] as const
export type PromptName = (typeof PROMPT_NAMES)[number]

export interface Prompt {
  file: string
  variables: readonly string[]
  text: string
}

export type Prompts = Record<PromptName, Record<Language, Prompt>>

/** @throws AppError prompt-invalid for a missing file, bad front matter, an undeclared or unused variable, variables that differ between the languages */
export async function loadPrompts(folder: string): Promise<Prompts> {
  const files = await readdir(folder).catch((): string[] => [])
  const prompts = {} as Prompts
  for (const name of PROMPT_NAMES) {
    const pair = {} as Record<Language, Prompt>
    for (const language of LANGUAGES) {
      const file = `${name}.${language}.md`
      if (!files.includes(file)) throw new AppError('prompt-invalid', { file, problem: 'missing' })
      pair[language] = parsePrompt(await readFile(join(folder, file), 'utf8'), file, name)
    }
    if (pair.en.variables.join() !== pair.fr.variables.join()) {
      throw new AppError('prompt-invalid', { file: pair.fr.file, problem: `variables differ from ${pair.en.file}` })
    }
    prompts[name] = pair
  }
  return prompts
}

export function parsePrompt(source: string, file: string, name: string): Prompt {
  const invalid = (problem: string, cause?: unknown): AppError => new AppError('prompt-invalid', { file, problem }, { cause })
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source)
  if (!parts) throw invalid('front matter')
  const fields = (parts[1] ?? '').split('\n').map((line) => /^(\w+):\s*(.*)$/.exec(line) ?? [line, line, ''])
  const raw = Object.fromEntries(
    fields.map(([, key, value = '']) => [
      key,
      /^\[.*\]$/.test(value)
        ? value
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
  const text = (parts[2] ?? '').trim()
  const used = new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? ''))
  const { variables } = parsed.data
  for (const variable of used) if (!variables.includes(variable)) throw invalid(`undeclared variable {{${variable}}}`)
  for (const variable of variables) if (!used.has(variable)) throw invalid(`unused variable {{${variable}}}`)
  return { file, variables, text }
}

/** Fills a prompt. Values are data: nothing in them is read as a placeholder. @throws AppError prompt-invalid */
export function render(prompt: Prompt, values: Readonly<Record<string, string>>): string {
  for (const variable of prompt.variables) {
    if (values[variable] === undefined)
      throw new AppError('prompt-invalid', { file: prompt.file, problem: `missing value {{${variable}}}` })
  }
  for (const name of Object.keys(values)) {
    if (!prompt.variables.includes(name))
      throw new AppError('prompt-invalid', { file: prompt.file, problem: `undeclared variable {{${name}}}` })
  }
  return prompt.text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
}
