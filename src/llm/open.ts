/**
 * A chat model by its name: "openai:NAME" for any server that speaks OpenAI's protocol (OpenAI, Ollama, llama.cpp, vLLM, LM Studio, Mistral,
 * by its address), "anthropic:NAME", "ollama:NAME", whose packages are optional and loaded when they are asked for; "local:FOLDER" for the files
 * of a text generator on this machine.
 */
import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { AppError, causeText, codeOf } from '../errors.ts'

export const PROVIDERS = ['openai', 'anthropic', 'ollama', 'local'] as const
type Provider = (typeof PROVIDERS)[number]

export interface LlmSettings {
  /** provider:name */
  llm: string
  /** Base address; undefined for the provider's own. */
  url: string | undefined
  key: string | undefined
  /** The most that it writes at once, in tokens. */
  tokens?: number
}

type Packaged = Exclude<Provider, 'local'>

const PACKAGES: Record<Packaged, string> = {
  openai: '@langchain/openai@1.5.8',
  anthropic: '@langchain/anthropic@1.5.11',
  ollama: '@langchain/ollama@1.3.0',
}

/** Whether prompts leave this machine; true when in doubt. */
export function isRemote({ llm, url }: Pick<LlmSettings, 'llm' | 'url'>): boolean {
  if (llm.startsWith('local:')) return false
  if (url === undefined) return !llm.startsWith('ollama:')
  if (!URL.canParse(url)) return true
  const { hostname } = new URL(url)
  return !(hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname))
}

/** Answers are one to three short sentences; the rest is for models that write their reasoning first. */
export const DEFAULT_TOKENS = 1000

/** No retries inside the client: they would exceed our deadlines. */
const COMMON = { temperature: 0, maxRetries: 0 }

/** @throws AppError llm-invalid, llm-package-missing */
export async function openModel({ llm, url, key, tokens = DEFAULT_TOKENS }: LlmSettings): Promise<BaseChatModel> {
  const at = llm.indexOf(':')
  const provider = llm.slice(0, at) as Provider
  const model = llm.slice(at + 1)
  if (!PROVIDERS.includes(provider) || model === '') throw new AppError('llm-invalid', { found: llm, providers: PROVIDERS.join(', ') })
  try {
    return await OPEN[provider](model, { url, key, tokens })
  } catch (cause) {
    const missing = codeOf(cause) === 'ERR_MODULE_NOT_FOUND'
    if (missing && provider !== 'local')
      throw new AppError('llm-package-missing', { provider, install: `npm install ${PACKAGES[provider as Packaged]}` }, { cause })
    throw new AppError('llm-invalid', { found: `${llm} (${causeText(cause)})`, providers: PROVIDERS.join(', ') }, { cause })
  }
}

const OPEN: Record<Provider, (model: string, settings: Required<Omit<LlmSettings, 'llm'>>) => Promise<BaseChatModel>> = {
  async openai(model, { url, key, tokens }) {
    const { ChatOpenAI } = await load<{ ChatOpenAI: ChatConstructor }>('openai')
    // Local servers need no key, but the client requires one.
    return new ChatOpenAI({
      ...COMMON,
      model,
      maxTokens: tokens,
      apiKey: key ?? 'none',
      configuration: { fetch: withoutRedirects, ...(url ? { baseURL: url } : {}) },
    })
  },
  async anthropic(model, { url, key, tokens }) {
    const { ChatAnthropic } = await load<{ ChatAnthropic: ChatConstructor }>('anthropic')
    return new ChatAnthropic({
      ...COMMON,
      model,
      maxTokens: tokens,
      clientOptions: { fetch: withoutRedirects },
      ...(key ? { apiKey: key } : {}),
      ...(url ? { anthropicApiUrl: url } : {}),
    })
  },
  async ollama(model, { url, tokens }) {
    const { ChatOllama } = await load<{ ChatOllama: ChatConstructor }>('ollama')
    return new ChatOllama({ ...COMMON, model, numPredict: tokens, fetch: withoutRedirects, ...(url ? { baseUrl: url } : {}) })
  },
  local: async (folder, { tokens }) => (await import('./local.ts')).openLocalGenerator(folder, tokens),
}

/** A redirect could carry questions, passages and the key to a place that nobody chose: it is a fault of the model's server. */
const withoutRedirects: typeof fetch = (input, init) => fetch(input, { ...init, redirect: 'error' })

type ChatConstructor = new (fields: Record<string, unknown>) => BaseChatModel

/** A computed name, which the type checker does not resolve: the packages are optional. */
async function load<T>(provider: Packaged): Promise<T> {
  const name = `@langchain/${provider}`
  return (await import(name)) as T
}
