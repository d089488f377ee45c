/** A text generator whose files are on this machine, run by @xenova/transformers: no server, no key, no download. */
import { SimpleChatModel } from '@langchain/core/language_models/chat_models'
import type { BaseMessage } from '@langchain/core/messages'
import { openTextGeneration, type TextGenerationPipeline } from '../onnx/runtime.ts'

/**
 * @param folder as the hub lays models out: tokenizer.json, config.json, onnx/
 * @param tokens the most that it writes
 * @throws AppError model-invalid when a file is missing or unreadable
 */
export async function openLocalGenerator(folder: string, tokens: number): Promise<SimpleChatModel> {
  return new LocalGenerator(await openTextGeneration(folder), tokens)
}

class LocalGenerator extends SimpleChatModel {
  readonly #generator: TextGenerationPipeline
  readonly #tokens: number

  constructor(generator: TextGenerationPipeline, tokens: number) {
    super({})
    this.#generator = generator
    this.#tokens = tokens
  }

  override _llmType(): string {
    return 'sourcier-local'
  }

  override async _call(messages: BaseMessage[], { signal }: this['ParsedCallOptions']): Promise<string> {
    const prompt = `${messages.map(({ text }) => text).join('\n\n')}\n`
    const [first] = (await this.#generator(prompt, {
      max_new_tokens: this.#tokens,
      do_sample: false,
      return_full_text: false,
      // Called after each token: the only point where a generation can be aborted.
      callback_function: () => signal?.throwIfAborted(),
    } as never)) as { generated_text: string }[]
    return first?.generated_text ?? ''
  }
}
