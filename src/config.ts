/**
 * Every setting, once: its default, its environment variable, its rule. Flags win over the environment, the environment over the
 * default. Pure: arguments and environment are parameters. All problems are reported at once.
 */
import { isIP } from 'node:net'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { AppError, type ConfigProblem, type SettingRule } from './errors.ts'
import { nearest } from './terminal.ts'

/** The bundled embedder, and the bundled static table, which is faster and finds less. */
export const DEFAULT_MODEL = 'models/sourcier-embedder'
export const STATIC_MODEL = 'models/sourcier-v2'
export const DEFAULT_READER = 'models/sourcier-reader'

const text = z.string().trim().min(1)

/** A whole number from `low` to `high`. */
const whole = (low: number, high: number, preset: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .pipe(z.int().min(low).max(high))
    .default(preset)

/** A word that stands for none, or items separated by commas. */
const list = (word: string, isItem: (item: string) => boolean) =>
  z
    .string()
    .trim()
    .transform((all) => (all === word ? [] : all.split(',').map((item) => item.trim())))
    .pipe(z.array(z.string().refine(isItem)))

/** An address, or a range in CIDR notation. */
function isAddress(item: string): boolean {
  const [address = '', bits, ...more] = item.split('/')
  const version = isIP(address)
  return (
    version !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
  )
}

function isOrigin(item: string): boolean {
  return URL.canParse(item) && /^https?:/.test(item) && new URL(item).origin === item
}

/** As a Host header has it, without the port; IPv6 in brackets. */
function isHostName(item: string): boolean {
  return URL.canParse(`http://${item}`) && new URL(`http://${item}`).hostname === item.toLowerCase()
}

/** Of PostgreSQL; `schema` is ours, everything else is read by its client. */
function isDatabase(address: string): boolean {
  if (!/^postgres(?:ql)?:\/\//.test(address) || !URL.canParse(address)) return false
  return /^[a-z_][a-z0-9_]{0,50}$/.test(new URL(address).searchParams.get('schema') ?? 'sourcier')
}

/** What is printed of an address that is none: it may hold a password all the same. */
function withoutUser(address: string): string {
  return address.replace(/(:\/\/|^)[^/]*@/, '$1…@')
}

export const ConfigSchema = z.strictObject({
  documents: text.default('seeds').meta({ env: 'SOURCIER_DOCUMENTS', rule: 'text', value: 'DIR' }),
  index: text.default('index').meta({ env: 'SOURCIER_INDEX', rule: 'text', value: 'DIR' }),
  model: text.default(DEFAULT_MODEL).meta({ env: 'SOURCIER_MODEL', rule: 'text', value: 'DIR' }),
  reader: text.default(DEFAULT_READER).meta({ env: 'SOURCIER_READER', rule: 'text', value: 'NAME' }),
  ocr: z.enum(['off', 'on']).default('off').meta({ env: 'SOURCIER_OCR', rule: 'choice', value: 'WHAT' }),
  store: z.enum(['hnsw', 'exact', 'postgres']).default('hnsw').meta({ env: 'SOURCIER_STORE', rule: 'choice', value: 'NAME' }),
  database: text
    .refine((address) => address === 'none' || isDatabase(address))
    .default('none')
    .meta({ env: 'SOURCIER_DATABASE', rule: 'database', value: 'URL' }),
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
  'llm-first': whole(1, 600, 10).meta({ env: 'SOURCIER_LLM_FIRST', rule: 'whole', range: '1–600', value: 'SECONDS' }),
  'llm-timeout': whole(1, 3600, 60).meta({ env: 'SOURCIER_LLM_TIMEOUT', rule: 'whole', range: '1–3600', value: 'SECONDS' }),
  'llm-tokens': whole(1, 100_000, 1000).meta({ env: 'SOURCIER_LLM_TOKENS', rule: 'whole', range: '1–100000', value: 'N' }),
  'llm-passages': whole(1, 12, 8).meta({ env: 'SOURCIER_LLM_PASSAGES', rule: 'whole', range: '1–12', value: 'N' }),
  'llm-sentences': whole(1, 999, 60).meta({ env: 'SOURCIER_LLM_SENTENCES', rule: 'whole', range: '1–999', value: 'N' }),
  'allowed-hosts': list('auto', isHostName)
    .default([])
    .meta({ env: 'SOURCIER_ALLOWED_HOSTS', rule: 'hosts', value: 'NAMES', none: 'auto' }),
  'cors-origins': list('none', isOrigin).default([]).meta({ env: 'SOURCIER_CORS_ORIGINS', rule: 'origins', value: 'SITES', none: 'none' }),
  'trust-proxy': list('none', isAddress).default([]).meta({ env: 'SOURCIER_TRUST_PROXY', rule: 'addresses', value: 'IPS', none: 'none' }),
  'base-path': text
    .transform((path) => (path === 'none' || path === '/' ? '' : path.replace(/\/$/, '')))
    .refine((path) => path === '' || /^(?:\/[\w.~-]{1,100}){1,8}$/.test(path))
    .default('')
    .meta({ env: 'SOURCIER_BASE_PATH', rule: 'path', value: 'PATH', none: 'none' }),
  'rate-limit': z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .default(120)
    .meta({ env: 'SOURCIER_RATE_LIMIT', rule: 'count', value: 'N' }),
  topics: text.default('none').meta({ env: 'SOURCIER_TOPICS', rule: 'text', value: 'FILE' }),
  feedback: text.default('feedback.jsonl').meta({ env: 'SOURCIER_FEEDBACK', rule: 'text', value: 'FILE' }),
  log: z.enum(['errors', 'requests', 'questions']).default('errors').meta({ env: 'SOURCIER_LOG', rule: 'choice', value: 'WHAT' }),
  upload: z.enum(['off', 'on']).default('off').meta({ env: 'SOURCIER_UPLOAD', rule: 'choice', value: 'WHEN' }),
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
  rule: SettingRule
  choices?: readonly string[]
  /** Lowest and highest whole number: “1–20”. */
  range?: string
}

/** The settings as a table, for --help and for docs/settings.md. */
export const SETTINGS: readonly Setting[] = Object.entries(ConfigSchema.shape).map(([name, schema]) => {
  const { env, rule, value, none, range } = schema.meta() as {
    env: string
    rule: SettingRule
    value: string
    none?: string
    range?: string
  }
  const inner = schema.unwrap() as { options?: readonly string[] }
  return {
    name: name as SettingName,
    flag: `--${name}`,
    env,
    value,
    default: none ?? String(schema.parse(undefined)),
    rule,
    ...(inner.options ? { choices: inner.options } : {}),
    ...(range ? { range } : {}),
  }
})

/** Tokens come from the environment alone: flags are visible to everyone on a machine. */
export interface Tokens {
  /** Required by every route that shows document content; undefined: none is required. */
  access?: string
  /** Required for administration; undefined: administration is off. */
  admin?: string
}

/** @throws AppError config-invalid for a token that could be guessed */
export function readTokens(env: Readonly<Record<string, string | undefined>>): Tokens {
  const found = { access: env.SOURCIER_TOKEN, admin: env.SOURCIER_ADMIN_TOKEN }
  const weak = Object.entries({ SOURCIER_TOKEN: found.access, SOURCIER_ADMIN_TOKEN: found.admin }).filter(
    ([, token]) => token && !/^[!-~]{16,}$/.test(token),
  )
  const problems = weak.map(([setting]): ConfigProblem => ({ setting, flag: '', found: '', rule: 'token' }))
  if (problems.length > 0) throw new AppError('config-invalid', { problems })
  return { ...(found.access ? { access: found.access } : {}), ...(found.admin ? { admin: found.admin } : {}) }
}

/** What a command takes beside the settings. */
export interface Flags {
  json: boolean
  watch: boolean
  /** Which of the collections that come with the program. */
  collection: 'seeds' | 'public' | 'typed' | 'all'
  split: 'dev' | 'test' | 'all'
  'write-baseline': boolean
  /** Which answerer is measured. */
  mode: 'auto' | 'extractive' | 'llm'
  /** Files of `eval`: questions to ask, baseline to compare with, folder for the reports. */
  questions?: string
  baseline?: string
  report?: string
  /** Files of reading tests, in place of the collections. */
  reading?: string[]
  /** Documents to look in, by name or id. */
  only?: string[]
}
const STRING_FLAGS = ['collection', 'split', 'mode', 'questions', 'baseline', 'report', 'reading', 'only'] as const
const BOOLEAN_FLAGS = ['json', 'watch', 'write-baseline'] as const
const CHOICES = {
  collection: ['seeds', 'public', 'typed', 'all'],
  split: ['dev', 'test', 'all'],
  mode: ['auto', 'extractive', 'llm'],
} as const

function unknownFlag(setting: string, flag: string, known: readonly string[]): ConfigProblem {
  const meant = nearest(
    flag,
    known.map((name) => `--${name}`),
  )
  return { setting, flag, found: flag, rule: 'unknown-flag', ...(meant === undefined ? {} : { meant }) }
}

export interface CommandLine {
  config: Config
  flags: Flags
  /** What is left: the words of a question. */
  rest: string[]
}

/**
 * @param argv what follows the command's name
 * @param own flags of this command, beside the settings (--help and --version are handled before)
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
  const strings: string[] = [...SETTINGS.map(({ name }) => name), ...STRING_FLAGS.filter((name) => own.includes(name))]
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
  const flags: Flags = { json: false, watch: false, collection: 'all', split: 'test', 'write-baseline': false, mode: 'auto' }
  const rest: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (takesRest) rest.push(token.value)
      else problems.push({ setting: '', flag: '', found: token.value, rule: 'unexpected-argument' })
    } else if (token.kind === 'option') {
      const { name, value, rawName } = token
      if (isOneOf(boolean, name)) flags[name] = true
      else if (!strings.includes(name)) problems.push(unknownFlag(name, rawName, [...boolean, ...strings]))
      else if (value === undefined) problems.push({ setting: name, flag: rawName, found: '', rule: 'missing-value' })
      else if (!isOneOf(STRING_FLAGS, name)) given[name] = value
      else if (name === 'reading' || name === 'only') flags[name] = [...(flags[name] ?? []), value]
      else if (name !== 'collection' && name !== 'split' && name !== 'mode') flags[name] = value
      else if (isOneOf<string>(CHOICES[name], value)) flags[name] = value as never
      else problems.push({ setting: name, flag: rawName, found: value, rule: 'choice', choices: CHOICES[name] })
    }
  }
  const raw = Object.fromEntries(SETTINGS.map(({ name, env: variable }) => [name, given[name] ?? (env[variable] || undefined)]))
  const parsed = ConfigSchema.safeParse(raw)
  if (!parsed.success) {
    for (const name of new Set(parsed.error.issues.map(({ path }) => path[0]))) {
      const setting = SETTINGS.find((item) => item.name === name)
      if (!setting) continue
      const { flag, env: variable, rule, choices, range } = setting
      problems.push({
        setting: variable,
        flag,
        found: rule === 'database' ? withoutUser(String(raw[setting.name])) : String(raw[setting.name] ?? ''),
        rule,
        ...(choices ? { choices } : {}),
        ...(range ? { range } : {}),
      })
    }
  }
  if (parsed.data?.store === 'postgres' && parsed.data.database === 'none') {
    problems.push({ setting: 'SOURCIER_DATABASE', flag: '--database', found: 'none', rule: 'database' })
  }
  if (problems.length > 0 || !parsed.success) throw new AppError('config-invalid', { problems })
  return { config: parsed.data, flags, rest }
}

function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return names.some((own) => own === name)
}
