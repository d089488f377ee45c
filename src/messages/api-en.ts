/** What the page and the document of the interface say of each route and field, in English. */
import type {
  Alternative,
  AnswerSentence,
  AskPassage,
  AskRequest,
  AskResponse,
  AskScope,
  Citation,
  DocumentText,
  FeedbackRequest,
  Health,
  OtherVersion,
  TextBlock,
} from '../domain.ts'

export const ROUTES = [
  'ask',
  'documents',
  'document',
  'source',
  'original',
  'page',
  'addDocuments',
  'adminAddDocuments',
  'adminRemoveDocument',
  'feedback',
  'health',
  'metrics',
  'models',
  'model',
  'chatCompletions',
  'responses',
  'embeddings',
  'mcp',
  'reindex',
  'feedbackExport',
] as const
export type RouteName = (typeof ROUTES)[number]

/** Every field of what a program sends or gets; a field without its sentence does not compile. */
type FieldName =
  | keyof AskRequest
  | keyof AskResponse
  | keyof Citation
  | keyof AnswerSentence
  | keyof OtherVersion
  | keyof Alternative
  | keyof AskScope
  | keyof AskPassage
  | keyof DocumentText
  | keyof TextBlock
  | keyof Health
  | keyof FeedbackRequest
  | 'known'

export interface ApiMessages {
  title: string
  intro: string
  conventions: readonly string[]
  routes: Record<RouteName, { summary: string; description: string }>
  fields: Record<FieldName, string>
  headings: Record<
    | 'routes'
    | 'example'
    | 'request'
    | 'response'
    | 'errors'
    | 'everywhere'
    | 'field'
    | 'type'
    | 'meaning'
    | 'status'
    | 'codes'
    | 'required'
    | 'machine'
    | 'schemas'
    | 'token'
    | 'adminToken',
    string
  >
}

