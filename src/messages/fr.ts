/**
 * Toutes les phrases qu'une personne peut lire, en français. La forme est celle de `en.ts` : une phrase manquante ne compile pas.
 * Espaces : fine insécable (U+202F) avant ; ! ? et à l'intérieur des guillemets, insécable (U+00A0) avant les deux-points.
 */
import type { ConfigProblem, ErrorParams, RequestProblem } from '../errors.ts'
import type { Messages } from './en.ts'

type ErrorSentences = { [C in keyof ErrorParams]: (params: ErrorParams[C]) => string }

// En français, zéro et un prennent le singulier.
const plural = (n: number, one: string, many: string): string => `${n.toLocaleString('fr-CA')} ${n < 2 ? one : many}`

const errors: ErrorSentences = {
  'config-invalid': ({ problems }) =>
    `${problems.length === 1 ? 'Un paramètre est incorrect' : `${problems.length} paramètres sont incorrects`}. ${problems.map(configProblem).join(' ')} L’option --help affiche tous les paramètres.`,
  'command-unknown': ({ command }) =>
    `La commande « ${command} » n’existe pas. Utilisez serve, index, ask ou eval ; --help en donne les paramètres.`,
  'documents-missing': ({ folder }) =>
    `Le dossier de documents « ${folder} » ne peut pas être lu. Créez-le ou indiquez-en un autre avec --documents.`,
  'documents-empty': ({ folder }) =>
    `Le dossier de documents « ${folder} » ne contient aucun document lisible (.txt, .md, .html, .pdf, .docx, .csv, .jsonl). Ajoutez-en ou indiquez un autre dossier avec --documents.`,
  'document-unreadable': ({ source, cause }) =>
    `« ${source} » ne peut pas être lu (${cause}) et a été laissé de côté. Vérifiez les droits d’accès, puis relancez l’indexation.`,
  'document-not-text': ({ source }) =>
    `« ${source} » n’est pas un fichier texte et a été laissé de côté. Enregistrez-le en texte brut, puis relancez l’indexation.`,
  'document-encrypted': ({ source }) =>
    `«\u00a0${source}\u00a0» est protégé par un mot de passe et a été laissé de côté. Enregistrez-le sans mot de passe, puis indexez de nouveau.`,
  'document-no-text': ({ source, pages }) =>
    pages > 0
      ? `«\u00a0${source}\u00a0» compte ${plural(pages, 'page', 'pages')} mais aucun texte, comme une numérisation, et a été laissé de côté. Passez-le à la reconnaissance de texte (ROC), puis indexez de nouveau.`
      : `«\u00a0${source}\u00a0» ne contient aucun texte et a été laissé de côté.`,
  'document-no-records': ({ source }) =>
    `«\u00a0${source}\u00a0» n’a ni colonnes ni champs nommés question et réponse et a été laissé de côté. Nommez-les ainsi, puis indexez de nouveau.`,
  'document-exceeds': ({ source, limit }) =>
    `«\u00a0${source}\u00a0» ${EXCEEDED[limit]} et a été laissé de côté. Réduisez-le ou simplifiez-le, puis indexez de nouveau.`,
  'document-not-file': ({ source, kind }) =>
    kind === 'link'
      ? `«\u00a0${source}\u00a0» est un lien symbolique et n’a pas été suivi. Placez le fichier lui-même dans le dossier.`
      : `«\u00a0${source}\u00a0» n’est pas un fichier ordinaire et a été laissé de côté.`,
  'document-too-large': ({ source, bytes, limit }) =>
    `« ${source} » fait ${mebibytes(bytes)} et a été laissé de côté ; la limite est de ${mebibytes(limit)}. Divisez-le, puis relancez l’indexation.`,
  'model-missing': ({ file }) =>
    `Le modèle de plongement est incomplet : il manque « ${file} ». Rétablissez le dossier models à partir du dépôt.`,
  'model-altered': ({ file }) =>
    `Le modèle de plongement a été modifié : « ${file} » n’est pas le fichier d’origine. Rétablissez le dossier models à partir du dépôt.`,
  'index-damaged': ({ file, problem }) =>
    `L’index est endommagé : « ${file} » ${INDEX_PROBLEMS[problem]}. Il n’est pas utilisé et il est reconstruit à partir des documents (npm run index).`,
  'index-foreign': ({ field, expected, found }) =>
    `L’index a été créé avec d’autres paramètres (${field} : ${found} au lieu de ${expected}). Il n’est pas utilisé et il est reconstruit à partir des documents (npm run index).`,
  'index-not-ready': () => 'L’index est en préparation. Veuillez réessayer dans quelques secondes.',
  'index-unwritable': ({ folder, cause }) =>
    `L’index ne peut pas être écrit dans « ${folder} » (${cause}) ; le précédent, s’il existe, est intact. Libérez de l’espace ou indiquez un autre dossier avec --index.`,
  'index-locked': ({ pid, host, since }) =>
    `Un autre programme écrit cet index (processus ${pid} sur ${host}, depuis ${since}). Attendez qu’il ait terminé, ou nommez un autre dossier avec --index. Si cette machine n’existe plus, supprimez le fichier LOCK du dossier de l’index.`,
  'native-missing': ({ cause }) =>
    `Le module HNSW n’est pas disponible (${cause}) ; la recherche exacte le remplace et donne les mêmes réponses. Pour le compiler, installez un compilateur C++ et lancez : npm run setup`,
  'llm-invalid': ({ found, providers }) =>
    `Le modèle de langue «\u00a0${found}\u00a0» ne peut pas être utilisé. Donnez à --llm un fournisseur (${providers}) et un nom, par exemple openai:gpt-4o-mini ou ollama:llama3.2.`,
  'llm-package-missing': ({ provider, install }) =>
    `Le paquet pour les modèles de langue de ${provider} n’est pas installé. Exécutez\u00a0: ${install} – ou démarrez sans --llm\u00a0: les réponses sont alors des citations.`,
  'port-in-use': ({ host, port }) =>
    `Le port ${port} de ${host} est déjà utilisé. Arrêtez l’autre programme ou choisissez un autre port avec --port.`,
  'address-unavailable': ({ host, port, cause }) =>
    `Le serveur ne peut pas écouter sur ${host}, port ${port} (${cause}). Choisissez une autre adresse avec --host et --port.`,
  'prompt-invalid': ({ file, problem }) =>
    `L’invite « ${file} » n’est pas valide (${problem}). Rétablissez le dossier prompts à partir du dépôt.`,
  'evaluation-invalid': ({ file, problem }) =>
    `Le fichier d’évaluation « ${file} » n’est pas valide (${problem}). Corrigez-le, puis relancez l’évaluation.`,
  'request-invalid': ({ problems }) => `La requête n’est pas valide. ${problems.map(requestProblem).join(' ')}`,
  'json-invalid': () => 'Le corps de la requête n’est pas du JSON valide. Envoyez un objet comme {"question": "C’est quoi ITQ ?"}.',
  'body-too-large': ({ limit }) => `Le corps de la requête est trop volumineux ; la limite est de ${Math.round(limit / 1024)} Kio.`,
  'media-type-unsupported': ({ found }) => `Le type de contenu « ${found} » n’est pas accepté. Envoyez du application/json.`,
  'document-unknown': ({ id }) => `Le document « ${id} » n’existe pas. GET /documents en donne la liste.`,
  'route-unknown': ({ path }) => `Il n’y a rien à l’adresse « ${path} ». Posez votre question à POST /ask ou ouvrez la page d’accueil.`,
  'method-not-allowed': ({ method, allowed }) => `La méthode ${method} n’est pas possible ici. Utilisez ${allowed}.`,
  internal: ({ id }) =>
    `Une erreur s’est produite de notre côté. Veuillez réessayer ; si elle se répète, donnez le numéro ${id} à la personne responsable du service.`,
}

