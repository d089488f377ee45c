/**
 * Every sentence that a person can read, in English. `fr.ts` must have the same shape, or it does not compile. Sentences with
 * parameters are functions; nothing is looked up by a string.
 */
import type { ConfigProblem, Damage, ErrorParams, RequestProblem } from '../errors.ts'
import { apiEn } from './api-en.ts'

type ErrorSentences = { [C in keyof ErrorParams]: (params: ErrorParams[C]) => string }

const plural = (n: number, one: string, many: string): string => `${n.toLocaleString('en-CA')} ${n === 1 ? one : many}`

const anyOf = (names: readonly string[]): string => new Intl.ListFormat('en-CA', { type: 'disjunction' }).format(names)

/** ".xlsx (7), .zip (2) and others (12)": the most frequent ones by name. */
const kindList = (kinds: ErrorParams['documents-unread']['kinds']): string => {
  const rest = kinds.slice(KINDS_NAMED).reduce((sum, { files }) => sum + files, 0)
  const named = kinds.slice(0, KINDS_NAMED).map(({ kind, files }) => `${kind || 'without an ending'} (${files})`)
  return [...named, ...(rest > 0 ? [`others (${rest})`] : [])].join(', ')
}
const KINDS_NAMED = 8

/** "PDF", of "a.pdf". */
const kindOf = (source: string): string => source.slice(source.lastIndexOf('.') + 1).toUpperCase()

