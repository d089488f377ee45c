/** What the page and the document of the interface say of each route and field, in French. */
import type { ApiMessages } from './api-en.ts'

export const apiFr: ApiMessages = {
  title: 'L’interface de programmation',
  intro:
    'Posez des questions sur les documents et obtenez des réponses dont chaque phrase porte le passage exact d’où elle vient. Les positions sont des unités de code UTF-16 dans le texte conservé du document\u00a0: text.slice(start, end) === quote.',
  conventions: [
    'Les requêtes et les réponses sont en JSON, encodé en UTF-8. Avec «\u202fAccept: text/event-stream\u202f», une réponse arrive sous forme d’événements\u00a0: answer-start, sentence, answer-end\u202f; answer-restart signifie que ce qui précède ne compte plus.',
    'Une erreur est un objet error\u00a0: code, message (en et fr) et, parfois, details. Le code est stable\u202f; avec 429 et 503, Retry-After indique combien de secondes attendre.',
    'Chaque réponse porte l’en-tête X-Request-Id\u202f; si vous envoyez le vôtre, il est conservé.',
    'Là où la personne responsable a fixé un jeton d’accès, envoyez «\u202fAuthorization: Bearer JETON\u202f». Un navigateur peut l’envoyer comme mot de passe.',
  ],
  routes: {
    ask: {
      summary: 'Poser une question',
      description:
        'Répond dans la langue de la question. answered vaut false quand les documents ne contiennent pas de réponse\u202f; passages contient alors les plus proches.',
    },
    documents: { summary: 'Lister les documents', description: 'Tous les documents d’où une réponse peut venir.' },
    document: {
      summary: 'Lire un document',
      description: 'Le texte conservé, auquel renvoient les positions, et ses parties qui sont dans l’autre langue.',
    },
    original: {
      summary: 'Fichier d’un document',
      description:
        'Le fichier lui-même, tel qu’il a été lu\u00a0: PDF et texte à afficher, autres types à télécharger. 404 s’il a changé depuis.',
    },
    addDocuments: {
      summary: 'Ajouter des documents depuis cette machine',
      description:
        'Fichiers dans le champ file, 50 Mio chacun et 64 Mio ensemble, lorsque le serveur a été démarré avec --upload on et que la page est ouverte sur sa propre machine. Un fichier y est en entier ou pas du tout\u202f; un fichier de même nom n’est pas remplacé. L’index suit de lui-même.',
    },
    adminAddDocuments: {
      summary: 'Ajouter des documents',
      description:
        'Fichiers dans le champ file, 50 Mio chacun et 64 Mio ensemble\u202f; avec le champ replace, ceux de même nom sont remplacés. L’index suit de lui-même.',
    },
    adminRemoveDocument: {
      summary: 'Retirer un document',
      description:
        'Par sa source. Le fichier est déplacé dans le dossier caché .removed du dossier des documents\u202f; l’index suit de lui-même.',
    },
    page: {
      summary: 'Page d’un PDF en image',
      description:
        'PNG d’au plus 1200 pixels de largeur, où l’extrait du texte conservé de start à end est surligné en jaune. X-Marked-At indique à quelle hauteur se trouve la première marque, de 0 à 1. 404 si le document n’est pas un PDF ou a changé depuis.',
    },
    source: {
      summary: 'Page d’un document',
      description: 'Le texte entier sous forme de page, avec l’extrait de start à end surligné.',
    },
    feedback: {
      summary: 'Dire si une réponse a été utile',
      description:
        'Conservé dans un fichier de ce serveur, sur le disque avant la réponse\u202f; les renseignements personnels reconnus en sont d’abord retirés.',
    },
    health: {
      summary: 'Le serveur est-il prêt\u202f?',
      description: '503 tant que l’index n’est pas ouvert, puis 200 avec ok, ou degraded et les raisons.',
    },
    metrics: {
      summary: 'Mesures',
      description: 'Nombres et durées au format texte de Prometheus\u202f; jamais un mot d’une question.',
    },
    models: { summary: 'Protocole d’OpenAI\u00a0: les modèles', description: 'Il y en a un, sourcier.' },
    model: { summary: 'Protocole d’OpenAI\u00a0: un modèle', description: 'Le même que dans la liste.' },
    chatCompletions: {
      summary: 'Protocole d’OpenAI\u00a0: une réponse',
      description:
        'Le dernier message de la personne est la question, les précédents en sont l’historique. Les citations sont des liens Markdown dans le texte, des annotations du message et, en entier, le champ sourcier. Avec stream, les phrases arrivent à mesure qu’elles sont vérifiées. max_tokens termine la réponse entre deux phrases, la première étant toujours entière\u202f; n supérieur à 1, response_format et les outils obligatoires sont refusés. usage compte des morceaux qui nous sont propres (mots par parties de six caractères, signes), et non les jetons d’un modèle. Ce que les clients demandent entre deux questions (un titre, des étiquettes, des questions qui pourraient suivre) reçoit une réponse par règle.',
    },
    responses: {
      summary: 'Protocole d’OpenAI\u00a0: une réponse, telle que les clients récents la demandent',
      description:
        'Comme chat/completions, sous la forme de l’API Responses\u00a0: le dernier message de la personne est la question. Les citations sont des liens Markdown dans le texte, des annotations de celui-ci et, en entier, le champ sourcier. Rien n’est conservé sur le serveur\u00a0: une conversation est envoyée en entier, previous_response_id et background sont refusés. usage compte des morceaux qui nous sont propres (mots par parties de six caractères, signes), et non les jetons d’un modèle.',
    },
    embeddings: {
      summary: 'Protocole d’OpenAI\u00a0: des vecteurs',
      description:
        'Les vecteurs dont l’index est fait, de longueur 1\u202f; les deux langues partagent un même espace. Des textes seulement, 256 au plus, de 20\u202f000 caractères\u202f; dimensions doit être celui du modèle. input_type\u00a0: question ou passage, pour les modèles qui les distinguent.',
    },
    mcp: { summary: 'Model Context Protocol', description: 'HTTP en flux, sans session. Outils\u00a0: ask, search, read_document.' },
    reindex: {
      summary: 'Administration\u00a0: indexer de nouveau',
      description: 'Met l’index à jour d’après les documents\u202f; /health en indique l’avancement.',
    },
    feedbackExport: {
      summary: 'Administration\u00a0: exporter les avis',
      description: 'Des candidats pour le jeu d’évaluation, une ligne JSON chacun.',
    },
  },
  fields: {
    question: 'La question, 2\u202f000 caractères au plus.',
    language: 'en ou fr. Dans une requête\u00a0: la langue de la réponse, ou auto pour celle de la question.',
    history:
      'Les échanges précédents, du plus ancien au plus récent\u202f; une question qui en découle y prend son sujet. Rien n’en est conservé.',
    topK: 'Nombre de passages joints à la réponse, de 1 à 20.',
    mode: 'Qui rédige\u00a0: extractive (des citations), llm (un modèle de langage, vérifié) ou auto. Dans une réponse\u00a0: qui a rédigé.',
    id: 'Identifiant, de la réponse ou du document.',
    answered: 'Indique si les documents contiennent une réponse.',
    reason:
      'Pourquoi il n’y a pas de réponse tirée des documents\u202f; help\u00a0: la question était une salutation, un remerciement, une demande d’aide ou une question sur ce service, qui répond en son propre nom. Dans un avis, pourquoi la réponse n’a pas aidé.',
    choices: 'Avec la raison ambiguous\u00a0: des formulations possibles de la question.',
    alternatives:
      'Les mêmes formulations dans le même ordre, chacune avec ce qui la distingue des autres\u00a0: le nom d’une personne et la fonction qu’un document lui donne, ou le titre d’un document\u202f; et son année.',
    name: 'Nom de la personne, ou titre du document, dont il s’agit.',
    role: 'Ce qu’un document dit de cette personne juste après son nom\u202f; abrégé s’il est long.',
    year: 'Année de ce document.',
    about:
      'Dans une requête\u00a0: ce sur quoi porte une question complémentaire, au lieu de ce qu’indique l’historique\u202f; un texte vide pour rien de ce qui précède. Dans une réponse\u00a0: ce sur quoi on a compris qu’elle portait.',
    doubt:
      'true quand la confiance est faible\u00a0: la réponse peut ne pas convenir, et les passages les plus proches valent d’être montrés.',
    parts:
      'Quand le message contient plusieurs questions ou compare deux choses (une partie pour chacune)\u00a0: pour chacune, si elle a une réponse, cette réponse, sa confiance et la position de ses phrases dans sentences.',
    topic:
      'Ce qui a été écrit au lieu d’une question aux documents\u00a0: distress, insult, opinion, legal-advice, medical-advice, command, task ou un sujet de l’exploitant. Le service répond en son propre nom, sans citation.',
    suggestions: 'Des questions voisines auxquelles les documents répondent.',
    understood:
      'La question telle qu’elle a été cherchée, quand elle a pris son sujet dans l’historique ou qu’une seule phrase parmi plusieurs a été posée.',
    scope:
      'Où la question a été cherchée, lorsqu’elle le dit elle-même\u00a0: «\u202fà l’article 7\u202f», «\u202fdans guide.pdf\u202f», «\u202fdans la politique de 2022\u202f».',
    section: 'Numéro de la section, tel que la question le donne.',
    confidence: 'Probabilité estimée que les passages répondent à la question, de 0 à 1.',
    answer: 'La réponse entière sous forme de texte, avec [1] là où se trouve une source\u202f; jamais vide.',
    sentences: 'La réponse phrase par phrase, chacune avec les numéros de ses citations.',
    citations: 'Les sources, dans l’ordre où elles servent\u202f; d’une phrase\u00a0: leurs numéros.',
    passages: 'Les passages les plus proches de la question, le meilleur d’abord\u202f; dans health, leur nombre.',
    model: 'Nom du modèle qui a rédigé la réponse.',
    notice:
      'Pourquoi un modèle de langage demandé n’a pas rédigé cette réponse\u202f; llm-none\u00a0: aucun n’est configuré, alors que mode était llm.',
    redacted: 'Types de renseignements personnels retirés de la question avant qu’un modèle de langage situé ailleurs la reçoive.',
    versions:
      'Ce que d’autres versions du document qui répond disent à la place, chacune avec sa citation\u202f; ne fait pas partie de la réponse, et absent si une année était demandée.',
    citation: 'La source de ce que dit une autre version.',
    verified: 'Nombre de phrases que la vérification a gardées, et nombre de celles qu’elle a écartées.',
    timings: 'Millisecondes, en tout et par étape.',
    index: 'Génération de l’index et modèle de ses vecteurs\u202f; avec partial, tant que tous les documents n’ont pas pu être consultés.',
    n: 'Numéro de la citation, comme dans [1].',
    documentId: 'Identifiant du document\u00a0: GET /documents/{id}.',
    source: 'Chemin du fichier dans le dossier des documents.',
    title: 'Titre du document.',
    quote: 'Les mots du document, exactement\u00a0: text.slice(start, end).',
    start: 'Début de l’extrait, compris.',
    end: 'Fin de l’extrait, non comprise.',
    href: 'Adresse de la page du document, extrait surligné.',
    page: 'Page où l’extrait commence, pour les formats qui ont des pages.',
    counterpart: 'Le même document dans l’autre langue.',
    copies: 'Les autres fichiers au contenu identique, indexés une seule fois.',
    verdict: 'exact\u00a0: la citation a été trouvée mot pour mot à sa place.',
    text: 'Texte de la phrase, du passage ou du document.',
    score: 'Plus il est grand, mieux c’est\u202f; comparable au sein d’une même réponse seulement.',
    why: 'Les mots de la question et du passage qui se correspondent, et à quel point ils se ressemblent (1\u00a0: le même mot).',
    characters: 'Longueur du texte en unités de code UTF-16.',
    sha256: 'SHA-256 du fichier.',
    date: 'Jour ou mois que le document indique, ISO 8601.',
    pages: 'Nombre de pages, pour les formats qui en ont.',
    warnings:
      'Ce qu’il faut savoir en lisant\u00a0: caractères perdus ou invisibles, texte que ses pages cachent, ordre qui n’a pu être établi, parties laissées de côté.',
    recognition: 'Confiance moyenne du texte reconnu dans des images, de 0 à 1\u202f; absente s’il n’y en a pas.',
    blocks: 'Titres, paragraphes, listes, tableaux et pages du texte, dans l’ordre de leur début, chacun avant ceux qu’il contient.',
    kind: 'heading (titre), paragraph, item (élément de liste), table, row (rangée), cell, pair (étiquette et valeur), page ou code.',
    level: 'Pour un titre, de 1 (le plus haut) à 6\u202f; pour un élément de liste, sa profondeur à partir de 1.',
    label: 'Pour une cellule, l’en-tête de sa colonne\u202f; pour une paire, son étiquette\u202f; pour une page, son numéro ou son nom.',
    chrome: 'Habillage de la page, comme un avis de droit d’auteur\u00a0: affiché, jamais cité.',
    runs: 'Parties qui ne sont pas dans la langue du document.',
    status: 'starting, ok, degraded ou stopping.',
    documents:
      'Dans une requête\u00a0: identifiants des documents où chercher, de 1 à 1\u202f000\u202f; tous les documents si le champ est absent. Dans scope\u00a0: documents où l’on a cherché. Dans health\u00a0: nombre de documents indexés.',
    store: 'Façon de chercher les vecteurs\u00a0: hnsw, exact ou postgres.',
    llm: 'Le modèle de langage, et s’il est prêt ou suspendu après des échecs.',
    questions: 'Nombre de questions en traitement, et nombre de celles qui attendent.',
    partial:
      'Pendant que le premier index est construit\u00a0: nombre de documents qui peuvent déjà être interrogés, sur ceux qu’il y aura.',
    changes: 'Fichiers modifiés qui ne sont pas encore dans l’index, et secondes écoulées depuis la modification du premier.',
    progress: 'Avancement d’un index en cours de construction.',
    notices: 'Pourquoi le serveur est dégradé.',
    answerId: 'L’id de la réponse évaluée.',
    known:
      'Indique si ce processus a donné une réponse portant cet id, parmi ses 10 000 dernières. Un avis sur une autre est conservé quand même, avec une marque\u00a0: le serveur a pu redémarrer depuis.',
    rating: 'up ou down.',
    comment: 'Une remarque, 1\u202f000 caractères au plus.',
  },
  headings: {
    routes: 'Adresses',
    example: 'Exemple',
    request: 'Requête',
    response: 'Réponse',
    errors: 'Erreurs',
    everywhere: 'Erreurs communes à toutes les adresses',
    field: 'Champ',
    type: 'Type',
    meaning: 'Sens',
    status: 'Code d’état',
    codes: 'Codes',
    required: 'obligatoire',
    machine: 'Description OpenAPI 3.1',
    schemas: 'Schémas',
    token: 'Exige le jeton d’accès, s’il y en a un.',
    adminToken: 'Demande le jeton d’administration.',
  },
}
