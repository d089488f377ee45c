/**
 * Toutes les phrases qu'une personne peut lire, en français. La forme est celle de `en.ts` : une phrase manquante ne compile pas.
 * Espaces : fine insécable (U+202F) avant ; ! ? et à l'intérieur des guillemets, insécable (U+00A0) avant les deux-points.
 */
import type { ConfigProblem, Damage, ErrorParams, RequestProblem } from '../errors.ts'
import { apiFr } from './api-fr.ts'
import type { Messages } from './en.ts'

type ErrorSentences = { [C in keyof ErrorParams]: (params: ErrorParams[C]) => string }

// En français, zéro et un prennent le singulier.
const plural = (n: number, one: string, many: string): string => `${n.toLocaleString('fr-CA')} ${n < 2 ? one : many}`

const anyOf = (names: readonly string[]): string => new Intl.ListFormat('fr-CA', { type: 'disjunction' }).format(names)

/** «\u202f.xlsx (7), .zip (2), autres (12)\u202f»: les plus fréquents par leur nom. */
const kindList = (kinds: ErrorParams['documents-unread']['kinds']): string => {
  const rest = kinds.slice(KINDS_NAMED).reduce((sum, { files }) => sum + files, 0)
  const named = kinds.slice(0, KINDS_NAMED).map(({ kind, files }) => `${kind || 'sans extension'} (${files})`)
  return [...named, ...(rest > 0 ? [`autres (${rest})`] : [])].join(', ')
}
const KINDS_NAMED = 8

/** « PDF » pour « a.pdf ». */
const kindOf = (source: string): string => source.slice(source.lastIndexOf('.') + 1).toUpperCase()