const errors: ErrorSentences = {
  'config-invalid': ({ problems }) =>
    `${problems.length === 1 ? 'A setting is' : `${problems.length} settings are`} wrong. ${problems.map(configProblem).join(' ')} Run with --help to see every setting.`,
  'output-unwritable': ({ cause }) =>
    `What this command prints could not be written (${cause}): some or all of it is missing. ${cause === 'ENOSPC' ? 'Free some space or send' : 'Send'} the output elsewhere, then run the command again.`,
  'command-unknown': ({ command, meant }) =>
    `There is no command “${command}”. ${meant ? `Did you mean ${meant}? ` : ''}Use serve, index, ask, eval, mcp, feedback or doctor; --help lists their settings.`,
  'documents-missing': ({ folder }) => `The documents folder “${folder}” cannot be read. Create it, or name another one with --documents.`,
  'documents-empty': ({ folder }) =>
    `The documents folder “${folder}” contains no document that can be read (.txt, .md, .html, .pdf, .docx, .xlsx, .pptx, .odt, .rtf, .eml, .csv, .json and others). Put some there, or give another one with --documents.`,
  'document-unreadable': ({ source, cause }) =>
    cause === 'ENOENT'
      ? `“${source}” was moved or removed before it could be read, and was left out. Index again, so that the index knows what is there now.`
      : `“${source}” cannot be read (${cause}) and was left out. Check its permissions, then index again.`,
  'document-damaged': ({ source, cause, damage }) => {
    const kind = kindOf(source)
    const wrong: Record<Damage, string> = {
      empty: 'is empty: there is nothing in the file. Save or copy it again',
      'cut-off': 'is incomplete: its end is missing, as after a copy or a download that was interrupted. Copy or download it again',
      'other-kind': `is not a file of the kind ${kind}, although its name says so. Open it in the program that it comes from and save it as ${kind}, or give it the ending of its own kind`,
      structure: 'is damaged: the file contradicts itself, and cannot be opened. Open it in its own program and save it anew',
    }
    return `“${source}” ${damage ? wrong[damage] : `could not be read (${cause}). Open it in its own program and save it anew`}, then index again. Until then it is left out.`
  },
  'documents-unread': ({ files, kinds }) =>
    `${plural(files, 'file is of a kind', 'files are of kinds')} that Sourcier does not read: ${kindList(kinds)}. Save ${files === 1 ? 'it' : 'them'} as PDF, Word, HTML or text to have ${files === 1 ? 'it' : 'them'} read.`,
  'document-not-text': ({ source }) => `“${source}” is not text and was left out. Save it as plain text, then index again.`,
  'document-encrypted': ({ source }) => `“${source}” is protected by a password and was left out. Save it without one, then index again.`,
  'document-no-text': ({ source, pages }) =>
    pages > 0
      ? `“${source}” has ${plural(pages, 'page', 'pages')} but no text: it is probably a scan, and was left out. Start with --ocr on to have it read.`
      : `“${source}” contains no text and was left out.`,
  'document-no-records': ({ source }) =>
    `“${source}” contains no rows or fields that can be read and was left out. Give it a line of column names, or fields with text, then index again.`,
  'document-exceeds': ({ source, limit }) =>
    limit === 'time'
      ? `“${source}” could not be read in the time that a file has, and was left out. The machine may have been busy: the file is tried again by the next “index”, and by a running server on its own. If it never succeeds, make the file smaller or simpler.`
      : `“${source}” ${EXCEEDED[limit]} and was left out. Make it smaller or simpler, then index again.`,
  'document-not-file': ({ source, kind }) =>
    kind === 'link'
      ? `“${source}” is a symbolic link and was not followed. Put the file itself into the folder.`
      : `“${source}” is not an ordinary file and was left out.`,
  'document-too-large': ({ source, bytes, limit }) =>
    `“${source}” is ${mebibytes(bytes)} and was left out; the limit is ${mebibytes(limit)}. Split it, then index again.`,
  'model-missing': ({ file }) => `The embedding model is incomplete: “${file}” is missing. Restore the models folder from the repository.`,
  'model-altered': ({ file }) =>
    `The embedding model has been altered: “${file}” is not the file that was shipped. Restore the models folder from the repository.`,
  'model-invalid': ({ folder, cause }) =>
    `The model in “${folder}” cannot be used: ${cause}. A folder as @xenova/transformers lays it out is needed (config.json, tokenizer.json, onnx/model_quantized.onnx); models/embedders/README.md says how to make one.`,
  'index-damaged': ({ file, problem }) =>
    `The index is damaged: “${file}” ${INDEX_PROBLEMS[problem]}. It is not used, and is rebuilt from the documents (npm run index).`,
  'index-foreign': ({ field, expected, found }) =>
    `The index was made with other settings (${field}: ${found} instead of ${expected}). It is not used, and is rebuilt from the documents (npm run index).`,
  'index-not-ready': () => 'The index is being prepared. Please try again in a few seconds.',
  'index-unwritable': ({ folder, cause }) =>
    `The index cannot be written to “${folder}” (${cause}); the earlier one, if any, is untouched. ${FORBIDDEN.test(cause) ? 'Give this program the right to write there' : 'Free some space'} or name another folder with --index.`,
  'index-locked': ({ pid, host, since }) =>
    `Another program is writing this index (process ${pid} on ${host}, since ${since}). Wait until it has ended, or name another folder with --index. If that machine is gone, delete the file LOCK in the index folder.`,
  'index-outdated': ({ created }) =>
    `Documents have changed, but the index could not be brought up to date: answers come from the one of ${created.slice(0, 16).replace('T', ' ')} UTC. It is tried again every minute; the notice beside this one says what is in the way.`,
  'rebuild-ended': ({ cause }) =>
    `The program that brings the index up to date ended before it was done (${cause}). Run npm run index to see why; the memory of this machine may be too small.`,
  'changes-waiting': ({ files, seconds }) =>
    `${plural(files, 'changed file has', 'changed files have')} not been indexed for ${plural(seconds, 'second', 'seconds')}. A file is indexed as soon as nobody writes to it, and after a minute in any case.`,
  'database-unreachable': ({ database, cause }) =>
    `The database ${database} cannot be reached (${cause}). Check that it runs, its address (--database or SOURCIER_DATABASE), and user and password; it is tried again with the next question.`,
  'database-locked': ({ database, process, since }) =>
    `Another program is writing the index in the database ${database} (connection ${process}, since ${since}). Wait until it has ended; the lock goes with its connection.`,
  'database-unfit': ({ database, problem }) =>
    `The database ${database} cannot contain an index: ${problem}. PostgreSQL 14 or later with pgvector 0.8 or later is needed; docs/postgres.md says how to prepare it.`,
  'native-missing': ({ cause }) =>
    `The HNSW module is not available (${cause}); exact search is used instead, with the same answers. To build it, install a C++ compiler and run: npm run setup`,
  'llm-invalid': ({ found, providers }) =>
    `The language model “${found}” cannot be used. Give --llm a provider (${providers}) and a name, for example openai:gpt-4o-mini or ollama:llama3.2.`,
  'llm-silent': ({ model }) =>
    `The language model “${model}” wrote none of the answers, so these figures are not of it: they are of quotes. Check that it runs, its address (--llm-url) and its key, then run the evaluation again.`,
  'ocr-package-missing': ({ install }) =>
    `The packages of text recognition are not installed. Run: ${install} – or start without --ocr: pictures and scans are then left out.`,
  'llm-package-missing': ({ provider, install }) =>
    `The package for language models of ${provider} is not installed. Run: ${install} – or start without --llm: answers will then be quotations.`,
  'port-in-use': ({ host, port }) =>
    `Port ${port} on ${host} is already in use. Stop the other program, or choose another port with --port.`,
  'address-unavailable': ({ host, port, cause }) =>
    `The server cannot listen on ${host}, port ${port} (${cause}). Choose another address with --host and --port.`,
  'prompt-invalid': ({ file, problem }) =>
    `The prompt “${file}” is not valid (${problem}). Restore the prompts folder from the repository.`,
  'topics-invalid': ({ file, problem }) =>
    `The file of topics “${file}” is not valid (${problem}). Correct it as docs/settings.md says, or start without --topics.`,
  'evaluation-invalid': ({ file, problem }) =>
    `The evaluation file “${file}” is not valid (${problem}). Correct it, then run the evaluation again.`,
  'request-invalid': ({ problems }) => `The request is not valid. ${problems.map(requestProblem).join(' ')}`,
  'json-invalid': () => 'The body is not valid JSON. Send an object such as {"question": "What is ITQ?"}.',
  'body-too-large': ({ limit }) => `The body is too large; the limit is ${Math.round(limit / 1024)} KiB.`,
  'media-type-unsupported': ({ found, wanted = 'application/json' }) => `The content type “${found}” is not accepted. Send ${wanted}.`,
  'original-gone': ({ source }) =>
    `The file “${source}” has been moved or changed since it was read. What it said then is on its page; the new version is read in a moment.`,
  'page-unknown': ({ page, pages }) =>
    pages === 0
      ? 'This document has no pages that can be drawn: pages are drawn of PDF files.'
      : `There is no page “${page}” in this document: it has ${plural(pages, 'page', 'pages')}.`,
  'upload-off': () =>
    'Documents cannot be added from here. On the machine that the server runs on, its operator can allow it with --upload on; elsewhere, the page of administration adds them.',
  'upload-empty': () => 'No file arrived, or an empty one. Choose 1 to 100 files with something in them.',
  'upload-name': ({ name }) =>
    `A document cannot be called “${name}”. Give the file a name without a path, without / \\ : * ? " < > |, that does not begin or end with a dot or a space, then add it again.`,
  'upload-kind': ({ name, kind }) =>
    `“${name}” was not added: Sourcier does not read files ${kind === '' ? 'without an ending' : `of the kind ${kind}`}. Save it as PDF, Word, HTML or text, then add it again.`,
  'upload-too-large': ({ limit }) =>
    `Nothing was added: a file may have 50 MiB and all of them together 64 MiB, and ${mebibytes(limit)} were exceeded. Add fewer at a time, or split the file.`,
  'upload-exists': ({ name }) =>
    `There is a document “${name}” already, and nothing was replaced. Give the file another name, or have it replaced on the page of administration.`,
  'upload-unwritable': ({ cause }) =>
    `The documents folder cannot be written to (${cause}); nothing was changed. Check its permissions and the space that is left.`,
  'page-not-drawn': ({ source, page }) =>
    `Page ${page} of “${source}” cannot be drawn: it takes too long or too much memory, or it is damaged. Its text can be read, and the file opened, as before.`,
  'document-unknown': ({ id }) => `There is no document “${id}”. GET /documents lists them.`,
  'documents-unknown': ({ names }) =>
    `There is no document ${anyOf(names.map((name) => `“${name}”`))}, so nothing was looked up. Take ids from GET /documents; on the terminal, names of files or folders do as well.`,
  'route-unknown': ({ path }) => `There is nothing at “${path}”. Ask at POST /ask, or open the home page.`,
  'method-not-allowed': ({ method, allowed }) => `${method} is not possible here. Use ${allowed}.`,
  'host-not-allowed': ({ host }) =>
    `This server does not answer to the name “${host}”. Use the address that it printed at its start, or have its operator add the name with --allowed-hosts.`,
  'origin-not-allowed': () =>
    'A page of another site may not use this server. Open the page of this server instead, or have its operator add the site with --cors-origins.',
  'token-required': () =>
    'An access token is needed. Send it as “Authorization: Bearer …”, or as the password when the browser asks; the operator of this server gives it out.',
  'admin-off': () => 'Administration is switched off. Start the server with a token in SOURCIER_ADMIN_TOKEN, and send that token.',
  'rate-limited': ({ limit, seconds }) =>
    `Too many requests: ${plural(limit, 'request', 'requests')} a minute are answered. Please try again in ${plural(seconds, 'second', 'seconds')}.`,
  overloaded: () => 'Too many questions at once: the service is very busy. Try again in a few seconds.',
  stopping: () => 'The server is being stopped and takes no new questions. Please try again in a few seconds.',
  'feedback-off': () => 'This server keeps no feedback. Its operator can switch it on with --feedback.',
  'feedback-unwritable': ({ cause, file }) =>
    file !== undefined
      ? `Feedback cannot be written to “${file}” (${cause}). Give this program the right to write there, or name another file with --feedback.`
      : `Your feedback could not be kept (${cause}). Please tell the operator of this server.`,
  'http-malformed': () => 'The request is not valid HTTP. Send it again, as HTTP/1.1 and with a Host header.',
  'headers-too-large': () => 'The headers of the request are too large. Send fewer or shorter ones.',
  'request-timeout': () => 'The request took too long to arrive. Please send it again.',
  'index-missing': ({ folder }) => `There is no index in “${folder}”. Build it first: npm run index -- --index ${folder}`,
  'node-old': ({ found, needed }) => `Node ${found} is too old; ${needed} or newer is needed. Install it from https://nodejs.org.`,
  'disk-low': ({ folder, mebibytes: left }) =>
    `Little space is left for “${folder}”: ${left.toLocaleString('en-CA')} MiB. Free some, or name another folder.`,
  exposed: ({ host }) =>
    `The server would listen on ${host}, which others can reach, and ask nobody for a token. Set SOURCIER_TOKEN, or listen on 127.0.0.1.`,
  internal: ({ id }) => `Something went wrong on our side. Please try again; if it happens again, give the operator the number ${id}.`,
}