const EXCEEDED = {
  memory: 'demande trop de mémoire pour être lu',
  time: 'est trop long à lire',
  unpacked: 'est trop volumineux une fois décompressé',
  text: 'contient trop de texte',
} as const

const INDEX_PROBLEMS = {
  missing: 'est introuvable',
  size: 'n’a pas la bonne taille',
  checksum: 'ne correspond pas à sa somme de contrôle',
  unreadable: 'ne peut pas être lu',
} as const

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024).toLocaleString('fr-CA')} Mio`
}

function configProblem({ setting, flag, found, rule, choices }: ConfigProblem): string {
  switch (rule) {
    case 'unknown-flag':
      return `« ${found} » n’est pas un paramètre.`
    case 'unexpected-argument':
      return `« ${found} » n’était pas attendu.`
    case 'missing-value':
      return `${flag} doit être suivi d’une valeur.`
    case 'port':
      return `${flag} (${setting}) doit être un nombre entier de 0 à 65535, et non « ${found} ».`
    case 'share':
      return `${flag} (${setting}) doit être un nombre de 0 à 1, ou auto, et non « ${found} ».`
    case 'seconds':
      return `${flag} (${setting}) doit être un nombre entier de secondes, et non « ${found} ».`
    case 'choice':
      return `${flag} (${setting}) doit être l’une des valeurs ${choices?.join(', ')}, et non « ${found} ».`
    case 'text':
      return `${flag} (${setting}) ne doit pas être vide.`
  }
}

function requestProblem({ path, rule, expected }: RequestProblem): string {
  const field = path === '' ? 'Le corps' : `« ${path} »`
  switch (rule) {
    case 'required':
      return `${field} est absent.`
    case 'type':
      return `${field} doit être de type ${expected}.`
    case 'blank':
      return `${field} est vide : écrivez une question.`
    case 'too-long':
      return `${field} est trop long : ${expected} caractères au plus.`
    case 'too-many':
      return `${field} contient trop d’éléments : ${expected} au plus.`
    case 'choice':
      return `${field} doit être l’une des valeurs ${expected}.`
    case 'range':
      return `${field} doit être ${expected}.`
    case 'unknown-field':
      return `${field} n’est pas un champ de la requête.`
  }
}

export const fr: Messages = {
  errors,
  languageNames: { en: 'anglais', fr: 'français' },
  page: {
    name: 'Sourcier',
    tagline: 'Interrogez vos documents. Chaque phrase montre sa source.',
    titleHome: 'Sourcier – interrogez vos documents',
    titleDocuments: 'Les documents – Sourcier',
    titleSource: (title) => `${title} – Sourcier`,
    titleError: 'Problème – Sourcier',
    skip: 'Aller à la question',
    switchLanguage: 'English',
    switchLanguageLabel: 'Show this page in English',
    question: 'Votre question, en français ou en anglais',
    placeholder: 'Écrivez votre question ici',
    ask: 'Poser une question',
    navigation: 'Navigation principale',
    send: 'Demander',
    stop: 'Arrêter',
    conversation: 'Questions et réponses',
    examples: 'Par exemple',
    youAsked: 'Votre question\u00a0:',
    answer: 'Réponse',
    noAnswer: 'Aucune réponse trouvée',
    whichOne: 'Que vouliez-vous dire\u202f?',
    understood: 'Question comprise\u00a0:',
    sources: 'Les sources',
    sourceIn: { en: 'Source en anglais', fr: 'Source en français' },
    openSource: (n, title) => `Source ${n} : ${title}`,
    closest: 'Passages les plus proches',
    otherPassages: 'Autres passages',
    why: 'Pourquoi ce passage',
    whyCaption: 'Mots de la question que ce passage rejoint',
    whyQuestion: 'Dans la question',
    whySimilarity: 'Ressemblance',
    whyPassage: 'Dans le passage',
    sameWord: 'même mot',
    askInstead: 'Ce à quoi les documents répondent',
    earlier: 'Questions précédentes',
    answerReady: 'La réponse est prête.',
    conversationTools: 'Cette conversation',
    conversationKept: 'Elle n’est conservée que dans cet onglet du navigateur.',
    copyMarkdown: 'Copier en Markdown',
    copyPlain: 'Copier en texte',
    copied: 'Copié, avec les sources.',
    notCopied: 'Le navigateur n’a pas permis la copie.',
    edit: 'Modifier la question',
    editing: 'Vous modifiez votre dernière question. Sa réponse sera remplacée.',
    cancel: 'Annuler',
    retry: 'Reposer la question',
    exportMarkdown: 'Exporter en Markdown',
    exportJson: 'Exporter en JSON',
    exportName: 'conversation-sourcier',
    exportTitle: 'Conversation avec Sourcier',
    newConversation: 'Nouvelle conversation',
    permalink: 'Lien permanent',
    close: 'Fermer',
    documentText: 'Texte du document',
    documentChanged:
      'Le document a changé depuis cette réponse\u00a0: les mots surlignés ne sont pas ceux qui ont été cités. Reposez la question.',
    search: 'Chercher dans les documents',
    searchButton: 'Chercher',
    searchResults: (n) => `${plural(n, 'passage trouvé', 'passages trouvés')}`,
    searchNothing: 'Aucun passage ne contient ces mots. Essayez-en d’autres, dans l’une ou l’autre langue.',
    notices: {
      'llm-unavailable': 'Le modèle de langue n’a pas pu être joint ou n’a pas répondu à temps. Cette réponse cite plutôt les documents.',
      'llm-rejected': 'Ce que le modèle de langue a écrit ne résistait pas à la vérification. Cette réponse cite plutôt les documents.',
    },
    writtenBy: (model) => `Rédigé par ${model}\u202f; chaque phrase a été vérifiée par rapport à ce qu’elle cite.`,
    indexed: (passages) => `Indexé, ${plural(passages, 'passage', 'passages')}`,
    leftOut: 'Laissé de côté',
    warnings: {
      'lost-characters': 'Des caractères se sont perdus à l’enregistrement de ce document\u202f; les citations les montrent comme �.',
      'invisible-characters': 'Ce document contient beaucoup de caractères qui ne se voient pas.',
    },
    pageNumber: (n) => `page ${n}`,
    pageCount: (n) => plural(n, 'page', 'pages'),
    counterpart: { en: 'Existe aussi en anglais\u00a0:', fr: 'Existe aussi en français\u00a0:' },
    indexState: (documents, passages) =>
      `L’index contient ${plural(documents, 'document', 'documents')} et ${plural(passages, 'passage', 'passages')}.`,
    indexedOn: 'Construit le',
    indexing: 'Les documents sont en cours d’indexation. Les réponses viendront dès que ce sera terminé.',
    reindexing: 'Des documents modifiés sont en cours d’indexation. D’ici là, les réponses viennent de l’index précédent.',
    refresh: 'Vérifier de nouveau',
    documents: 'Les documents',
    documentCount: (n) => plural(n, 'document', 'documents'),
    characters: (n) => plural(n, 'caractère', 'caractères'),
    home: 'Poser une question',
    cited: 'Passage cité\u00a0:',
    dated: 'Daté du',
    searching: 'Recherche dans les documents…',
    stopped: 'Arrêt demandé. Rien d’autre ne viendra pour cette question.',
    failed: 'La réponse n’a pas pu être obtenue. Vérifiez que le serveur est en marche, puis reposez la question.',
    problem: 'Il y a un problème',
    footer: 'Sourcier cite, il n’invente pas. Vérifiez la source avant de vous fier à une réponse.',
  },
  command: {
    usage: 'Utilisation',
    purpose: 'Sourcier répond aux questions sur un dossier de documents en français et en anglais et montre d’où vient chaque phrase.',
    commands: 'Commandes',
    serve: 'indexe au besoin, puis sert la page de questions et POST /ask',
    index: 'construit l’index ou indique qu’il est à jour',
    ask: 'répond à une question dans le terminal',
    evaluate: 'passe le jeu d’évaluation et le compare à la référence',
    settings: 'Paramètres (option, variable d’environnement, valeur par défaut)',
    jsonFlag: 'affiche la réponse entière en JSON',
    splitFlag: 'questions à passer : dev, test ou all',
    baselineFlag: 'enregistre les résultats comme nouvelle référence',
    questionsFlag: 'questions à poser, au format de eval/questions.jsonl, pour un autre dossier de documents',
    modeFlag: 'qui répond\u00a0: auto, extractive ou llm (le modèle de --llm)',
    baselineFileFlag: 'référence à comparer ou à écrire',
    reportFlag: 'dossier des rapports (Markdown, JSON, JUnit XML et une page HTML), eval/report par défaut',
    reportWritten: (folder: string) => `Rapports : ${folder}`,
    helpFlag: 'affiche cette aide',
    watchFlag: 'reste en marche et indexe de nouveau dès que des documents changent',
    watching: (folder) => `Surveillance de « ${folder} »\u202f; Ctrl+C y met fin.`,
    questionNeeded: 'ask attend une question, par exemple : npm run ask -- "C’est quoi ITQ ?"',
    listening: (url) => `Sourcier répond à l’adresse ${url}`,
    ready: (documents, passages, generation) =>
      `${plural(documents, 'document', 'documents')}, ${plural(passages, 'passage', 'passages')}, index ${generation}`,
    built: 'Index construit',
    upToDate: 'Index à jour',
    stages: { documents: 'Lecture et plongement des documents', write: 'Écriture de l’index' },
    pace: (perSecond, left) => `${perSecond}/s, encore ${left}`,
    summary: ({ added, changed, unchanged, removed, leftOut }) =>
      `${plural(added, 'nouveau document', 'nouveaux documents')}, ${changed} modifiés, ${unchanged} inchangés, ${removed} supprimés, ${leftOut} laissés de côté`,
    noSource: 'Passages les plus proches :',
    stopping: 'Arrêt en cours : plus de nouvelles questions ; les réponses commencées se terminent.',
  },
  settings: {
    documents: 'dossier des documents à interroger',
    index: 'dossier où l’index est conservé',
    model: 'dossier du modèle de plongement',
    store: 'recherche vectorielle : hnsw, ou exact pour un parcours complet',
    port: 'port d’écoute ; 0 en choisit un libre',
    host: 'adresse d’écoute',
    threshold: 'confiance en deçà de laquelle il n’y a pas de réponse, de 0 à 1, ou auto (valeur ajustée)',
    llm: 'modèle de langue, sous la forme fournisseur:nom (openai, anthropic, ollama, local:DOSSIER), ou none\u202f; sa clé dans SOURCIER_LLM_KEY',
    'llm-url': 'adresse du serveur du modèle, ou auto pour celle du fournisseur',
    refresh: 'secondes entre deux recherches de documents modifiés ; 0 pour jamais',
    language: 'langue des messages du terminal : en, fr ou auto (d’après LANG)',
  },
}