const errors: ErrorSentences = {
  'config-invalid': ({ problems }) =>
    `${problems.length === 1 ? 'Un paramètre est incorrect' : `${problems.length} paramètres sont incorrects`}. ${problems.map(configProblem).join(' ')} L’option --help affiche tous les paramètres.`,
  'output-unwritable': ({ cause }) =>
    `Ce que cette commande affiche n’a pas pu être écrit (${cause})\u00a0: il en manque une partie, ou tout. ${cause === 'ENOSPC' ? 'Libérez de l’espace ou dirigez' : 'Dirigez'} la sortie ailleurs, puis relancez la commande.`,
  'command-unknown': ({ command, meant }) =>
    `La commande « ${command} » n’existe pas. ${meant ? `Vouliez-vous dire ${meant}\u202f? ` : ''}Utilisez serve, index, ask, eval, mcp, feedback ou doctor ; --help en donne les paramètres.`,
  'documents-missing': ({ folder }) =>
    `Le dossier de documents « ${folder} » ne peut pas être lu. Créez-le ou indiquez-en un autre avec --documents.`,
  'documents-empty': ({ folder }) =>
    `Le dossier de documents « ${folder} » ne contient aucun document lisible (.txt, .md, .html, .pdf, .docx, .xlsx, .pptx, .odt, .rtf, .eml, .csv, .json et autres). Ajoutez-en ou indiquez un autre dossier avec --documents.`,
  'document-unreadable': ({ source, cause }) =>
    cause === 'ENOENT'
      ? `«\u202f${source}\u202f» a été déplacé ou supprimé avant d’avoir pu être lu et a été laissé de côté. Relancez l’indexation pour que l’index tienne compte de ce qui s’y trouve maintenant.`
      : `« ${source} » ne peut pas être lu (${cause}) et a été laissé de côté. Vérifiez les droits d’accès, puis relancez l’indexation.`,
  'document-damaged': ({ source, cause, damage }) => {
    const kind = kindOf(source)
    const wrong: Record<Damage, string> = {
      empty: 'est vide\u00a0: le fichier ne contient rien. Enregistrez-le ou copiez-le de nouveau',
      'cut-off':
        'est incomplet\u00a0: il en manque la fin, comme après une copie ou un téléchargement interrompu. Copiez-le ou téléchargez-le de nouveau',
      'other-kind': `n’est pas un fichier de type ${kind}, bien que son nom l’indique. Ouvrez-le dans le logiciel dont il provient et enregistrez-le en ${kind}, ou donnez-lui l’extension de son propre type`,
      structure:
        'est endommagé\u00a0: le fichier se contredit et ne peut pas être ouvert. Ouvrez-le dans son propre logiciel et enregistrez-le de nouveau',
    }
    return `«\u202f${source}\u202f» ${damage ? wrong[damage] : `n’a pas pu être lu (${cause}). Ouvrez-le dans son propre logiciel et enregistrez-le de nouveau`}, puis relancez l’indexation. D’ici là, il est laissé de côté.`
  },
  'documents-unread': ({ files, kinds }) =>
    `${plural(files, 'fichier est d’un type', 'fichiers sont de types')} que Sourcier ne lit pas\u00a0: ${kindList(kinds)}. Enregistrez-${files < 2 ? 'le' : 'les'} en PDF, en Word, en HTML ou en texte pour qu’${files < 2 ? 'il soit lu' : 'ils soient lus'}.`,
  'document-not-text': ({ source }) =>
    `« ${source} » n’est pas un fichier texte et a été laissé de côté. Enregistrez-le en texte brut, puis relancez l’indexation.`,
  'document-encrypted': ({ source }) =>
    `«\u202f${source}\u202f» est protégé par un mot de passe et a été laissé de côté. Enregistrez-le sans mot de passe, puis indexez de nouveau.`,
  'document-no-text': ({ source, pages }) =>
    pages > 0
      ? `«\u202f${source}\u202f» compte ${plural(pages, 'page', 'pages')} mais aucun texte\u00a0: il s’agit sans doute d’une numérisation, et il a été laissé de côté. Démarrez avec --ocr on pour qu’il soit lu.`
      : `«\u202f${source}\u202f» ne contient aucun texte et a été laissé de côté.`,
  'document-no-records': ({ source }) =>
    `«\u202f${source}\u202f» ne contient ni rangées ni champs lisibles et a été laissé de côté. Donnez-lui une ligne de noms de colonnes, ou des champs de texte, puis indexez de nouveau.`,
  'document-exceeds': ({ source, limit }) =>
    limit === 'time'
      ? `«\u202f${source}\u202f» n’a pas pu être lu dans le délai accordé à un fichier et a été laissé de côté. L’ordinateur était peut-être occupé\u00a0: une nouvelle tentative aura lieu à la prochaine commande «\u202findex\u202f», ou d’elle-même si le serveur est en marche. Si elle échoue toujours, réduisez le fichier ou simplifiez-le.`
      : `«\u202f${source}\u202f» ${EXCEEDED[limit]} et a été laissé de côté. Réduisez-le ou simplifiez-le, puis indexez de nouveau.`,
  'document-not-file': ({ source, kind }) =>
    kind === 'link'
      ? `«\u202f${source}\u202f» est un lien symbolique et n’a pas été suivi. Placez le fichier lui-même dans le dossier.`
      : `«\u202f${source}\u202f» n’est pas un fichier ordinaire et a été laissé de côté.`,
  'document-too-large': ({ source, bytes, limit }) =>
    `« ${source} » fait ${mebibytes(bytes)} et a été laissé de côté ; la limite est de ${mebibytes(limit)}. Divisez-le, puis relancez l’indexation.`,
  'model-missing': ({ file }) =>
    `Le modèle de vectorisation est incomplet : il manque « ${file} ». Rétablissez le dossier models à partir du dépôt.`,
  'model-altered': ({ file }) =>
    `Le modèle de vectorisation a été modifié : « ${file} » n’est pas le fichier d’origine. Rétablissez le dossier models à partir du dépôt.`,
  'model-invalid': ({ folder, cause }) =>
    `Le modèle du dossier « ${folder} » est inutilisable : ${cause}. Il faut un dossier disposé comme le veut @xenova/transformers (config.json, tokenizer.json, onnx/model_quantized.onnx) ; models/embedders/README.md explique comment en préparer un.`,
  'index-damaged': ({ file, problem }) =>
    `L’index est endommagé : « ${file} » ${INDEX_PROBLEMS[problem]}. Il n’est pas utilisé et il est reconstruit à partir des documents (npm run index).`,
  'index-foreign': ({ field, expected, found }) =>
    `L’index a été créé avec d’autres paramètres (${field} : ${found} au lieu de ${expected}). Il n’est pas utilisé et il est reconstruit à partir des documents (npm run index).`,
  'index-not-ready': () => 'L’index est en préparation. Veuillez réessayer dans quelques secondes.',
  'index-unwritable': ({ folder, cause }) =>
    `L’index ne peut pas être écrit dans « ${folder} » (${cause}) ; le précédent, s’il existe, est intact. ${FORBIDDEN.test(cause) ? 'Donnez à ce programme le droit d’y écrire' : 'Libérez de l’espace'} ou indiquez un autre dossier avec --index.`,
  'index-locked': ({ pid, host, since }) =>
    `Un autre programme écrit cet index (processus ${pid} sur ${host}, depuis ${since}). Attendez qu’il ait terminé, ou indiquez un autre dossier avec --index. Si cette machine n’existe plus, supprimez le fichier LOCK du dossier de l’index.`,
  'index-outdated': ({ created }) =>
    `Des documents ont changé, mais l’index n’a pas pu être mis à jour\u00a0: les réponses viennent de celui du ${created.slice(0, 16).replace('T', ' ')} UTC. Une nouvelle tentative a lieu chaque minute\u202f; l’avis voisin en donne la cause.`,
  'rebuild-ended': ({ cause }) =>
    `Le programme qui met l’index à jour s’est arrêté avant la fin (${cause}). Lancez npm run index pour en connaître la cause\u202f; la mémoire de cette machine est peut-être insuffisante.`,
  'changes-waiting': ({ files, seconds }) =>
    `${plural(files, 'fichier modifié n’est pas encore indexé', 'fichiers modifiés ne sont pas encore indexés')}, depuis ${plural(seconds, 'seconde', 'secondes')}. Un fichier est indexé dès que personne n’y écrit plus, et au plus tard après une minute.`,
  'database-unreachable': ({ database, cause }) =>
    `La base de données ${database} est injoignable (${cause}). Vérifiez qu’elle fonctionne, son adresse (--database ou SOURCIER_DATABASE), ainsi que le nom d’utilisateur et le mot de passe. Une nouvelle tentative a lieu à la prochaine question.`,
  'database-locked': ({ database, process, since }) =>
    `Un autre programme écrit l’index dans la base de données ${database} (connexion ${process}, depuis ${since}). Attendez qu’il ait terminé\u00a0: le verrou disparaît avec sa connexion.`,
  'database-unfit': ({ database, problem }) =>
    `La base de données ${database} ne peut pas contenir d’index\u00a0: ${problem}. Il faut PostgreSQL 14 ou plus récent avec pgvector 0.8 ou plus récent\u202f; docs/postgres.fr.md explique comment la préparer.`,
  'native-missing': ({ cause }) =>
    `Le module HNSW n’est pas disponible (${cause}) ; la recherche exacte le remplace et donne les mêmes réponses. Pour le compiler, installez un compilateur C++ et lancez : npm run setup`,
  'llm-invalid': ({ found, providers }) =>
    `Le modèle de langage «\u202f${found}\u202f» ne peut pas être utilisé. Donnez à --llm un fournisseur (${providers}) et un nom, par exemple openai:gpt-4o-mini ou ollama:llama3.2.`,
  'llm-silent': ({ model }) =>
    `Le modèle de langage «\u202f${model}\u202f» n’a rédigé aucune réponse\u00a0: ces résultats ne sont pas les siens, mais ceux des citations. Vérifiez qu’il fonctionne, son adresse (--llm-url) et sa clé, puis relancez l’évaluation.`,
  'ocr-package-missing': ({ install }) =>
    `Les paquets de reconnaissance de texte ne sont pas installés. Lancez\u00a0: ${install} – ou démarrez sans --ocr\u00a0: les images et les numérisations seront laissées de côté.`,
  'llm-package-missing': ({ provider, install }) =>
    `Le paquet pour les modèles de langage de ${provider} n’est pas installé. Exécutez\u00a0: ${install} – ou démarrez sans --llm\u00a0: les réponses sont alors des citations.`,
  'port-in-use': ({ host, port }) =>
    `Le port ${port} de ${host} est déjà utilisé. Arrêtez l’autre programme ou choisissez un autre port avec --port.`,
  'address-unavailable': ({ host, port, cause }) =>
    `Le serveur ne peut pas écouter sur ${host}, port ${port} (${cause}). Choisissez une autre adresse avec --host et --port.`,
  'prompt-invalid': ({ file, problem }) =>
    `L’invite « ${file} » n’est pas valide (${problem}). Rétablissez le dossier prompts à partir du dépôt.`,
  'topics-invalid': ({ file, problem }) =>
    `Le fichier de sujets «\u202f${file}\u202f» n’est pas valide (${problem}). Corrigez-le selon docs/settings.fr.md, ou démarrez sans --topics.`,
  'evaluation-invalid': ({ file, problem }) =>
    `Le fichier d’évaluation « ${file} » n’est pas valide (${problem}). Corrigez-le, puis relancez l’évaluation.`,
  'request-invalid': ({ problems }) => `La requête n’est pas valide. ${problems.map(requestProblem).join(' ')}`,
  'json-invalid': () => 'Le corps de la requête n’est pas du JSON valide. Envoyez un objet comme {"question": "C’est quoi ITQ ?"}.',
  'body-too-large': ({ limit }) => `Le corps de la requête est trop volumineux ; la limite est de ${Math.round(limit / 1024)} Kio.`,
  'media-type-unsupported': ({ found, wanted = 'application/json' }) =>
    `Le type de contenu « ${found} » n’est pas accepté. Utilisez ${wanted}.`,
  'original-gone': ({ source }) =>
    `Le fichier «\u202f${source}\u202f» a été déplacé ou modifié depuis sa lecture. Ce qu’il disait alors est sur sa page\u202f; la nouvelle version sera lue sous peu.`,
  'page-unknown': ({ page, pages }) =>
    pages === 0
      ? 'Ce document n’a pas de pages à afficher\u00a0: seules les pages des fichiers PDF le sont.'
      : `Ce document n’a pas de page «\u202f${page}\u202f»\u00a0: il en compte ${pages.toLocaleString('fr-CA')}.`,
  'upload-off': () =>
    'Il n’est pas possible d’ajouter des documents d’ici. Sur la machine où tourne le serveur, la personne responsable peut le permettre avec --upload on\u202f; ailleurs, ils s’ajoutent par la page d’administration.',
  'upload-empty': () => 'Aucun fichier n’est arrivé, ou un fichier est vide. Choisissez de 1 à 100 fichiers qui ont un contenu.',
  'upload-name': ({ name }) =>
    `Un document ne peut pas s’appeler «\u202f${name}\u202f». Donnez au fichier un nom sans chemin, sans / \\ : * ? " < > |, qui ne commence ni ne finit par un point ou une espace, puis ajoutez-le de nouveau.`,
  'upload-kind': ({ name, kind }) =>
    `«\u202f${name}\u202f» n’a pas été ajouté\u00a0: Sourcier ne lit pas les fichiers ${kind === '' ? 'sans extension' : `de type ${kind}`}. Enregistrez-le en PDF, en Word, en HTML ou en texte, puis ajoutez-le de nouveau.`,
  'upload-too-large': ({ limit }) =>
    `Rien n’a été ajouté\u00a0: un fichier peut compter 50 Mio et l’ensemble 64 Mio, et la limite de ${mebibytes(limit)} est dépassée. Ajoutez-en moins à la fois ou divisez le fichier.`,
  'upload-exists': ({ name }) =>
    `Il y a déjà un document «\u202f${name}\u202f», et rien n’a été remplacé. Donnez un autre nom au fichier, ou faites-le remplacer par la page d’administration.`,
  'upload-unwritable': ({ cause }) =>
    `Impossible d’écrire dans le dossier des documents (${cause})\u202f; rien n’a été modifié. Vérifiez ses droits d’accès et l’espace libre.`,
  'page-not-drawn': ({ source, page }) =>
    `La page ${page} de «\u202f${source}\u202f» ne peut pas être affichée\u00a0: elle demande trop de temps ou de mémoire, ou elle est endommagée. Son texte reste lisible et le fichier peut être ouvert comme avant.`,
  'document-unknown': ({ id }) => `Le document « ${id} » n’existe pas. GET /documents en donne la liste.`,
  'documents-unknown': ({ names }) =>
    `Aucun document ne s’appelle ${anyOf(names.map((name) => `«\u202f${name}\u202f»`))}\u00a0: rien n’a été cherché. Prenez les identifiants dans GET /documents\u202f; au terminal, le nom d’un fichier ou d’un dossier convient aussi.`,
  'route-unknown': ({ path }) => `Il n’y a rien à l’adresse « ${path} ». Posez votre question à POST /ask ou ouvrez la page d’accueil.`,
  'method-not-allowed': ({ method, allowed }) => `La méthode ${method} n’est pas possible ici. Utilisez ${allowed}.`,
  'host-not-allowed': ({ host }) =>
    `Ce serveur ne répond pas au nom «\u202f${host}\u202f». Utilisez l’adresse affichée à son démarrage, ou demandez à la personne responsable d’ajouter ce nom avec --allowed-hosts.`,
  'origin-not-allowed': () =>
    'La page d’un autre site ne peut pas utiliser ce serveur. Ouvrez plutôt la page de ce serveur, ou demandez à la personne responsable d’ajouter le site avec --cors-origins.',
  'token-required': () =>
    'Il faut un jeton d’accès. Envoyez-le sous la forme «\u202fAuthorization: Bearer …\u202f», ou comme mot de passe quand le navigateur le demande\u202f; la personne responsable du serveur le fournit.',
  'admin-off': () => 'L’administration est désactivée. Démarrez le serveur avec un jeton dans SOURCIER_ADMIN_TOKEN, puis envoyez ce jeton.',
  'rate-limited': ({ limit, seconds }) =>
    `Trop de requêtes\u00a0: le serveur en traite ${limit.toLocaleString('fr-CA')} par minute. Veuillez réessayer dans ${plural(seconds, 'seconde', 'secondes')}.`,
  overloaded: () => 'Trop de questions à la fois\u00a0: le service est très sollicité. Réessayez dans quelques secondes.',
  stopping: () => 'Le serveur est en cours d’arrêt et n’accepte plus de questions. Veuillez réessayer dans quelques secondes.',
  'feedback-off': () => 'Ce serveur ne conserve pas les avis. La personne responsable peut activer leur conservation avec --feedback.',
  'feedback-unwritable': ({ cause, file }) =>
    file !== undefined
      ? `Les avis ne peuvent pas être écrits dans «\u202f${file}\u202f» (${cause}). Donnez à ce programme le droit d’y écrire, ou indiquez un autre fichier avec --feedback.`
      : `Votre avis n’a pas pu être conservé (${cause}). Veuillez en informer la personne responsable de ce serveur.`,
  'http-malformed': () => 'La requête n’est pas conforme à HTTP. Envoyez-la de nouveau, en HTTP/1.1 et avec un en-tête Host.',
  'headers-too-large': () => 'Les en-têtes de la requête sont trop volumineux. Envoyez-en moins, ou de plus courts.',
  'request-timeout': () => 'La requête a mis trop de temps à arriver. Veuillez l’envoyer de nouveau.',
  'index-missing': ({ folder }) =>
    `Il n’y a pas d’index dans «\u202f${folder}\u202f». Construisez-le d’abord\u00a0: npm run index -- --index ${folder}`,
  'node-old': ({ found, needed }) =>
    `Node ${found} est trop ancien\u202f; il faut la version ${needed} ou une plus récente. Installez-la à partir de https://nodejs.org.`,
  'disk-low': ({ folder, mebibytes: left }) =>
    `Il reste peu d’espace pour «\u202f${folder}\u202f»\u00a0: ${left.toLocaleString('fr-CA')} Mio. Libérez-en, ou indiquez un autre dossier.`,
  exposed: ({ host }) =>
    `Le serveur écouterait sur ${host}, que d’autres peuvent atteindre, sans demander de jeton à personne. Définissez SOURCIER_TOKEN, ou écoutez sur 127.0.0.1.`,
  internal: ({ id }) =>
    `Une erreur s’est produite de notre côté. Veuillez réessayer ; si elle se répète, donnez le numéro ${id} à la personne responsable du service.`,
}

