/**
 * Markdown in, plain readable text out: what a reader of the rendered page would see, one block a paragraph. Raw HTML and
 * link targets are left out, so that neither can reach a quote. The result is the stored text that offsets point into.
 */
import { marked, type Token, type Tokens } from 'marked'
import type { ReadText } from './format.ts'

export function readMarkdown(source: string): ReadText {
  const withoutFrontMatter = source.replace(/^---\n[\s\S]*?\n---\n/, '')
  const tokens = marked.lexer(withoutFrontMatter)
  const heading = tokens.find((token): token is Tokens.Heading => token.type === 'heading')
  const text = renderBlocks(tokens).join('\n\n')
  return heading ? { text, title: inline(heading.tokens) } : { text }
}

function renderBlocks(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token): string[] => {
    switch (token.type) {
      case 'heading':
      case 'paragraph':
        return [inline(token.tokens)]
      case 'blockquote':
        return renderBlocks(token.tokens ?? [])
      case 'list':
        return [(token as Tokens.List).items.map((item, i) => renderItem(item, token as Tokens.List, i)).join('\n')]
      case 'table':
        return [renderTable(token as Tokens.Table)]
      case 'code':
      case 'text':
        return ['tokens' in token && token.tokens ? inline(token.tokens) : readEntities((token as Tokens.Text).text)]
      default:
        return []
    }
  })
}

function renderItem(item: Tokens.ListItem, list: Tokens.List, position: number): string {
  const mark = list.ordered ? `${Number(list.start || 1) + position}.` : '•'
  return `  ${mark} ${renderBlocks(item.tokens).join('\n')}`
}

function renderTable(table: Tokens.Table): string {
  const rows = [table.header, ...table.rows]
  return rows.map((row) => row.map((cell) => inline(cell.tokens)).join(' | ')).join('\n')
}

function inline(tokens: readonly Token[] = []): string {
  return tokens
    .map((token) => {
      if (token.type === 'html') return ''
      if (token.type === 'br') return '\n'
      if ('tokens' in token && token.tokens) return inline(token.tokens)
      return 'text' in token ? readEntities(String(token.text)) : ''
    })
    .join('')
}

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&nbsp;': '\u00a0' }

/** The lexer leaves character references as they are written. */
function readEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => ENTITIES[entity] ?? entity)
}
