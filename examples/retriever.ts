/** Sourcier's index as a LangChain retriever. Build the index first: npx sourcier index --documents node_modules/sourcier/seeds --index my-index */
import { SourcierRetriever } from 'sourcier'

const retriever = new SourcierRetriever({ index: process.argv[2] ?? 'my-index', k: 3 })
for (const question of ['What is ITQ?', 'C’est quoi ITQ ?']) {
  console.log(question)
  for (const { pageContent, metadata } of await retriever.invoke(question)) {
    const { title, language, documentId, start, end } = metadata
    console.log(`  ${title} (${language}, ${documentId} ${start}–${end}): ${pageContent.slice(0, 80).replace(/\s+/g, ' ')}…`)
  }
}