export const apiEn: ApiMessages = {
  title: 'The programming interface',
  intro:
    'Ask questions about the documents and get answers whose every sentence carries the exact passage that it comes from. Offsets are UTF-16 code units into the document’s stored text: text.slice(start, end) === quote.',
  conventions: [
    'Requests and responses are JSON in UTF-8. With “Accept: text/event-stream”, an answer comes as events: answer-start, sentence, answer-end; answer-restart means that what came before no longer counts.',
    'An error is an object error: code, message (en and fr) and sometimes details. The code is stable; with 429 and 503, Retry-After says how many seconds to wait.',
    'Every response carries X-Request-Id; send your own and it is kept.',
    'Where the operator has set an access token, send “Authorization: Bearer TOKEN”. Browsers may send it as a password.',
  ],
  routes: {
    ask: {
      summary: 'Ask a question',
      description:
        'Answers in the language of the question. answered is false when the documents contain no answer; passages then contains the closest ones.',
    },
    documents: { summary: 'List the documents', description: 'Every document that answers can come from.' },
    document: {
      summary: 'Read a document',
      description: 'The stored text that offsets point into, and the parts of it that are in the other language.',
    },
    original: {
      summary: 'The file of a document',
      description:
        'The file itself, as it was when it was read: PDF and text to look at, other kinds to download. 404 when it has changed since.',
    },
    addDocuments: {
      summary: 'Add documents from this machine',
      description:
        'Files in the field file, 50 MiB each and 64 MiB together, when the server was started with --upload on and the page is open on its own machine. A file is there whole or not at all; one of the same name is not replaced. The index follows by itself.',
    },
    adminAddDocuments: {
      summary: 'Add documents',
      description:
        'Files in the field file, 50 MiB each and 64 MiB together; with the field replace, those of the same name are replaced. The index follows by itself.',
    },
    adminRemoveDocument: {
      summary: 'Remove a document',
      description: 'By its source. The file is moved to the hidden folder .removed of the documents folder; the index follows by itself.',
    },
    page: {
      summary: 'A page of a PDF as a picture',
      description:
        'PNG, at most 1200 pixels wide, with the span from start to end of the stored text marked in yellow. X-Marked-At tells how far down the first mark stands, from 0 to 1. 404 when the document is no PDF or has changed since.',
    },
    source: { summary: 'Page of a document', description: 'The whole text as a page, with the span from start to end highlighted.' },
    feedback: {
      summary: 'Say whether an answer helped',
      description:
        'Kept in a file of this server, on the disk before the response; personal details that are recognized are taken out first.',
    },
    health: { summary: 'Is the server ready?', description: '503 until the index is open, then 200 with ok, or degraded and the reasons.' },
    metrics: { summary: 'Measurements', description: 'Counts and times in the text format of Prometheus; never a word of a question.' },
    models: { summary: 'OpenAI’s protocol: the models', description: 'There is one, sourcier.' },
    model: { summary: 'OpenAI’s protocol: one model', description: 'The same as in the list.' },
    chatCompletions: {
      summary: 'OpenAI’s protocol: an answer',
      description:
        'The last message of the user is the question, the ones before are its history. Citations are Markdown links in the text, annotations of the message, and, whole, the field sourcier. With stream, sentences come as they are verified. max_tokens ends the answer between two sentences, the first is always whole; n above 1, response_format and required tools are refused. usage counts pieces of our own (words in parts of six characters, marks), not tokens of a model. What clients ask between two questions (a title, tags, questions that could follow) is answered by rule.',
    },
    responses: {
      summary: 'OpenAI’s protocol: an answer as newer clients ask for it',
      description:
        'As chat/completions, in the shape of the Responses API: the last message of the user is the question. Citations are Markdown links in the text, annotations of it, and, whole, the field sourcier. Nothing is kept on the server: a conversation is sent whole, previous_response_id and background are refused. usage counts pieces of our own (words in parts of six characters, marks), not tokens of a model.',
    },
    embeddings: {
      summary: 'OpenAI’s protocol: vectors',
      description:
        'The vectors that the index is made of, of length 1; both languages share one space. Texts alone, 256 at most, of 20,000 characters; dimensions must be the model’s own. input_type: question or passage, for models that tell them apart.',
    },
    mcp: {
      summary: 'Model Context Protocol',
      description: 'Streamable HTTP without sessions. Tools: ask, search, read_document.',
    },
    reindex: {
      summary: 'Administration: index again',
      description: 'Brings the index up to date with the documents; /health tells how far it is.',
    },
    feedbackExport: {
      summary: 'Administration: export feedback',
      description: 'Candidates for the evaluation set, one JSON line each.',
    },
  },
  fields: {
    question: 'The question, up to 2,000 characters.',
    language: 'en or fr. In a request: the language of the answer, or auto for that of the question.',
    history: 'The turns before, oldest first; a follow-up takes its subject from them. Nothing of them is kept.',
    topK: 'How many passages come with the answer, 1 to 20.',
    mode: 'Who writes: extractive (quotes), llm (a language model, checked), or auto. In a response: who wrote.',
    id: 'Identifier, of the answer or of the document.',
    answered: 'Whether the documents contain an answer.',
    reason:
      'Why there is no answer from the documents; help: the question was a greeting, thanks, a call for help or a question about this service, and the reply is its own. In feedback, why the answer did not help.',
    choices: 'With reason ambiguous: questions that could have been meant.',
    alternatives:
      'The choices in the same order, each with what tells it from the others: the name of a person with the role that a document gives, or the title of a document; and its year.',
    name: 'Name of the person, or title of the document, that is meant.',
    role: 'What a document says of that person right behind the name; cut where it is long.',
    year: 'Year of that document.',
    about:
      'In a request: what a follow-up is about, instead of what the history says; an empty text for nothing that was said before. In a response: what it was taken to be about.',
    doubt: 'true when the confidence is low: the answer may not answer the question, and the closest passages are worth showing.',
    parts:
      'Where the message contains several questions, or compares two things (a part for each): each with whether it is answered, its own answer and confidence, and the positions of its sentences in sentences.',
    topic:
      'What was typed instead of a question to the documents: distress, insult, opinion, legal-advice, medical-advice, command, task, or a topic of the operator’s. The reply is the service’s own, without a quote.',
    suggestions: 'Questions near this one that the documents do answer.',
    understood:
      'The question as it was looked up, where a follow-up took its subject from the history, or one sentence of several was asked alone.',
    scope: 'Where the question was looked up, when it says so itself: “in section 1.2”, “in guide.pdf”, “in the 2022 policy”.',
    section: 'Number of the section, as the question has it.',
    confidence: 'Estimated probability that the evidence answers the question, 0 to 1.',
    answer: 'The whole answer as text, with [1] for each source; never empty.',
    sentences: 'The answer sentence by sentence, each with the numbers of its citations.',
    citations: 'The sources, in order of use; of a sentence: their numbers.',
    passages: 'The passages nearest to the question, best first; in health, how many there are.',
    model: 'Name of the model that wrote the answer.',
    notice: 'Why a language model that was asked for did not write this answer; llm-none: none is set up, and mode was llm.',
    redacted: 'Kinds of personal details that were taken out of the question before a language model elsewhere received it.',
    versions:
      'What other versions of the document that answers say instead, each with its citation; not part of the answer, and left out where a year was asked for.',
    citation: 'The source of what another version says.',
    verified: 'How many sentences the verifier kept, and how many it dropped.',
    timings: 'Milliseconds, in all and by stage.',
    index: 'Generation of the index and model of its vectors; with partial while not all documents could be looked in yet.',
    n: 'Number of the citation, as in [1].',
    documentId: 'Identifier of the document: GET /documents/{id}.',
    source: 'Path of the file in the folder of documents.',
    title: 'Title of the document.',
    quote: 'The words of the document, exactly: text.slice(start, end).',
    start: 'Where the span begins, included.',
    end: 'Where the span ends, not included.',
    href: 'Address of the document’s page with the span highlighted.',
    page: 'Page that the span begins on, for formats that have pages.',
    counterpart: 'The same document in the other language.',
    copies: 'Other files of the same bytes, which are indexed once.',
    verdict: 'exact: the quote was found word for word at its place.',
    text: 'Text of the sentence, the passage or the document.',
    score: 'Higher is better; comparable within one answer only.',
    why: 'Which word of the question met which word of the passage, and how alike they are (1: the same word).',
    characters: 'Length of the text in UTF-16 code units.',
    sha256: 'SHA-256 of the file.',
    date: 'Day or month that the document states, ISO 8601.',
    pages: 'Number of pages, for formats that have them.',
    warnings:
      'What a reader should know: lost or invisible characters, text that its pages hide, an order that could not be told, parts left out.',
    recognition: 'Mean confidence of the text that was recognized in pictures, 0 to 1; absent where none was.',
    blocks: 'Headings, paragraphs, lists, tables and pages of the text, in order of their start, each before those inside it.',
    kind: 'heading, paragraph, item, table, row, cell, pair (a label with its value), page or code.',
    level: 'Of a heading 1 (the highest) to 6, of an item its depth from 1.',
    label: 'Of a cell the header of its column, of a pair its label, of a page its number or name.',
    chrome: 'Page furniture such as copyright lines: shown, never cited.',
    runs: 'Parts that are not in the document’s language.',
    status: 'starting, ok, degraded or stopping.',
    documents:
      'In a request: ids of the documents to look in, 1 to 1,000; all of them when left out. In scope: the documents looked in. In health: how many documents are indexed.',
    store: 'How vectors are searched: hnsw, exact or postgres.',
    llm: 'The language model, and whether it is ready or resting after faults.',
    questions: 'How many questions are being answered, and how many wait.',
    partial: 'While the first index is being made: how many documents can be asked about already, of how many there will be.',
    changes: 'Files that have changed and are not in the index yet, and the seconds since the first of them did.',
    progress: 'How far an index is, while one is made.',
    notices: 'Why the server is degraded.',
    answerId: 'The id of the answer that is rated.',
    known:
      'Whether this process gave an answer of that id, of its last 10,000. Feedback on another is kept all the same, and marked: the server may have been started anew since.',
    rating: 'up or down.',
    comment: 'A comment, up to 1,000 characters.',
  },
  headings: {
    routes: 'Routes',
    example: 'Example',
    request: 'What to send',
    response: 'What comes back',
    errors: 'Errors',
    everywhere: 'Errors of every address',
    field: 'Field',
    type: 'Type',
    meaning: 'Meaning',
    status: 'Status',
    codes: 'Codes',
    required: 'required',
    machine: 'OpenAPI 3.1 description',
    schemas: 'Shapes',
    token: 'Needs the access token, where one is set.',
    adminToken: 'Needs the administration token.',
  },
}