const EXCEEDED = {
  memory: 'needs too much memory to be read',
  unpacked: 'is too large when it is unpacked',
  text: 'contains too much text',
} as const

/** What systems say where a right is missing, and not space. */
const FORBIDDEN = /^(?:EACCES|EPERM|EROFS)$/

const INDEX_PROBLEMS = {
  missing: 'is missing',
  size: 'has the wrong size',
  checksum: 'does not match its checksum',
  unreadable: 'cannot be read',
} as const

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024).toLocaleString('en-CA')} MiB`
}

function configProblem({ setting, flag, found, rule, choices, range, meant }: ConfigProblem): string {
  switch (rule) {
    case 'unknown-flag':
      return `“${found}” is not a setting.${meant ? ` Did you mean ${meant}?` : ''}`
    case 'unexpected-argument':
      return `“${found}” was not expected.`
    case 'missing-value':
      return `${flag} needs a value.`
    case 'port':
      return `${flag} (${setting}) must be a whole number from 0 to 65535, not “${found}”.`
    case 'share':
      return `${flag} (${setting}) must be a number from 0 to 1, or auto, not “${found}”.`
    case 'seconds':
      return `${flag} (${setting}) must be a whole number of seconds, not “${found}”.`
    case 'count':
      return `${flag} (${setting}) must be a whole number, not “${found}”.`
    case 'whole':
      return `${flag} (${setting}) must be a whole number (${range}), not “${found}”.`
    case 'origins':
      return `${flag} (${setting}) must be none, or origins such as https://example.org, separated by commas, not “${found}”.`
    case 'path':
      return `${flag} (${setting}) must be none, or a path such as /sourcier, of letters, digits and the marks . _ ~ -, not “${found}”.`
    case 'addresses':
      return `${flag} (${setting}) must be none, or IP addresses or ranges such as 10.0.0.0/8, separated by commas, not “${found}”.`
    case 'hosts':
      return `${flag} (${setting}) must be auto, or host names without port, separated by commas, not “${found}”.`
    case 'database':
      return `${flag} (${setting}) must be an address such as postgres://user@host:5432/database?schema=sourcier, not “${found}”.`
    case 'token':
      return `${setting} must have at least 16 visible characters.`
    case 'choice':
      return `${flag} (${setting}) must be one of ${choices?.join(', ')}, not “${found}”.`
    case 'text':
      return `${flag} (${setting}) must not be empty.`
  }
}