const EXCEEDED = {
  memory: 'demande trop de mémoire pour être lu',
  unpacked: 'est trop volumineux une fois décompressé',
  text: 'contient trop de texte',
} as const

/** What systems say where a right is missing, and not space. */
const FORBIDDEN = /^(?:EACCES|EPERM|EROFS)$/

const INDEX_PROBLEMS = {
  missing: 'est introuvable',
  size: 'n’a pas la bonne taille',
  checksum: 'ne correspond pas à sa somme de contrôle',
  unreadable: 'ne peut pas être lu',
} as const

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024).toLocaleString('fr-CA')} Mio`
}

function configProblem({ setting, flag, found, rule, choices, range, meant }: ConfigProblem): string {
  switch (rule) {
    case 'unknown-flag':
      return `« ${found} » n’est pas un paramètre.${meant ? ` Vouliez-vous dire ${meant}\u202f?` : ''}`
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
    case 'count':
      return `${flag} (${setting}) doit être un nombre entier, et non «\u202f${found}\u202f».`
    case 'whole':
      return `${flag} (${setting}) doit être un nombre entier (${range}), et non «\u202f${found}\u202f».`
    case 'origins':
      return `${flag} (${setting}) doit être none, ou des origines comme https://example.org séparées par des virgules, et non «\u202f${found}\u202f».`
    case 'path':
      return `${flag} (${setting}) doit être none, ou un chemin tel que /sourcier, fait de lettres, de chiffres et des signes . _ ~ -, et non «\u202f${found}\u202f».`
    case 'addresses':
      return `${flag} (${setting}) doit être none, ou des adresses ou plages IP comme 10.0.0.0/8 séparées par des virgules, et non «\u202f${found}\u202f».`
    case 'hosts':
      return `${flag} (${setting}) doit être auto, ou des noms d’hôte sans port séparés par des virgules, et non «\u202f${found}\u202f».`
    case 'database':
      return `${flag} (${setting}) doit être une adresse comme postgres://utilisateur@hote:5432/base?schema=sourcier, et non «\u202f${found}\u202f».`
    case 'token':
      return `${setting} doit compter au moins 16 caractères visibles.`
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
    case 'wordless':
      return `${field} ne contient aucun mot\u00a0: écrivez votre question en mots.`
    case 'too-few':
      // Of lists, that of documents alone may be left out.
      return `${field} doit contenir au moins ${plural(Number(expected), 'élément', 'éléments')}${path === 'documents' ? '\u202f; omettez ce champ pour ne rien restreindre' : '\u00a0: mettez-y votre question'}.`
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
  api: apiFr,
  mcp: {
    instructions:
      'Répond d’après un dossier de documents en français et en anglais. Chaque phrase cite un extrait exact\u202f; quand answered vaut false, les documents ne contiennent pas de réponse et il ne faut pas en inventer.',
    askTitle: 'Interroger les documents',
    ask: 'Répond à une question dans sa langue, chaque phrase avec le passage exact d’où elle vient.',
    searchTitle: 'Chercher dans les documents',
    search: 'Les passages les plus proches d’une recherche dans l’une ou l’autre langue, le meilleur d’abord, chacun avec sa position.',
    readTitle: 'Lire un document',
    read: 'Le texte d’un document de start à end (unités de code UTF-16), 20\u202f000 au plus par appel.',
    resource: 'Un document',
    documents:
      'Identifiants des documents où chercher, tels que read_document et les ressources les donnent\u202f; tous les documents si le champ est absent',
    promptTitle: 'Répondre d’après les documents',
    prompt: 'Fait répondre à une question d’après les documents seulement, avec les sources.',
    promptQuestion: 'La question',
    promptLanguage: 'Langue de cette consigne\u00a0: en ou fr',
    promptText: (question) =>
      `Répondez à cette question d’après les documents seulement, avec l’outil «\u202fask\u202f». Citez ses phrases avec le titre de leur source. Si l’outil ne trouve pas de réponse, dites-le et n’ajoutez rien de vous-même.\n\n${question}`,
  },
  answer: {
    quoteNamed: (title, quote) => `Selon «\u202f${title}\u202f»\u00a0: ${quote}`,
    quoteOther: (quote) => `Une source en anglais indique\u00a0: «\u202f${quote}\u202f»`,
    quoteOtherAgain: (quote) => `Elle ajoute\u00a0: «\u202f${quote}\u202f»`,
    quoteOtherNamed: (title, quote) => `Selon «\u202f${title}\u202f», en anglais\u00a0: «\u202f${quote}\u202f»`,
    versions: {
      ofYear: (year) => `La version de ${year}`,
      numbered: (number, year) => (year === undefined ? `La version ${number}` : `La version ${number} (${year})`),
      titled: (title) => `Une autre version, «\u202f${title}\u202f»,`,
      says: (version, quote) => `${version} dit\u00a0: «\u202f${quote}\u202f»`,
      saysInOther: (version, quote) => `${version} dit en anglais\u00a0: «\u202f${quote}\u202f»`,
    },
    abstentions: {
      not_enough_evidence: 'Je n’ai pas trouvé de réponse à cette question dans les documents.',
      out_of_scope: 'Les documents ne semblent pas traiter de ce sujet.',
      ambiguous: 'Je ne vois pas sur quoi porte cette question. Veuillez nommer la personne, l’organisme ou le sujet auquel vous pensez.',
    },
    notMentioned: (names) => `Aucun document ne mentionne ${anyOf(names.map((name) => `«\u202f${name}\u202f»`))}.`,
    nothingAbout: (side) => `Je n’ai rien trouvé à ce sujet dans les documents pour «\u202f${side}\u202f».`,
    closestBelow: 'Voici les passages qui s’en approchent le plus.',
    partial: (documents, of) =>
      `Documents consultés\u00a0: ${documents.toLocaleString('fr-CA')} sur ${of.toLocaleString('fr-CA')}. Reposez la question quand tous auront été lus.`,
    tooManyQuestions: (most) => `Seules les ${most} premières questions d’un message sont traitées. Posez celle-ci dans un autre message.`,
    askBack: (choices) => `Votre question peut avoir plusieurs sens. De qui ou de quoi s’agit-il\u00a0: ${choices.join('\u202f; ')}\u202f?`,
    help: {
      greeting: (documents) =>
        `Bonjour\u202f! Posez-moi une question sur ${documents === 1 ? 'le document' : `les ${plural(documents, 'document', 'documents')}`} que j’ai lu${documents === 1 ? '' : 's'}. Je réponds avec les mots des textes et j’indique d’où vient chaque phrase.`,
      thanks: 'Je vous en prie. Posez une autre question quand vous le voudrez.',
      goodbye: 'Au revoir\u202f! Revenez quand vous aurez une question.',
      capabilities: (documents) =>
        `Je réponds à des questions sur ${plural(documents, 'document', 'documents')}, en français ou en anglais. Chaque phrase d’une réponse est citée d’un document, avec sa source\u202f; si les documents ne contiennent pas la réponse, je le dis. Posez votre question en une phrase (qui, quoi, quand, combien…) ou demandez la liste des documents.`,
      identity: (documents) =>
        `Je suis Sourcier, un programme et non une personne. Je cherche les réponses dans ${plural(documents, 'document', 'documents')} et je les cite avec leur source\u202f; je n’ajoute rien de moi-même.`,
      documents: (documents) =>
        documents === 1
          ? 'Je réponds à partir d’un document\u00a0:'
          : `Je réponds à partir de ${plural(documents, 'document', 'documents')}\u00a0:`,
      more: (documents) =>
        `… et ${documents.toLocaleString('fr-CA')} ${documents === 1 ? 'autre' : 'autres'}. La page Documents en donne la liste complète.`,
      distress:
        'Ce que vous vivez semble très difficile, et vous n’avez pas à y faire face sans aide\u00a0: au Canada, vous pouvez appeler ou texter en tout temps, jour et nuit, le 9-8-8, la ligne d’aide en cas de crise de suicide, gratuitement, en français ou en anglais – ou composer le 9-1-1 en cas de danger immédiat.',
    },
    topics: {
      insult: 'Je regrette que la réponse n’ait pas été utile. Formulez votre question autrement, et je chercherai dans les documents.',
      opinion:
        'Je n’ai pas d’opinion et ne prends pas parti, en politique comme ailleurs. Je peux vous dire ce que contiennent les documents\u00a0: demandez un fait.',
      'legal-advice':
        'Je ne peux pas vous conseiller sur votre propre cas. Un avocat, un notaire ou un bureau d’aide juridique le peut. Si les documents énoncent des règles qui vous intéressent, demandez ce qu’elles disent.',
      'medical-advice':
        'Je ne peux pas vous conseiller sur votre santé. Au Canada, composez le 8-1-1 pour parler à une infirmière dans la plupart des provinces et des territoires, ou le 9-1-1 en cas d’urgence\u202f; un pharmacien peut répondre aux questions sur les médicaments.',
      task: 'Cela, je ne sais pas le faire\u00a0: je trouve et je cite ce que disent les documents, rien de plus. Posez-moi une question à leur sujet, ou demandez la liste des documents ou le plan de l’un d’eux («\u202frésume…\u202f»).',
      command: 'Je réponds aux questions sur les documents et ne suis pas d’autres consignes. Dites-moi ce que vous aimeriez savoir.',
    },
    suggestWhat: (subject) => `Qu’est-ce ${/^[aeiouyàâéèêîôœ]/i.test(subject) ? 'qu’' : 'que '}${subject}\u202f?`,
    suggestWho: (person) => `Qui est ${person}\u202f?`,
    suggestAbout: (title) => `Que disent les documents au sujet de «\u202f${title}\u202f»\u202f?`,
  },
  languageNames: { en: 'anglais', fr: 'français' },
  page: {
    name: 'Sourcier',
    tagline: 'Interrogez vos documents. Chaque phrase est accompagnée de sa source.',
    titleHome: 'Sourcier – interrogez vos documents',
    titleDocuments: 'Documents – Sourcier',
    titleSource: (title) => `${title} – Sourcier`,
    titleError: 'Erreur – Sourcier',
    skip: 'Passer au contenu principal',
    skipToQuestion: 'Passer à la question',
    switchLanguage: 'English',
    switchLanguageLabel: 'Show this page in English',
    invitation: (documents) =>
      documents === 1 ? 'Interrogez votre document' : `Interrogez vos ${documents.toLocaleString('fr-CA')} documents`,
    lead: 'Des réponses tirées mot pour mot des documents, avec le passage exact à côté de chaque phrase. Posez vos questions en français ou en anglais.',
    question: 'Votre question, en français ou en anglais',
    placeholder: 'Posez une question',
    questionLength: (n, most) => `${n} caractères sur ${most}`,
    placeholderMore: 'Posez une autre question',
    placeholderShort: 'Autre question',
    hint: 'Réponses automatiques\u00a0: vérifiez la source.',
    kept: {
      none: 'Questions non conservées\u202f; n’inscrivez aucun renseignement personnel.',
      logged: 'Les questions sont conservées, sans renseignements personnels.',
    },
    ask: 'Poser une question',
    navigation: 'Navigation principale',
    send: 'Envoyer',
    stop: 'Arrêter',
    conversation: 'Questions et réponses',
    askedOnly: 'Recherche dans\u00a0:',
    askAll: 'Interroger tous les documents',
    folderOf: (folder, documents) => `${folder} (${documents.toLocaleString('fr-CA')})`,
    askFolder: 'Interroger ce dossier seulement',
    askChosen: 'Interroger les documents cochés seulement',
    choose: 'Documents à interroger',
    chosen: (n) => (n === 1 ? `${n} coché` : `${n.toLocaleString('fr-CA')} cochés`),
    examples: 'Essayez l’une de ces questions',
    exampleFrom: { en: 'réponse tirée d’un document en anglais', fr: 'réponse tirée d’un document en français' },
    reads: 'Ce que Sourcier a lu',
    moreDocuments: (n) => `${n.toLocaleString('fr-CA')} de plus`,
    notRead: (n) => (n <= 1 ? 'Un fichier n’a pas pu être lu.' : `${n.toLocaleString('fr-CA')} fichiers n’ont pas pu être lus.`),
    notReadWhich: 'Voir lesquels, et pourquoi',
    youAsked: 'Votre question\u00a0:',
    showQuestion: 'Tout afficher',
    answer: 'Réponse',
    perhaps: 'Ceci répond peut-être à votre question',
    noAnswer: 'Aucune réponse trouvée',
    whichOne: 'De qui ou de quoi s’agit-il\u202f?',
    understood: 'Question interprétée ainsi\u00a0:',
    lookedIn: 'Recherche limitée à\u00a0:',
    sectionNumber: 'section {n}',
    about: 'Au sujet de\u00a0:',
    withoutSubject: 'Poser la question sans ce sujet',
    sources: 'Sources',
    writtenIn: { en: 'Anglais', fr: 'Français' },
    source: 'Source',
    closest: 'Passages les plus proches',
    morePassages: 'Afficher d’autres passages',
    otherPassages: 'Autres passages',
    why: 'Pourquoi ce passage\u202f?',
    whyCaption: 'Mots de la question retrouvés dans ce passage',
    whyQuestion: 'Dans la question',
    whySimilarity: 'Proximité',
    whyPassage: 'Dans le passage',
    sameWord: 'même mot',
    askInstead: 'Questions auxquelles les documents répondent',
    earlier: 'Questions précédentes',
    answerReady: 'La réponse est prête.',
    nextQuestion: 'Poser une autre question',
    copy: 'Copier',
    copyMarkdown: 'Copier en Markdown',
    copied: 'Copié',
    notCopied: 'Le navigateur n’a pas permis la copie.',
    share: 'Partager',
    linkCopied: 'Lien copié',
    print: 'Imprimer',
    speak: 'Écouter',
    more: 'Plus',
    edit: 'Modifier la question',
    editing: 'Vous modifiez votre dernière question. Sa réponse sera remplacée.',
    cancel: 'Annuler',
    retry: 'Reposer la question',
    exportWord: 'Télécharger la conversation (Word)',
    askedOn: (date, index) => `Question posée à Sourcier le ${date}, index ${index}.`,
    exportMarkdown: 'Télécharger la conversation (texte)',
    exportJson: 'Télécharger la conversation (données)',
    exportName: 'conversation-sourcier',
    exportTitle: 'Conversation avec Sourcier',
    downloaded: 'Le téléchargement a commencé.',
    exportFailed: 'Le document Word n’a pas pu être créé. Réessayez, ou téléchargez la conversation en texte.',
    newConversation: 'Nouvelle conversation',
    undo: 'Rétablir la conversation',
    permalink: 'Pleine page',
    original: 'Original',
    copyLink: 'Copier le lien',
    close: 'Fermer',
    previous: 'Source précédente',
    next: 'Source suivante',
    sourceOf: (n, total) => `Source ${n} sur ${total}`,
    documentText: 'Texte du document',
    views: 'Présentation du document',
    viewText: 'Texte',
    viewPage: 'Page',
    previousOfDocument: 'Page précédente du document',
    nextOfDocument: 'Page suivante du document',
    pagePicture: (n: number) => `Image de la page ${n}. Son contenu se lit sous «\u202fTexte\u202f».`,
    pagePictureMarked: (n: number) =>
      `Image de la page ${n}, où le passage cité est surligné. Son contenu se lit sous «\u202fTexte\u202f».`,
    pageOfDocument: (n: number, total: number) => `Page ${n} sur ${total}`,
    drawing: 'Préparation de la page…',
    showPage: (n: number) => `Afficher la page ${n} telle qu’elle est dans le PDF`,
    contents: 'Sommaire',
    findInDocument: 'Chercher dans ce document',
    found: (n, total) => `${n} sur ${total}`,
    foundNothing: 'Introuvable',
    where: 'Emplacement du passage dans le document',
    passageMisplaced:
      'Le passage que désigne cette adresse n’est pas dans le document\u00a0: l’adresse est incomplète, ou le document a changé depuis. Le voici en entier, tel qu’il est maintenant.',
    documentChanged:
      'Le document a changé depuis cette réponse\u00a0: le passage surligné n’est plus celui qui avait été cité. Reposez la question.',
    search: 'Chercher dans les documents',
    searchButton: 'Chercher',
    searchResults: (n) => `${plural(n, 'passage trouvé', 'passages trouvés')}`,
    bestPassages: (n) => `Les ${n.toLocaleString('fr-CA')} meilleurs passages`,
    allDocuments: (n) => (n <= 1 ? 'Le document' : `Les ${n.toLocaleString('fr-CA')} documents`),
    filter: 'Filtrer par titre ou nom de fichier',
    filterButton: 'Filtrer',
    filterNothing: 'Aucun document ne contient cela dans son titre ou son nom de fichier.',
    topFolder: 'Dossier des documents',
    pagesOfList: 'Pages de la liste',
    previousPage: 'Page précédente',
    nextPage: 'Page suivante',
    pageOf: (n, total) => `Page ${n} sur ${total}`,
    searchNothing: 'Aucun passage ne contient ces mots. Essayez-en d’autres, dans l’une ou l’autre langue.',
    notices: {
      'llm-unavailable': 'Le modèle de langage est injoignable ou n’a pas répondu à temps. Cette réponse cite plutôt les documents.',
      'llm-none': 'Aucun modèle de langage n’est configuré sur ce serveur. Cette réponse cite plutôt les documents.',
      'llm-rejected': 'Ce que le modèle de langage a écrit n’a pas passé la vérification. Cette réponse cite plutôt les documents.',
    },
    writtenBy: (model) => `Rédigé par ${model}\u202f; chaque phrase a été vérifiée par rapport à ce qu’elle cite.`,
    leftOut: 'Fichiers non lus',
    warnings: {
      'lost-characters': 'Des caractères ont été perdus à l’enregistrement de ce document\u202f; les citations les montrent comme �.',
      'invisible-characters': 'Ce document contient beaucoup de caractères qui ne se voient pas.',
      'recognised-text':
        'Le texte de ce document, ou une partie, a été reconnu dans des images et peut contenir des erreurs\u00a0: comparez-le à l’original.',
      'hidden-text': 'Ce document contient du texte que ses pages ne montrent pas\u202f; il a été laissé de côté.',
      'uncertain-order':
        'L’ordre d’une partie du texte de ce document n’a pu être établi d’après ses pages\u202f; cette partie n’est jamais citée comme réponse.',
      'left-out-parts':
        'Des rangées, des colonnes ou des champs de ce fichier qui ne sont pas des questions avec leurs réponses, ou pas du texte, ont été laissés de côté.',
    },
    pageNumber: (n) => `page ${n}`,
    pageCount: (n) => plural(n, 'page', 'pages'),
    counterpart: { en: 'Existe aussi en anglais\u00a0:', fr: 'Existe aussi en français\u00a0:' },
    indexedOn: (documents, date) => `${plural(documents, 'document', 'documents')}${date === '' ? '' : `, mis à jour le ${date}`}.`,
    indexing: 'Les documents sont en cours d’indexation. Vous pourrez poser vos questions dès que ce sera terminé.',
    reindexing: 'Des documents modifiés sont en cours d’indexation. D’ici là, les réponses viennent de l’index précédent.',
    partial: (documents, of) =>
      `Vous pouvez déjà interroger ${documents.toLocaleString('fr-CA')} des ${of.toLocaleString('fr-CA')} documents\u202f; la lecture des autres se poursuit.`,
    complete: 'Tous les documents peuvent maintenant être interrogés.',
    preparing: 'Préparation',
    progressOf: (done, total) => `${done} sur ${total}`,
    secondsLeft: (n) => `encore ${n} s environ`,
    minutesLeft: (n) => `encore ${n} min environ`,
    held: 'Votre question sera posée dès que les documents seront prêts.',
    refresh: 'Actualiser',
    documents: 'Documents',
    documentCount: (n) => plural(n, 'document', 'documents'),
    home: 'Poser une question',
    cited: 'Passage cité\u00a0:',
    searching: 'Recherche dans les documents…',
    stopped: 'Recherche arrêtée.',
    failed: 'La réponse n’est pas arrivée. Vérifiez votre connexion, puis reposez la question.',
    admin: {
      title: 'Administration',
      titlePage: 'Administration – Sourcier',
      index: 'L’index',
      state: 'État',
      states: {
        starting: 'en préparation',
        ok: 'en ordre',
        degraded: 'en service, avec les avis ci-dessous',
        stopping: 'en cours d’arrêt',
      },
      passages: 'Passages',
      updated: 'Mise à jour',
      generation: 'Version de l’index',
      model: 'Modèle de langage',
      reindex: 'Chercher maintenant les documents modifiés',
      documents: 'Ajout et retrait de documents',
      added: 'Fichiers ajoutés. Vous pourrez interroger ces documents dans quelques secondes.',
      removed: 'Document retiré. Le fichier est conservé dans le dossier caché «\u202f.removed\u202f» du dossier des documents.',
      remove: 'Retirer',
      removeNote:
        'Un fichier retiré est conservé dans le dossier caché «\u202f.removed\u202f» du dossier des documents\u00a0: remettez-le à sa place pour annuler.',
      listed: (n, total) =>
        `${n.toLocaleString('fr-CA')} sur ${plural(total, 'document', 'documents')}\u202f; filtrez pour en voir d’autres.`,
      back: 'Retour à l’administration',
      allRead: 'Tous les fichiers ont été lus.',
      feedback: 'Rétroaction',
      feedbackOff: 'Ce serveur ne conserve pas la rétroaction (--feedback).',
      noFeedback: 'Aucune pour l’instant.',
      ratings: (up, down) => `${plural(up, 'réponse utile', 'réponses utiles')}, ${plural(down, 'réponse inutile', 'réponses inutiles')}.`,
      exported: 'Télécharger comme candidats pour l’évaluation',
      when: 'Quand',
      helped: 'Utile',
      question: 'Question',
    },
    upload: {
      title: 'Ajouter des documents',
      send: 'Ajouter',
      replace: 'Remplacer les fichiers de même nom',
      hint: 'PDF, Word, Excel, PowerPoint, OpenDocument, HTML, texte et autres\u202f; 50\u00a0Mio par fichier, 64\u00a0Mio à la fois.',
      dropHere: 'Déposez les fichiers ici pour les ajouter aux documents',
      sending: 'Ajout des fichiers…',
      added: 'Fichiers ajoutés. Indexation en cours…',
      ready: 'Vous pouvez maintenant interroger les nouveaux documents.',
      failed: 'Les fichiers n’ont pas pu être envoyés. Vérifiez que le serveur est en marche, puis réessayez.',
    },
    problem: 'Un problème est survenu',
    errors: {
      'route-unknown': 'Page introuvable. Vérifiez l’adresse ou revenez à l’accueil.',
      'document-unknown':
        'Ce document est introuvable\u00a0: il a peut-être été retiré ou déplacé. La page Documents présente ceux qui peuvent être lus.',
      'documents-unknown':
        'Un document que vous avez choisi est introuvable\u00a0: il a peut-être été retiré ou déplacé. Choisissez de nouveau, ou cherchez dans tous les documents.',
      'index-not-ready': 'Les documents sont en préparation. Réessayez dans quelques secondes.',
      'index-missing': 'Les documents ne peuvent pas être consultés pour l’instant. Réessayez plus tard.',
      blank: 'Écrivez une question.',
      wordless: 'Votre question ne contient aucun mot. Écrivez-la avec des mots.',
      form: 'Un élément de ce formulaire manque ou ne peut pas être utilisé. Revenez à la page précédente et réessayez.',
      tooLong: (characters) => `Votre question est trop longue\u00a0: ${characters} caractères au plus.`,
    },
    api: 'Développeurs',
    titleApi: 'Développeurs – Sourcier',
    personalDataRemoved: (kinds) =>
      `Avant que votre question parvienne à un modèle de langage situé sur une autre machine, des renseignements personnels en ont été retirés\u00a0: ${kinds}.`,
    personalData: {
      name: 'nom',
      address: 'adresse',
      'postal-code': 'code postal',
      phone: 'numéro de téléphone',
      email: 'adresse courriel',
      sin: 'numéro d’assurance sociale',
      card: 'numéro de carte',
    },
    helpful: 'Réponse utile\u202f?',
    helpfulYes: 'Oui',
    helpfulNo: 'Non',
    feedbackMore: 'Expliquez pourquoi (facultatif)',
    feedbackSend: 'Envoyer',
    feedbackReason: 'Raison',
    feedbackReasons: {
      '': 'Choisissez une raison',
      wrong: 'La réponse est inexacte',
      incomplete: 'Il manque quelque chose',
      'no-answer': 'Les documents contiennent pourtant une réponse',
      unclear: 'Difficile à comprendre',
      other: 'Une autre raison',
    },
    feedbackComment: 'Votre commentaire',
    feedbackKept:
      'Votre question, cette évaluation et votre commentaire sont conservés dans un fichier de ce serveur\u202f; les renseignements personnels reconnus en sont d’abord retirés.',
    feedbackThanks: 'Merci de votre rétroaction.',
    feedbackRedacted: 'Des renseignements personnels en ont été retirés.',
    feedbackFailed: 'Votre rétroaction n’a pas pu être envoyée. Réessayez.',
    titleThanks: 'Merci – Sourcier',
    footer: 'Sourcier cite, il n’invente pas. Vérifiez la source avant de vous fier à une réponse.',
  },
  command: {
    usage: (command) => `Utilisation\u00a0: ${command}`,
    purpose: 'Sourcier répond aux questions sur un dossier de documents en français et en anglais et montre d’où vient chaque phrase.',
    commands: 'Commandes',
    serve: 'indexe au besoin, puis met en service la page de questions et POST /ask',
    index: 'construit l’index ou indique qu’il est à jour',
    ask: 'répond à une question dans le terminal',
    evaluate: 'exécute le jeu d’évaluation et le compare à la référence',
    groups: {
      common: 'Paramètres les plus utilisés (variable d’environnement, valeur par défaut)',
      server: 'Serveur',
      model: 'Recherche et modèles de langage',
    },
    examples: 'Exemples',
    exampleQuestion: 'Qu’est-ce qu’ITQ\u202f?',
    otherSettings: 'Paramètres du serveur\u00a0: npm start -- --help',
    yourQuestion: 'Votre question\u00a0: ',
    jsonFlag: 'affiche la réponse entière en JSON',
    onlyFlag:
      'cherche dans ce document seulement, désigné par le nom de son fichier, son dossier ou son identifiant\u202f; peut être répété',
    collectionFlag: 'questions et documents à passer\u00a0: seeds, public, typed ou all (côte à côte)',
    splitFlag: 'questions à passer : dev, test ou all',
    baselineFlag: 'enregistre les résultats comme nouvelle référence',
    questionsFlag: 'questions à poser, au format de eval/questions.jsonl, pour un autre dossier de documents',
    modeFlag: 'qui répond\u00a0: auto, extractive ou llm (le modèle de --llm)',
    baselineFileFlag: 'référence à comparer ou à écrire',
    reportFlag: 'dossier des rapports (Markdown, JSON, JUnit XML et une page HTML), eval/report par défaut',
    readingFlag: 'épreuve de lecture à la place\u00a0: questions avec leur passage (JSON Lines, aussi en gzip)\u202f; peut être répétée',
    reportWritten: (folder: string) => `Rapports : ${folder}`,
    helpFlag: 'affiche cette aide',
    versionFlag: 'affiche la version',
    watchFlag: 'reste en marche et indexe de nouveau dès que des documents changent',
    watching: (folder) => `Surveillance de « ${folder} »\u202f; Ctrl+C y met fin.`,
    questionNeeded: 'ask attend une question, par exemple : npm run ask -- "C’est quoi ITQ ?"',
    partial: (documents, of, url) =>
      `${documents < 2 ? 'Le premier document' : `Les ${documents.toLocaleString('fr-CA')} premiers documents`} sur ${of.toLocaleString('fr-CA')} ${documents < 2 ? 'peut' : 'peuvent'} déjà être ${documents < 2 ? 'interrogé' : 'interrogés'}\u00a0: ${url}`,
    listening: (url) => `Sourcier répond à l’adresse ${url}`,
    ready: (documents, passages, generation) =>
      `${plural(documents, 'document', 'documents')}, ${plural(passages, 'passage', 'passages')}, index ${generation}`,
    built: (ready) => `Index construit\u00a0: ${ready}`,
    upToDate: (ready) => `Index à jour\u00a0: ${ready}`,
    stages: { documents: 'Lecture et analyse des documents', write: 'Écriture de l’index' },
    pace: (perSecond, left) => `${perSecond}/s, encore ${left}`,
    summary: ({ added, changed, unchanged, removed, leftOut }) =>
      [
        plural(added, 'nouveau document', 'nouveaux documents'),
        plural(changed, 'modifié', 'modifiés'),
        plural(unchanged, 'inchangé', 'inchangés'),
        plural(removed, 'supprimé', 'supprimés'),
        plural(leftOut, 'laissé de côté', 'laissés de côté'),
      ].join(', '),
    mcp: 'sert le Model Context Protocol sur l’entrée et la sortie standard',
    feedback: 'affiche les avis conservés, comme candidats pour le jeu d’évaluation (JSON Lines)',
    doctor: 'vérifie la configuration, le modèle, l’index, le disque et le module natif, et dit quoi faire',
    checks: {
      node: 'Node',
      settings: 'Paramètres',
      model: 'Modèle de vectorisation',
      native: 'Module HNSW',
      documents: 'Documents',
      index: 'Index',
      disk: 'Disque',
      port: 'Port',
      feedback: 'Avis',
      llm: 'Modèle de langage',
      exposure: 'Accès',
    },
    checked: (name, state, detail) => `${name}\u00a0: ${state}${detail === '' ? '' : ` – ${detail}`}`,
    states: { ok: 'OK', warning: 'attention', failure: 'échec' },
    checkedDocuments: (n, untried) =>
      `${plural(n, 'fichier', 'fichiers')}${untried > 0 ? `\u202f; ${plural(untried, 'n’est pas encore indexé et n’a pas été essayé', 'ne sont pas encore indexés et n’ont pas été essayés')}` : ''}`,
    checkedMore: (n) => `… et ${plural(n, 'autre', 'autres')}`,
    checkedIndex: (passages, generation) => `${plural(passages, 'passage', 'passages')}, ${generation}`,
    noIndexYet: 'aucun pour l’instant\u202f; le premier démarrage le construit',
    spaceLeft: (left) => `${left.toLocaleString('fr-CA')} Mio libres`,
    switchedOff: 'désactivé',
    withToken: 'jeton exigé',
    thisMachine: 'cette machine seulement',
    allWell: 'Tout est en ordre.',
    someWarnings: 'Cela fonctionne, avec les réserves ci-dessus.',
    someFailures: 'Cela ne fonctionne pas encore\u00a0: faites ce qui est indiqué ci-dessus, puis recommencez.',
    noSource: 'Passages les plus proches :',
    stopping: 'Arrêt en cours : plus de nouvelles questions ; les réponses commencées se terminent.',
  },
  settings: {
    documents: 'dossier des documents à interroger, ou none pour répondre d’après l’index publié sans rien indexer',
    index: 'dossier où l’index est conservé',
    model: 'dossier du modèle de vectorisation',
    reader: 'ce qui choisit les phrases\u00a0: features (les critères appris), ou le dossier d’un modèle de lecture',
    ocr: 'texte des images et des pages numérisées\u00a0: off, ou on pour le reconnaître (demande des paquets à part)',
    store: 'emplacement de l’index et recherche vectorielle\u00a0: hnsw ou exact dans un dossier, ou postgres',
    database:
      'adresse d’une base de données PostgreSQL avec pgvector, pour --store postgres, ou none\u202f; de préférence dans SOURCIER_DATABASE, car elle peut contenir un mot de passe',
    port: 'port d’écoute ; 0 en choisit un libre',
    host: 'adresse d’écoute',
    threshold: 'confiance en deçà de laquelle il n’y a pas de réponse, de 0 à 1, ou auto (valeur ajustée)',
    llm: 'modèle de langage, sous la forme fournisseur:nom (openai, anthropic, ollama, local:DOSSIER), ou none\u202f; sa clé dans SOURCIER_LLM_KEY',
    'llm-url': 'adresse du serveur du modèle, ou auto pour celle du fournisseur',
    'llm-first': 'délai, en secondes, jusqu’au premier mot d’un modèle de langage\u202f; davantage pour un grand modèle sur cette machine',
    'llm-timeout':
      'délai, en secondes, pour la réponse entière d’un modèle de langage\u202f; passé ce délai, la réponse est faite de citations',
    'llm-tokens': 'nombre maximal de jetons qu’un modèle de langage rédige par réponse (max_tokens)',
    'llm-passages': 'nombre maximal de passages qu’un modèle de langage reçoit',
    'llm-sentences': 'nombre maximal de phrases de ces passages qu’un modèle de langage reçoit',
    'allowed-hosts': 'noms auxquels le serveur répond, séparés par des virgules, ou auto pour cette machine seulement',
    'cors-origins': 'sites dont les pages peuvent utiliser le serveur, séparés par des virgules, ou none',
    'trust-proxy': 'adresses des mandataires dont l’en-tête X-Forwarded-For est cru, séparées par des virgules, ou none',
    'base-path': 'chemin sous lequel un mandataire sert ce programme, par exemple /sourcier, ou none',
    'rate-limit': 'requêtes par minute d’une même adresse autre que cette machine ; 0 pour aucune limite',
    topics: 'fichier de sujets auxquels répondre dans vos propres mots au lieu de les chercher (JSON), ou none',
    feedback: 'fichier où les avis sont conservés, ou none',
    log: 'ce qui est journalisé en JSON sur la sortie d’erreur : errors, requests ou questions (sans renseignements personnels)',
    upload: 'si des documents peuvent être ajoutés par la page, sur cette machine seulement\u00a0: off ou on',
    refresh: 'secondes entre deux recherches de documents modifiés ; 0 pour jamais',
    language: 'langue des messages du terminal : en, fr ou auto (d’après LANG)',
  },
}
