/**
 * The shapes of the product, each declared once. What crosses the HTTP edge is a zod schema with its type inferred; what
 * never leaves the process is an interface. Imports nothing of ours.
 */
import { z } from 'zod'

export const LANGUAGES = ['en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

export const QUESTION_MAX_LENGTH = 2000
export const HISTORY_MAX_TURNS = 20
/** Documents that one question may be restricted to. */
export const DOCUMENTS_MAX = 1000
export const ABSTENTION_REASONS = ['not_enough_evidence', 'out_of_scope', 'ambiguous'] as const
export type AbstentionReason = (typeof ABSTENTION_REASONS)[number]
/** Why an answer is none of the documents'; `help`: what was typed is said to the product itself, which replies in its own words. */
export const NO_ANSWER_REASONS = [...ABSTENTION_REASONS, 'help'] as const

/** What is taken out of a text before it is logged, kept or sent to another machine. */
export const PERSONAL_DATA = ['name', 'address', 'postal-code', 'phone', 'email', 'sin', 'card'] as const
export type PersonalData = (typeof PERSONAL_DATA)[number]

// ---- documents and passages (inside) ----

/**
 * `chrome` is page furniture (copyright lines, buttons, notices): kept in the stored text, never indexed, never cited. A `row` is a row of
 * a table with its column headers, a `pair` a label with its value: each is one sentence.
 */
export type SentenceKind = 'sentence' | 'item' | 'heading' | 'row' | 'pair' | 'chrome'

/**
 * What a reader of a document should know: characters were lost when it was saved, it holds many that cannot be seen, text that its
 * pages hide was left out, the order of some of its text is uncertain, so that this part is never quoted, or rows or fields of it are no text.
 */
export const DOCUMENT_WARNINGS = [
  'lost-characters',
  'invisible-characters',
  'hidden-text',
  'uncertain-order',
  'left-out-parts',
  'recognised-text',
] as const
export type DocumentWarning = (typeof DOCUMENT_WARNINGS)[number]

/** A run of the document's stored text. Offsets are UTF-16 code units, start inclusive, end exclusive. */
export interface Span {
  start: number
  end: number
}

export const BLOCK_KINDS = ['heading', 'paragraph', 'item', 'table', 'row', 'cell', 'pair', 'page', 'code'] as const
export type BlockKind = (typeof BLOCK_KINDS)[number]

/** A part of a document as its author made it. Tables hold rows, rows hold cells, pages hold what stands on them. */
export interface Block extends Span {
  kind: BlockKind
  /** Of a heading 1 (the highest) to 6, of an item its depth from 1. */
  level?: number
  /** Of a cell the header of its column, of a pair its label, of a page the name of its sheet or slide. */
  label?: string
  /** The order of its text could not be told. */
  uncertain?: true
}

/** A part of a document that is not in the document's language. */
export interface LanguageRun extends Span {
  language: Language
}

export interface Sentence extends Span {
  kind: SentenceKind
  language: Language
  /** Position in `blocks` of the block that the sentence stands in. */
  block: number
  /** The order of its words could not be told: it is found, but never quoted as an answer. */
  uncertain?: true
}

export interface SourceDocument {
  /** Twelve hexadecimal digits derived from `source`: stable while the file keeps its path. */
  id: string
  /** Path relative to the documents folder, with `/`. */
  source: string
  title: string
  language: Language
  /** ISO 8601 day or month, when the document states one. */
  date?: string
  /** The stored text; every offset of the product points into it. */
  text: string
  /** SHA-256 of the file's bytes. */
  sha256: string
  sentences: Sentence[]
  /** In order of their start, each before those that stand in it. */
  blocks: Block[]
  /** Where each page starts in `text`, for formats that have pages. */
  pages?: number[]
  warnings?: DocumentWarning[]
  /** Mean confidence of the text of it that was recognised in pictures, 0 to 1. */
  recognition?: number
  /** Addresses that the document names as its own in the other language. */
  translations?: string[]
  /** Id of the same document in the other language. */
  counterpart?: string
  /** Other files of the same bytes, as `source`. */
  copies?: string[]
}

/** A run of whole sentences of one document: `sentences[first]` to `sentences[last]`, both included. */
export interface Passage extends Span {
  /** Position of the document in the index. */
  document: number
  first: number
  last: number
  language: Language
}

/** One word of the question beside the word of the passage that it matched; similarity is a cosine, 1 = the same word. */
export interface WordMatch {
  question: string
  passage: string
  similarity: number
}

/** A sentence of a passage. */
export interface SentenceView extends Sentence {
  /** Ids of its content words in the vocabulary of the corpus, in order. */
  words: Uint32Array
}

/** A run of whole sentences of one document, with everything that is needed to read and cite it. */
export interface PassageView extends Span {
  /** `documentId:start-end`: stable while the document and the splitter stay as they are. */
  id: string
  documentId: string
  source: string
  title: string
  /** Of the passage. */
  language: Language
  documentLanguage: Language
  date?: string
  /** Page that it begins on, from 1, for formats that have pages. */
  page?: number
  /** Id of the same document in the other language. */
  counterpart?: string
  /** The headings that it stands under, the outermost first. */
  headings: readonly string[]
  text: string
  sentences: readonly SentenceView[]
  /**
   * The passage with the rest of the paragraphs and lists that it was cut out of, what leads in to a list, and the line after them;
   * `sentences[first]` is its own first.
   */
  around: { start: number; text: string; sentences: readonly SentenceView[]; first: number }
  /** The first sentence of the document that is no heading. */
  lead: SentenceView | undefined
  /** Distinct ids of its words, and of the words of the title. */
  words: Uint32Array
  titleWords: Uint32Array
  /** Distinct ids of the words of its headings. */
  headingWords: Uint32Array
}

/** A passage that was found, with its score; higher is better. */
export interface Hit {
  passage: PassageView
  score: number
  /** Share of the question's weight (idf) that the passage matches, 0 to 1. */
  coverage: number
  why: WordMatch[]
}

/** A run of a passage that may answer a question. */
export interface Evidence {
  passage: PassageView
  /** The sentence that it begins with. */
  sentence: SentenceView
  /** What would be quoted: whole sentences, within the passage or the list that the passage begins. */
  span: Span
  /** Higher is better; comparable within one reading. */
  relevance: number
  /**
   * What a reader can tell beside the relevance, 0 to 1: the share of the question met, whether the kind of thing asked for is there, whether it
   * says what the thing asked about is. Rules of choice that need them go by the relevance alone otherwise.
   */
  aspects?: { coverage: number; type: number; definition: number }
  /** The words that a reader points at, within the span. */
  answer?: Span | undefined
  /** Probability that this very run answers, 0 to 1; of the best run it is 1 - none. For where a check rules the best one out. */
  confidence?: number
}

/** The page that an offset stands on, from 1; undefined for formats without pages. */
export function pageAt({ pages }: Pick<SourceDocument, 'pages'>, offset: number): number | undefined {
  const page = pages?.findLastIndex((start) => start <= offset)
  return page === undefined ? undefined : page + 1
}

/** The text of a span within a passage or what surrounds it. */
export function textOf({ around }: Pick<PassageView, 'around'>, { start, end }: Span): string {
  return around.text.slice(start - around.start, end - around.start)
}

// ---- the HTTP contract (edge) ----

export const LanguageSchema = z.enum(LANGUAGES)
export const BilingualSchema = z.strictObject({ en: z.string(), fr: z.string() })

export const AskRequestSchema = z
  .strictObject({
    question: z
      .string()
      .max(QUESTION_MAX_LENGTH)
      .refine((text) => text.trim() !== '', { params: { rule: 'blank' }, abort: true })
      .refine((text) => /[\p{L}\p{N}]/u.test(text), { params: { rule: 'wordless' } }),
    language: z.enum([...LANGUAGES, 'auto']).default('auto'),
    history: z
      .array(z.strictObject({ question: z.string().max(QUESTION_MAX_LENGTH), answer: z.string().max(20_000) }))
      .max(HISTORY_MAX_TURNS)
      .default([]),
    /** What a follow-up is about, instead of what the history says; '' for nothing that was said before. */
    about: z.string().max(300).optional(),
    topK: z.int().min(1).max(20).default(5),
    mode: z.enum(['auto', 'extractive', 'llm']).default('auto'),
    /** Ids of the documents to look in; all of them when left out. */
    documents: z.array(z.string().max(64)).min(1).max(DOCUMENTS_MAX).optional(),
  })
  .meta({ id: 'AskRequest' })
export type AskRequest = z.infer<typeof AskRequestSchema>

export const CitationSchema = z
  .strictObject({
    n: z.int().positive(),
    documentId: z.string(),
    source: z.string(),
    title: z.string(),
    language: LanguageSchema,
    /** ISO 8601 day or month that the document states. */
    date: z.string().optional(),
    quote: z.string().min(1),
    start: z.int().nonnegative(),
    end: z.int().positive(),
    href: z.string(),
    /** The words within the quote that a reader's model points at, as offsets in the document. */
    answer: z.strictObject({ start: z.int().nonnegative(), end: z.int().positive() }).optional(),
    /** Page that the quote begins on, for formats that have pages. */
    page: z.int().positive().optional(),
    /** The same document in the other language. */
    counterpart: z.strictObject({ documentId: z.string(), title: z.string(), language: LanguageSchema, href: z.string() }).optional(),
    verdict: z.literal('exact'),
  })
  .meta({ id: 'Citation' })
export type Citation = z.infer<typeof CitationSchema>

export const AnswerSentenceSchema = z
  .strictObject({ text: z.string().min(1), citations: z.array(z.int().positive()) })
  .meta({ id: 'AnswerSentence' })
export type AnswerSentence = z.infer<typeof AnswerSentenceSchema>

export const OtherVersionSchema = z.strictObject({ text: z.string().min(1), citation: CitationSchema }).meta({ id: 'OtherVersion' })

export type OtherVersion = z.infer<typeof OtherVersionSchema>

/** Where a question was looked up, when it says itself where. */
export const AskScopeSchema = z
  .strictObject({
    documents: z.array(z.strictObject({ documentId: z.string(), title: z.string(), source: z.string() })),
    /** Number of the section, as the question has it. */
    section: z.string().optional(),
  })
  .meta({ id: 'Scope' })
export type AskScope = z.infer<typeof AskScopeSchema>

export const AskPassageSchema = z
  .strictObject({
    documentId: z.string(),
    source: z.string(),
    title: z.string(),
    language: LanguageSchema,
    date: z.string().optional(),
    start: z.int().nonnegative(),
    end: z.int().positive(),
    page: z.int().positive().optional(),
    text: z.string(),
    score: z.number(),
    why: z.array(z.strictObject({ question: z.string(), passage: z.string(), similarity: z.number() })),
  })
  .meta({ id: 'Passage' })
export type AskPassage = z.infer<typeof AskPassageSchema>

export const AlternativeSchema = z
  .strictObject({
    /** Complete in itself. */
    question: z.string().min(1),
    /** Name of a person, or title of a document. */
    name: z.string().min(1),
    /** What a document says of that person right behind the name. */
    role: z.string().optional(),
    /** The document that names it, where that is not what is meant itself. */
    title: z.string().optional(),
    /** Of that document. */
    year: z.string().optional(),
    /** Of the role, else of the document. */
    language: LanguageSchema,
  })
  .meta({ id: 'Alternative' })
/** One thing that a question could mean, and what tells it from the others. */
export type Alternative = z.infer<typeof AlternativeSchema>

export const AnswerPartSchema = z
  .strictObject({
    question: z.string().min(1),
    answered: z.boolean(),
    /** `too_many`: the message holds more questions than are looked up at once. */
    reason: z.enum([...ABSTENTION_REASONS, 'too_many']).optional(),
    /** With reason `ambiguous`: questions that could have been meant. */
    choices: z.array(z.string()).optional(),
    /** … in the same order, with what tells them apart. */
    alternatives: z.array(AlternativeSchema).optional(),
    /** The question as it was looked up, where it took its subject from what stands before it. */
    understood: z.string().optional(),
    /** Where it was looked up, when it says so. */
    scope: AskScopeSchema.optional(),
    /** Its confidence is low: its sentences may not answer it. */
    doubt: z.literal(true).optional(),
    /** As the confidence of a whole answer. */
    confidence: z.number().min(0).max(1),
    /** Its sentences with their markers, or why there are none. */
    answer: z.string().min(1),
    /** Positions in `sentences` of the whole answer, from 0; empty when it is not answered. */
    sentences: z.array(z.int().nonnegative()),
  })
  .meta({ id: 'AnswerPart' })
export type AnswerPart = z.infer<typeof AnswerPartSchema>

const PartialSchema = z.strictObject({ documents: z.int().positive(), of: z.int().positive() })

export const AskResponseSchema = z
  .strictObject({
    id: z.string(),
    question: z.string(),
    language: LanguageSchema,
    answered: z.boolean(),
    reason: z.enum(NO_ANSWER_REASONS).optional(),
    /** With reason `ambiguous`: questions that could have been meant, each complete in itself. */
    choices: z.array(z.string()).optional(),
    /** … in the same order, with what tells them apart. */
    alternatives: z.array(AlternativeSchema).optional(),
    /** With other reasons: questions near this one that the documents do answer. */
    suggestions: z.array(z.string()).optional(),
    /** Where the message holds several questions, or compares two things: each with its own answer, in their order. */
    parts: z.array(AnswerPartSchema).optional(),
    /** What was typed instead of a question to the documents; the reply is the product's own. */
    topic: z.string().optional(),
    /** What a follow-up was taken to be about. Ask again with `about: ''` to have it without. */
    about: z.string().optional(),
    /** The question as it was looked up, where a follow-up took its subject from `history`. */
    understood: z.string().optional(),
    /** Where it was looked up, when the question says so ("in section 1.2", "in guide.pdf"). */
    scope: AskScopeSchema.optional(),
    /** The confidence is low: this may not answer the question, so the closest other passages are worth showing beside it. */
    doubt: z.literal(true).optional(),
    /** Estimated probability that the best evidence answers the question, 0 to 1; 0 when a check ruled it out. */
    confidence: z.number().min(0).max(1).optional(),
    answer: z.string().min(1),
    sentences: z.array(AnswerSentenceSchema),
    citations: z.array(CitationSchema),
    passages: z.array(AskPassageSchema),
    mode: z.enum(['extractive', 'llm']),
    /** Why a language model that was asked for did not write this answer. */
    notice: z.enum(['llm-unavailable', 'llm-rejected', 'llm-none']).optional(),
    model: z.string().optional(),
    /** Kinds of personal details that were taken out of the question before a language model on another machine received it. */
    redacted: z.array(z.enum(PERSONAL_DATA)).optional(),
    /** What other versions of the document that answers say instead; their citations are not among `citations`. */
    versions: z.array(OtherVersionSchema).optional(),
    verified: z.strictObject({ kept: z.int().nonnegative(), dropped: z.int().nonnegative() }),
    timings: z.looseObject({ totalMs: z.number() }),
    /** `partial`: while the first index is being made, how many documents were looked in, of so many. */
    index: z.strictObject({ generation: z.string(), model: z.string(), partial: PartialSchema.optional() }),
  })
  .meta({ id: 'AskResponse' })
export type AskResponse = z.infer<typeof AskResponseSchema>

export const DocumentSummarySchema = z
  .strictObject({
    id: z.string(),
    source: z.string(),
    title: z.string(),
    language: LanguageSchema,
    characters: z.int().nonnegative(),
    sha256: z.string(),
    date: z.string().optional(),
    pages: z.int().positive().optional(),
    warnings: z.array(z.enum(DOCUMENT_WARNINGS)).optional(),
    /** Mean confidence of the text that was recognised in pictures. */
    recognition: z.number().min(0).max(1).optional(),
    counterpart: z.string().optional(),
    /** Other files of the same bytes. */
    copies: z.array(z.string()).optional(),
  })
  .meta({ id: 'DocumentSummary' })
export type DocumentSummary = z.infer<typeof DocumentSummarySchema>

export function toSummary(document: SourceDocument): DocumentSummary {
  const { id, source, title, language, text, sha256, date, pages, warnings, recognition, counterpart, copies } = document
  return {
    ...{ id, source, title, language, characters: text.length, sha256 },
    ...(date ? { date } : {}),
    ...(pages ? { pages: pages.length } : {}),
    ...(warnings ? { warnings } : {}),
    ...(recognition === undefined ? {} : { recognition }),
    ...(counterpart ? { counterpart } : {}),
    ...(copies ? { copies } : {}),
  }
}

export const TextBlockSchema = z
  .strictObject({
    kind: z.enum(BLOCK_KINDS),
    start: z.int().nonnegative(),
    end: z.int().nonnegative(),
    /** Of a heading 1 (the highest) to 6, of an item its depth from 1. */
    level: z.int().positive().optional(),
    /** Of a cell the header of its column, of a pair its label, of a page its number or the name of its sheet or slide. */
    label: z.string().optional(),
    /** Page furniture, never cited. */
    chrome: z.boolean().optional(),
  })
  .meta({ id: 'Block' })
export type TextBlock = z.infer<typeof TextBlockSchema>

export const DocumentTextSchema = z
  .strictObject({
    ...DocumentSummarySchema.shape,
    /** The stored text that every offset points into. */
    text: z.string(),
    /** Parts that are not in the document's language. */
    runs: z.array(z.strictObject({ start: z.int().nonnegative(), end: z.int().positive(), language: LanguageSchema })),
    /** Headings, paragraphs, lists, tables and pages, in order of their start, each before those that stand in it. */
    blocks: z.array(TextBlockSchema),
  })
  .meta({ id: 'Document' })
export type DocumentText = z.infer<typeof DocumentTextSchema>

export const HealthSchema = z
  .strictObject({
    status: z.enum(['starting', 'ok', 'degraded', 'stopping']),
    documents: z.int().nonnegative().optional(),
    passages: z.int().nonnegative().optional(),
    store: z.enum(['hnsw', 'exact', 'postgres']).optional(),
    index: z.strictObject({ generation: z.string(), model: z.string() }).optional(),
    /** While the first index is being made: how many documents are answered from already, of so many. */
    partial: PartialSchema.optional(),
    llm: z.strictObject({ model: z.string(), state: z.enum(['ready', 'resting']) }).optional(),
    questions: z.strictObject({ running: z.int().nonnegative(), waiting: z.int().nonnegative() }),
    /** Files that have changed and are not in the index yet, and the seconds since the first of them did. */
    changes: z.strictObject({ waiting: z.int().positive(), seconds: z.int().nonnegative() }).optional(),
    /** How far an index is, while one is made. */
    progress: z.strictObject({ label: BilingualSchema, done: z.number(), total: z.number() }).optional(),
    /** Why the server is degraded. */
    notices: z.array(z.strictObject({ code: z.string(), message: BilingualSchema })),
  })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof HealthSchema>

export const FEEDBACK_REASONS = ['wrong', 'incomplete', 'no-answer', 'unclear', 'other'] as const
export const COMMENT_MAX_LENGTH = 1000

export const FeedbackRequestSchema = z
  .strictObject({
    /** `id` of the answer. */
    answerId: z.string().max(64),
    question: AskRequestSchema.shape.question,
    language: LanguageSchema,
    rating: z.enum(['up', 'down']),
    reason: z.enum(FEEDBACK_REASONS).optional(),
    comment: z.string().max(COMMENT_MAX_LENGTH).optional(),
    answered: z.boolean().optional(),
    citations: z
      .array(z.strictObject({ documentId: z.string().max(64), start: z.int().nonnegative(), end: z.int().positive() }))
      .max(20)
      .optional(),
  })
  .meta({ id: 'FeedbackRequest' })
export type FeedbackRequest = z.infer<typeof FeedbackRequestSchema>

export const ErrorBodySchema = z
  .strictObject({
    error: z.strictObject({
      code: z.string(),
      message: BilingualSchema,
      details: z.unknown().optional(),
    }),
  })
  .meta({ id: 'Error' })

/** What a stream says, in order. Only verified sentences are ever part of one. */
export type AskEvent =
  | { event: 'answer-start'; data: { id: string; language: Language } }
  | { event: 'sentence'; data: AnswerSentence & { newCitations: Citation[] } }
  /** Of a message with several questions: what comes next answers this one, `n` from 1; and what became of it. */
  | { event: 'part-start'; data: { n: number; question: string } }
  | { event: 'part-end'; data: { n: number; part: AnswerPart } }
  /** What was sent so far no longer holds; the answer begins anew. */
  | { event: 'answer-restart'; data: { notice: NonNullable<AskResponse['notice']> } }
  | { event: 'answer-end'; data: AskResponse }
