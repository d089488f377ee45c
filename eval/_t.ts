import { ask } from '../src/ask.ts'
import { indexContent } from '../src/assembly.ts'
import { readFolder } from '../src/documents/read.ts'
import { AskRequestSchema } from '../src/domain.ts'
import { openModels } from '../src/embed/open.ts'
import { openModelReader } from '../src/read/model.ts'
import { openInMemory } from '../src/store/generation.ts'
const models = await openModels('models/sourcier-v2')
const reader = await openModelReader(process.argv[2] ?? 'models/sourcier-reader')
const { documents } = await readFolder('eval/collections/public/documents')
const { corpus } = await openInMemory(await indexContent(documents, models), models)
for (const question of process.argv.slice(3)) {
  const a = await ask(AskRequestSchema.parse({ question }), { corpus, reader, ...models } as never)
  console.log('>>', question, a.confidence, a.reason ?? '', '\n', a.answer.slice(0, 500))
}