function requestProblem({ path, rule, expected }: RequestProblem): string {
  const field = path === '' ? 'The body' : `“${path}”`
  switch (rule) {
    case 'required':
      return `${field} is missing.`
    case 'type':
      return `${field} must be of type ${expected}.`
    case 'blank':
      return `${field} is empty: write a question.`
    case 'too-long':
      return `${field} is too long: ${expected} characters at most.`
    case 'wordless':
      return `${field} has no words: write your question in words.`
    case 'too-few':
      // Of lists, that of documents alone may be left out.
      return `${field} must have at least ${plural(Number(expected), 'item', 'items')}${path === 'documents' ? '; leave the field out to have no restriction' : ': put your question into it'}.`
    case 'too-many':
      return `${field} has too many items: ${expected} at most.`
    case 'choice':
      return `${field} must be one of ${expected}.`
    case 'range':
      return `${field} must be ${expected}.`
    case 'unknown-field':
      return `${field} is not a field of the request.`
  }
}

export const en = {
  errors,
  api: apiEn,
  mcp: {
    instructions:
      'Answers from a folder of English and French documents. Every sentence cites an exact span; when answered is false, the documents contain no answer and none should be made up.',
    askTitle: 'Ask the documents',
    ask: 'Answers a question in its language, each sentence with the exact passage that it comes from.',
    searchTitle: 'Search the documents',
    search: 'Passages nearest to a query in either language, best first, each with its span.',
    readTitle: 'Read a document',
    read: 'The text of a document from start to end (UTF-16 code units), at most 20,000 of them a call.',
    resource: 'A document',
    documents: 'Ids of the documents to look in, as read_document and the resources name them; all of them when left out',
    promptTitle: 'Answer from the documents',
    prompt: 'Has a question answered from the documents alone, with its sources.',
    promptQuestion: 'The question',
    promptLanguage: 'Language of this prompt: en or fr',
    promptText: (question: string) =>
      `Answer this question from the documents alone, with the tool “ask”. Quote its sentences with the title of their source. If the tool finds no answer, say so and add nothing of your own.\n\n${question}`,
  },
  answer: {
    quoteNamed: (title: string, quote: string) => `According to “${title}”: ${quote}`,
    quoteOther: (quote: string) => `A source in French says: “${quote}”`,
    quoteOtherAgain: (quote: string) => `It adds: “${quote}”`,
    quoteOtherNamed: (title: string, quote: string) => `According to “${title}”, in French: “${quote}”`,
    versions: {
      ofYear: (year: number) => `The ${year} version`,
      numbered: (number: number, year: number | undefined) => (year === undefined ? `Version ${number}` : `Version ${number} (${year})`),
      titled: (title: string) => `Another version, “${title}”,`,
      says: (version: string, quote: string) => `${version} says: “${quote}”`,
      saysInOther: (version: string, quote: string) => `${version} says in French: “${quote}”`,
    },
    abstentions: {
      not_enough_evidence: 'I could not find an answer to this question in the documents.',
      out_of_scope: 'The documents do not seem to deal with this subject.',
      ambiguous:
        'I cannot tell what this question is about. Please name the person, the organization or the subject that you have in mind.',
    },
    notMentioned: (names: readonly string[]) => `No document mentions ${anyOf(names.map((name) => `“${name}”`))}.`,
    nothingAbout: (side: string) => `I found nothing on this in the documents for “${side}”.`,
    closestBelow: 'The passages below are the closest.',
    partial: (documents: number | string, of: number | string) =>
      `Documents looked in: ${documents.toLocaleString('en-CA')} of ${of.toLocaleString('en-CA')}. Ask again once all of them have been read.`,
    tooManyQuestions: (most: number) =>
      `Only the first ${most} questions of a message are looked up. Ask this one again in another message.`,
    askBack: (choices: readonly string[]) => `Your question could be about several things. Which one do you mean: ${choices.join('; ')}?`,
    help: {
      greeting: (documents: number) =>
        `Hello! Ask me a question about ${documents === 1 ? 'the document' : `the ${plural(documents, 'document', 'documents')}`} that I have read. I answer in ${documents === 1 ? 'its' : 'their'} own words and show where each sentence comes from.`,
      thanks: 'You’re welcome. Ask another question whenever you like.',
      goodbye: 'Goodbye! Come back whenever you have a question.',
      capabilities: (documents: number) =>
        `I answer questions about ${plural(documents, 'document', 'documents')}, in English or French. Each sentence of an answer is quoted from a document and shows its source; when the documents contain no answer, I say so. Ask in a sentence of your own (who, what, when, how many…), or ask for the list of documents.`,
      identity: (documents: number) =>
        `I am Sourcier, a program and not a person. I look for answers in ${plural(documents, 'document', 'documents')} and quote them with their source; I add nothing of my own.`,
      documents: (documents: number) =>
        documents === 1 ? 'I answer from one document:' : `I answer from ${plural(documents, 'document', 'documents')}:`,
      more: (documents: number) => `… and ${documents.toLocaleString('en-CA')} more. The Documents page lists them all.`,
      distress:
        'It sounds as though you are going through something very hard; you do not have to face it alone: in Canada, you can call or text 9-8-8, the Suicide Crisis Helpline, at any time, 24 hours a day, free of charge, in English or French – or 9-1-1 if you are in immediate danger.',
    },
    topics: {
      insult: 'I am sorry that this was not helpful. Put your question another way, and I will look for it in the documents.',
      opinion: 'I have no opinions and take no side, in politics or elsewhere. I can tell you what the documents say: ask about a fact.',
      'legal-advice':
        'I cannot advise you on your own case. A lawyer, a notary or a legal aid office can. If the documents set out rules that interest you, ask what they say.',
      'medical-advice':
        'I cannot advise you on your health. In Canada, call 8-1-1 to speak with a nurse in most provinces and territories, or 9-1-1 in an emergency; a pharmacist can answer questions about medication.',
      task: 'That is nothing that I can do: I only find and quote what the documents say. Ask me a question about them, ask for the list of documents, or for an outline of one (“summarise …”).',
      command: 'I answer questions about the documents and follow no other instructions. Ask what you would like to know.',
    },
    suggestWhat: (subject: string) => `What is ${subject}?`,
    suggestWho: (person: string) => `Who is ${person}?`,
    suggestAbout: (title: string) => `What do the documents say about “${title}”?`,
  },
  languageNames: { en: 'English', fr: 'French' },
  page: {
    name: 'Sourcier',
    tagline: 'Ask your documents. Every sentence comes with its source.',
    titleHome: 'Sourcier – ask your documents',
    titleDocuments: 'Documents – Sourcier',
    titleSource: (title: string) => `${title} – Sourcier`,
    titleError: 'Error – Sourcier',
    skip: 'Skip to main content',
    skipToQuestion: 'Skip to the question',
    switchLanguage: 'Français',
    switchLanguageLabel: 'Afficher cette page en français',
    invitation: (documents: number) => (documents === 1 ? 'Ask your document' : `Ask your ${documents.toLocaleString('en-CA')} documents`),
    lead: 'Answers in their own words, with the exact passage beside each sentence. Ask in English or French.',
    question: 'Your question, in English or French',
    placeholder: 'Ask a question',
    questionLength: (n: string, most: string) => `${n} of ${most} characters`,
    placeholderMore: 'Ask a follow-up',
    /** On a phone. */
    placeholderShort: 'Follow-up',
    hint: 'Automatic answers: check the source.',
    kept: {
      none: 'Questions are not kept; leave out personal information.',
      logged: 'Questions are kept, without personal details.',
    },
    ask: 'Ask',
    navigation: 'Main navigation',
    send: 'Ask',
    stop: 'Stop',
    conversation: 'Questions and answers',
    askedOnly: 'Asking only:',
    askAll: 'Ask all documents',
    folderOf: (folder: string, documents: number) => `${folder} (${documents.toLocaleString('en-CA')})`,
    askFolder: 'Ask only this folder',
    askChosen: 'Ask only the selected documents',
    choose: 'Documents to ask',
    chosen: (n: number) => (n === 1 ? '1 selected' : `${n.toLocaleString('en-CA')} selected`),
    examples: 'Try one of these',
    exampleFrom: { en: 'answered from an English document', fr: 'answered from a French document' },
    reads: 'What Sourcier reads',
    moreDocuments: (n: number) => `${n.toLocaleString('en-CA')} more`,
    notRead: (n: number) => (n === 1 ? 'One file could not be read.' : `${n.toLocaleString('en-CA')} files could not be read.`),
    notReadWhich: 'See which, and why',
    youAsked: 'You asked:',
    showQuestion: 'Show all',
    answer: 'Answer',
    perhaps: 'This may answer your question',
    noAnswer: 'No answer found',
    whichOne: 'Which one do you mean?',
    understood: 'Understood as:',
    lookedIn: 'Looked in:',
    sectionNumber: 'section {n}',
    about: 'About:',
    withoutSubject: 'Ask without it',
    sources: 'Sources',
    writtenIn: { en: 'English', fr: 'French' },
    source: 'Source',
    closest: 'Closest passages',
    morePassages: 'Show more passages',
    otherPassages: 'Other passages',
    why: 'Why this passage?',
    whyCaption: 'How this passage matches your question',
    whyQuestion: 'In the question',
    whySimilarity: 'Closeness',
    whyPassage: 'In the passage',
    sameWord: 'same word',
    askInstead: 'Questions the documents can answer',
    earlier: 'Earlier questions',
    answerReady: 'The answer is ready.',
    nextQuestion: 'Ask another question',
    copy: 'Copy',
    copyMarkdown: 'Copy as Markdown',
    copied: 'Copied',
    notCopied: 'The browser did not allow copying.',
    share: 'Share',
    linkCopied: 'Link copied',
    print: 'Print',
    speak: 'Read aloud',
    more: 'More',
    edit: 'Change the question',
    editing: 'You are changing your last question. Its answer will be replaced.',
    cancel: 'Cancel',
    retry: 'Ask again',
    exportWord: 'Download the conversation (Word)',
    askedOn: (date: string, index: string) => `Asked on ${date} of Sourcier, index ${index}.`,
    exportMarkdown: 'Download the conversation (text)',
    exportJson: 'Download the conversation (data)',
    exportName: 'sourcier-conversation',
    exportTitle: 'Conversation with Sourcier',
    downloaded: 'The download has started.',
    exportFailed: 'The Word document could not be made. Try again, or download the conversation as text.',
    newConversation: 'New conversation',
    undo: 'Bring the conversation back',
    permalink: 'Full page',
    original: 'Open original',
    copyLink: 'Copy link',
    close: 'Close',
    previous: 'Previous source',
    next: 'Next source',
    sourceOf: (n: number, total: number) => `Source ${n} of ${total}`,
    documentText: 'Text of the document',
    views: 'Show the document as',
    viewText: 'Text',
    viewPage: 'Page',
    previousOfDocument: 'Previous page of the document',
    nextOfDocument: 'Next page of the document',
    pagePicture: (n: number) => `Picture of page ${n}. What it says can be read under “Text”.`,
    pagePictureMarked: (n: number) => `Picture of page ${n}, with the cited passage marked. What it says can be read under “Text”.`,
    pageOfDocument: (n: number, total: number) => `Page ${n} of ${total}`,
    drawing: 'The page is being drawn…',
    showPage: (n: number) => `Show page ${n} as it looks in the PDF`,
    contents: 'Contents',
    findInDocument: 'Find in this document',
    found: (n: number, total: number) => `${n} of ${total}`,
    foundNothing: 'Not found',
    where: 'Where the passage is in the document',
    passageMisplaced:
      'The passage that this address leads to is not in the document: the address is incomplete, or the document has changed since. This is all of it as it is now.',
    documentChanged: 'The document has changed since this answer: the highlighted passage is no longer the one that was cited. Ask again.',
    search: 'Search in the documents',
    searchButton: 'Search',
    searchResults: (n: number) => `${plural(n, 'passage', 'passages')} found`,
    bestPassages: (n: number) => `The ${n.toLocaleString('en-CA')} best passages`,
    allDocuments: (n: number) => (n === 1 ? 'The document' : `All ${n.toLocaleString('en-CA')} documents`),
    filter: 'Filter by title or file name',
    filterButton: 'Filter',
    filterNothing: 'No document has this in its title or file name.',
    topFolder: 'Documents folder',
    pagesOfList: 'Pages of the list',
    previousPage: 'Previous page',
    nextPage: 'Next page',
    pageOf: (n: number, total: number) => `Page ${n} of ${total}`,
    searchNothing: 'No passage contains any of these words. Try others, in either language.',
    notices: {
      'llm-unavailable': 'The language model could not be reached or did not answer in time. This answer quotes the documents instead.',
      'llm-none': 'No language model is set up on this server. This answer quotes the documents instead.',
      'llm-rejected': 'What the language model wrote did not match the documents. This answer quotes them instead.',
    },
    writtenBy: (model: string) => `Written by ${model}; every sentence was checked against what it cites.`,
    leftOut: 'Files not read',
    warnings: {
      'lost-characters': 'Some characters were lost when this document was saved; quotes show them as �.',
      'invisible-characters': 'This document contains many characters that cannot be seen.',
      'recognised-text':
        'The text of this document, or a part of it, was recognized in pictures and may hold mistakes: compare it with the original.',
      'hidden-text': 'This document contains text that its pages do not show; it was left out.',
      'uncertain-order':
        'The order of some of this document’s text could not be told from its pages; that part is never quoted as an answer.',
      'left-out-parts': 'Rows, columns or fields of this file that are not questions with answers, or not text, were left out.',
    },
    pageNumber: (n: number) => `page ${n}`,
    pageCount: (n: number) => plural(n, 'page', 'pages'),
    counterpart: { en: 'Also in English:', fr: 'Also in French:' },
    indexedOn: (documents: number, date: string) =>
      `${plural(documents, 'document', 'documents')}${date === '' ? '' : `, last updated ${date}`}.`,
    indexing: 'The documents are being indexed. You can ask your questions when this is done.',
    reindexing: 'Changed documents are being indexed. Until this is done, answers come from the earlier index.',
    partial: (documents: number | string, of: number | string) =>
      `You can already ask ${documents.toLocaleString('en-CA')} of the ${of.toLocaleString('en-CA')} documents; the others are still being read.`,
    complete: 'All the documents can be asked about now.',
    preparing: 'Preparing',
    progressOf: (done: string, total: string) => `${done} of ${total}`,
    secondsLeft: (n: string) => `about ${n} s left`,
    minutesLeft: (n: string) => `about ${n} min left`,
    held: 'Your question will be asked as soon as the documents are ready.',
    refresh: 'Refresh',
    documents: 'Documents',
    documentCount: (n: number) => plural(n, 'document', 'documents'),
    home: 'Ask a question',
    cited: 'Cited passage:',
    searching: 'Looking through the documents…',
    stopped: 'Stopped.',
    failed: 'The answer did not arrive. Check your connection, then ask again.',
    admin: {
      title: 'Administration',
      titlePage: 'Administration – Sourcier',
      index: 'The index',
      state: 'State',
      states: { starting: 'being prepared', ok: 'in order', degraded: 'in service, with the notices below', stopping: 'being stopped' },
      passages: 'Passages',
      updated: 'Last updated',
      generation: 'Version of the index',
      model: 'Language model',
      reindex: 'Look for changed documents now',
      documents: 'Add and remove documents',
      added: 'Added. The documents can be asked about in a few seconds.',
      removed: 'Removed. The file is kept in the hidden folder “.removed” of the documents folder.',
      remove: 'Remove',
      removeNote: 'A removed file is kept in the hidden folder “.removed” of the documents folder: move it back to undo.',
      listed: (n: number, total: number) =>
        `${n.toLocaleString('en-CA')} of ${plural(total, 'document', 'documents')}; filter to see others.`,
      back: 'Back to administration',
      allRead: 'Every file was read.',
      feedback: 'Feedback',
      feedbackOff: 'This server keeps no feedback (--feedback).',
      noFeedback: 'None yet.',
      ratings: (up: number, down: number) => `${up.toLocaleString('en-CA')} helpful, ${down.toLocaleString('en-CA')} not.`,
      exported: 'Download as candidates for the evaluation',
      when: 'When',
      helped: 'Helpful',
      question: 'Question',
    },
    upload: {
      title: 'Add documents',
      send: 'Add',
      replace: 'Replace files of the same name',
      hint: 'PDF, Word, Excel, PowerPoint, OpenDocument, HTML, text and others; 50 MiB a file, 64 MiB at a time.',
      dropHere: 'Drop the files here to add them to the documents',
      sending: 'The files are being added…',
      added: 'Added. The documents are being indexed…',
      ready: 'The new documents can be asked about now.',
      failed: 'The files could not be sent. Check that the server is running, then try again.',
    },
    problem: 'Something went wrong',
    errors: {
      'route-unknown': 'Page not found. Check the address, or go to the home page.',
      'document-unknown':
        'This document cannot be found: it may have been removed or moved. The Documents page lists those that can be read.',
      'documents-unknown':
        'A document that you chose cannot be found: it may have been removed or moved. Choose again, or ask all of them.',
      'index-not-ready': 'The documents are being prepared. Try again in a few seconds.',
      'index-missing': 'The documents cannot be searched at the moment. Try again later.',
      blank: 'Write a question.',
      wordless: 'Your question has no words. Write it in words.',
      form: 'Something in this form is missing or cannot be used. Go back to the page before, and try again.',
      tooLong: (characters: string) => `Your question is too long: ${characters} characters at most.`,
    },
    api: 'Developers',
    titleApi: 'Developers – Sourcier',
    personalDataRemoved: (kinds: string) =>
      `Before your question went to a language model on another machine, personal details were taken out of it: ${kinds}.`,
    personalData: {
      name: 'name',
      address: 'address',
      'postal-code': 'postal code',
      phone: 'telephone number',
      email: 'e-mail address',
      sin: 'social insurance number',
      card: 'card number',
    },
    helpful: 'Was this helpful?',
    helpfulYes: 'Yes',
    helpfulNo: 'No',
    feedbackMore: 'Tell us why (optional)',
    feedbackSend: 'Send',
    feedbackReason: 'Reason',
    feedbackReasons: {
      '': 'Choose a reason',
      wrong: 'The answer is wrong',
      incomplete: 'Something is missing',
      'no-answer': 'The documents do contain the answer',
      unclear: 'Hard to understand',
      other: 'Another reason',
    },
    feedbackComment: 'Your comment',
    feedbackKept:
      'Your question, this rating and your comment are saved in a file on this server; personal details that are recognized are removed first.',
    feedbackThanks: 'Thank you for your feedback.',
    feedbackRedacted: 'Personal details were removed from it.',
    feedbackFailed: 'Your feedback could not be sent. Try again.',
    titleThanks: 'Thank you – Sourcier',
    footer: 'Sourcier quotes; it does not invent. Check the source before you rely on an answer.',
  },
  command: {
    usage: (command: string) => `Usage: ${command}`,
    purpose:
      'Sourcier answers questions about a folder of English and French documents and shows, for every sentence, where it comes from.',
    commands: 'Commands',
    serve: 'index if needed, then serve the web chat and POST /ask',
    index: 'build the index, or say that it is up to date',
    ask: 'answer one question on the terminal',
    evaluate: 'run the evaluation set and compare it with the baseline',
    groups: {
      common: 'Most used settings (environment variable, default)',
      server: 'Server',
      model: 'Search and language models',
    },
    examples: 'Examples',
    exampleQuestion: 'What is ITQ?',
    otherSettings: 'Settings of the server: npm start -- --help',
    yourQuestion: 'Your question: ',
    jsonFlag: 'print the whole answer as JSON',
    onlyFlag: 'look in this document alone, by its file name, folder or id; may be given several times',
    collectionFlag: 'questions and documents to run: seeds, public, typed, or all (side by side)',
    splitFlag: 'questions to run: dev, test or all',
    baselineFlag: 'store the figures as the new baseline',
    questionsFlag: 'questions to ask, as eval/questions.jsonl has them; for another folder of documents',
    modeFlag: 'who answers: auto, extractive, or llm (the model of --llm)',
    baselineFileFlag: 'baseline to compare with, or to write',
    reportFlag: 'folder for the reports (Markdown, JSON, JUnit XML, one HTML page); default eval/report',
    readingFlag: 'reading test instead: questions with their passage (JSON Lines, also gzipped); may be given several times',
    reportWritten: (folder: string) => `Reports: ${folder}`,
    helpFlag: 'show this text',
    versionFlag: 'show the version',
    watchFlag: 'stay, and index again whenever documents change',
    watching: (folder: string) => `Watching “${folder}”; Ctrl+C ends it.`,
    questionNeeded: 'ask needs a question, for example: npm run ask -- "What is ITQ?"',
    partial: (documents: number, of: number, url: string) =>
      `The first ${documents === 1 ? 'document' : `${documents.toLocaleString('en-CA')} documents`} of ${of.toLocaleString('en-CA')} can be asked about already: ${url}`,
    listening: (url: string) => `Sourcier answers at ${url}`,
    ready: (documents: number, passages: number, generation: string) =>
      `${plural(documents, 'document', 'documents')}, ${plural(passages, 'passage', 'passages')}, index ${generation}`,
    built: (ready: string) => `Index built: ${ready}`,
    upToDate: (ready: string) => `Index up to date: ${ready}`,
    stages: { documents: 'Reading and analysing documents', write: 'Writing the index' },
    pace: (perSecond: string, left: string) => `${perSecond}/s, ${left} left`,
    summary: ({ added, changed, unchanged, removed, leftOut }: Record<'added' | 'changed' | 'unchanged' | 'removed' | 'leftOut', number>) =>
      `${plural(added, 'document', 'documents')} new, ${changed} changed, ${unchanged} unchanged, ${removed} removed, ${leftOut} left out`,
    mcp: 'serve the Model Context Protocol on standard input and output',
    feedback: 'print the feedback kept, as candidates for the evaluation set (JSON Lines)',
    doctor: 'check configuration, model, index, disk and native module, and say what to do',
    checks: {
      node: 'Node',
      settings: 'Settings',
      model: 'Embedding model',
      native: 'HNSW module',
      documents: 'Documents',
      index: 'Index',
      disk: 'Disk',
      port: 'Port',
      feedback: 'Feedback',
      llm: 'Language model',
      exposure: 'Access',
    },
    checked: (name: string, state: string, detail: string) => `${name}: ${state}${detail === '' ? '' : ` – ${detail}`}`,
    states: { ok: 'OK', warning: 'warning', failure: 'failure' },
    checkedDocuments: (n: number, untried: number) =>
      `${plural(n, 'file', 'files')}${untried > 0 ? `; ${untried.toLocaleString('en-CA')} of them not indexed yet and not tried` : ''}`,
    checkedMore: (n: number) => `… and ${n.toLocaleString('en-CA')} more`,
    checkedIndex: (passages: number, generation: string) => `${plural(passages, 'passage', 'passages')}, ${generation}`,
    noIndexYet: 'none yet; the first start builds it',
    spaceLeft: (mebibytes: number) => `${mebibytes.toLocaleString('en-CA')} MiB free`,
    switchedOff: 'off',
    withToken: 'token needed',
    thisMachine: 'this machine only',
    allWell: 'Everything is in order.',
    someWarnings: 'It works; see the warnings above.',
    someFailures: 'It does not work yet: follow what is said above, then run this again.',
    noSource: 'Closest passages:',
    stopping: 'Stopping: no new questions; answers under way are being finished.',
  },
  settings: {
    documents: 'folder of documents to answer from, or none to answer from the published index and build nothing',
    index: 'folder that the index is kept in',
    model: 'folder of the embedding model',
    reader: 'what chooses sentences: features, or the folder of a reader model',
    ocr: 'text in pictures and scanned pages: off, or on to recognize it (needs packages of its own)',
    store: 'where the index is kept and how vectors are searched: hnsw or exact in a folder, or postgres',
    database:
      'address of a PostgreSQL database with pgvector, for --store postgres, or none; rather as SOURCIER_DATABASE, because it may contain a password',
    port: 'port to listen on; 0 picks a free one',
    host: 'address to listen on',
    threshold: 'confidence below which there is no answer, from 0 to 1, or auto as fitted',
    llm: 'language model, as provider:name (openai, anthropic, ollama, local:FOLDER), or none; its key in SOURCIER_LLM_KEY',
    'llm-url': 'address of the model’s server, or auto for the provider’s own',
    'llm-first': 'seconds that a language model may take until its first word; more for a large model on this machine',
    'llm-timeout': 'seconds that a language model may take for a whole answer; then the answer is quotes',
    'llm-tokens': 'tokens that a language model may write at most for one answer (max_tokens)',
    'llm-passages': 'passages that a language model receives at most',
    'llm-sentences': 'sentences of those passages that a language model receives at most',
    'allowed-hosts': 'names that the server answers to, separated by commas, or auto for this machine only',
    'cors-origins': 'sites whose pages may use the server, separated by commas, or none',
    'trust-proxy': 'addresses of proxies whose X-Forwarded-For is believed, separated by commas, or none',
    'base-path': 'path below which a proxy serves this program, such as /sourcier, or none',
    'rate-limit': 'requests a minute from one address, other than this machine; 0 for no limit',
    topics: 'file of topics that are replied to in your own words instead of being looked up (JSON), or none',
    feedback: 'file that feedback is kept in, or none',
    log: 'what is logged as JSON on standard error: errors, requests, or questions (personal details removed)',
    upload: 'whether documents may be added from the page, on this machine only: off or on',
    refresh: 'seconds between looks for changed documents; 0 for never',
    language: 'language of messages on the terminal: en, fr, or auto (from LANG)',
  },
}

export type Messages = typeof en
