/**
 * Every setting, once: its default, its environment variable, its rule. Flags win over the environment, the environment over the
 * default. Pure: what it reads is handed in. All problems are reported at once.
 */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { AppError, type ConfigProblem } from './errors.ts'

/** The bundled model. */
export const DEFAULT_MODEL = 'models/sourcier-v2'

const text = z.string().trim().min(1)

export const ConfigSchema = z.strictObject({
  documents: text.default('seeds').meta({ env: 'SOURCIER_DOCUMENTS', rule: 'text', value: 'DIR' }),
  index: text.default('index').meta({ env: 'SOURCIER_INDEX', rule: 'text', value: 'DIR' }),
  model: text.default(DEFAULT_MODEL).meta({ env: 'SOURCIER_MODEL', rule: 'text', value: 'DIR' }),
  store: z.enum(['hnsw', 'exact']).default('hnsw').meta({ env: 'SOURCIER_STORE', rule: 'choice', value: 'NAME' }),
  port: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.int().min(0).max(65_535))
    .default(8787)
    .meta({ env: 'SOURCIER_PORT', rule: 'port', value: 'N' }),
  host: text.default('127.0.0.1').meta({ env: 'SOURCIER_HOST', rule: 'text', value: 'HOST' }),
  threshold: z
    .union([
      z.literal('auto'),
      z
        .string()
        .regex(/^(?:0|1|0?\.\d+|1\.0+|0\.\d+)$/)
        .transform(Number),
    ])
    .default('auto')
    .meta({ env: 'SOURCIER_THRESHOLD', rule: 'share', value: 'X' }),
  llm: text.default('none').meta({ env: 'SOURCIER_LLM', rule: 'text', value: 'MODEL' }),
  'llm-url': text.default('auto').meta({ env: 'SOURCIER_LLM_URL', rule: 'text', value: 'URL' }),
  refresh: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .default(5)
    .meta({ env: 'SOURCIER_REFRESH', rule: 'seconds', value: 'N' }),
  language: z.enum(['en', 'fr', 'auto']).default('auto').meta({ env: 'SOURCIER_LANGUAGE', rule: 'choice', value: 'LANG' }),
})
export type Config = z.infer<typeof ConfigSchema>
export type SettingName = keyof Config

export interface Setting {
  name: SettingName
  flag: string
  env: string
  value: string
  default: string
  rule: 'text' | 'choice' | 'port' | 'share' | 'seconds'
  choices?: readonly string[]
}

/** The settings as a table, for --help and for the README. */
export const SETTINGS: readonly Setting[] = Object.entries(ConfigSchema.shape).map(([name, schema]) => {
  const { env, rule, value } = schema.meta() as { env: string; rule: Setting['rule']; value: string }
  const inner = schema.unwrap() as { options?: readonly string[] }
  return {
    name: name as SettingName,
    flag: `--${name}`,
    env,
    value,
    default: String(schema.parse(undefined)),
    rule,
    ...(inner.options ? { choices: inner.options } : {}),
  }
})

/** What a command takes beside the settings. */
export interface Flags {
  json: boolean
  watch: boolean
  split: 'dev' | 'test' | 'all'
  'write-baseline': boolean
  /** Which answerer is measured. */
  mode: 'auto' | 'extractive' | 'llm'
  /** Files of `eval`: questions to ask, baseline to compare with, folder for the reports. */
  questions?: string
  baseline?: string
  report?: string
}
const STRING_FLAGS = ['split', 'mode', 'questions', 'baseline', 'report'] as const
const BOOLEAN_FLAGS = ['json', 'watch', 'write-baseline'] as const
const CHOICES = { split: ['dev', 'test', 'all'], mode: ['auto', 'extractive', 'llm'] } as const

export interface CommandLine {
  config: Config
  flags: Flags
  /** What is left: the words of a question. */
  rest: string[]
}

/**
 * @param argv what follows the command's name
 * @param own flags of this command, beside the settings (--help is seen to before)
 * @param takesRest whether words without a dash are expected
 * @throws AppError config-invalid with every problem found
 */
export function readCommandLine(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  own: readonly (keyof Flags)[] = [],
  takesRest = false,
): CommandLine {
  const problems: ConfigProblem[] = []
  const boolean = BOOLEAN_FLAGS.filter((name) => own.includes(name))
  const strings = [...SETTINGS.map(({ name }) => name as string), ...STRING_FLAGS.filter((name) => own.includes(name))]
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      ...Object.fromEntries(boolean.map((name) => [name, { type: 'boolean' as const }])),
      ...Object.fromEntries(strings.map((name) => [name, { type: 'string' as const }])),
    },
  })
  const given: Record<string, string> = {}
  const flags: Flags = { json: false, watch: false, split: 'test', 'write-baseline': false, mode: 'auto' }
  const rest: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (takesRest) rest.push(token.value)
      else problems.push({ setting: '', flag: '', found: token.value, rule: 'unexpected-argument' })
    } else if (token.kind === 'option') {
      const { name, value, rawName } = token
      if (boolean.includes(name as never)) flags[name as (typeof BOOLEAN_FLAGS)[number]] = true
      else if (!strings.includes(name)) problems.push({ setting: name, flag: rawName, found: rawName, rule: 'unknown-flag' })
      else if (value === undefined) problems.push({ setting: name, flag: rawName, found: '', rule: 'missing-value' })
      else if (!STRING_FLAGS.includes(name as never)) given[name] = value
      else if (name !== 'split' && name !== 'mode') flags[name as 'questions' | 'baseline' | 'report'] = value
      else if ((CHOICES[name] as readonly string[]).includes(value)) flags[name] = value as never
      else problems.push({ setting: name, flag: rawName, found: value, rule: 'choice', choices: CHOICES[name] })
    }
  }
  const raw = Object.fromEntries(SETTINGS.map(({ name, env: variable }) => [name, given[name] ?? (env[variable] || undefined)]))
  const parsed = ConfigSchema.safeParse(raw)
  if (!parsed.success) {
    for (const name of new Set(parsed.error.issues.map(({ path }) => path[0] as SettingName))) {
      const setting = SETTINGS.find((item) => item.name === name) as Setting
      const { flag, env: variable, rule, choices } = setting
      problems.push({ setting: variable, flag, found: String(raw[name] ?? ''), rule, ...(choices ? { choices } : {}) })
    }
  }
  if (problems.length > 0 || !parsed.success) throw new AppError('config-invalid', { problems })
  return { config: parsed.data, flags, rest }
}
