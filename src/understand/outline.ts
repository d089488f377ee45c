/**
 * "Summarise the document on X", "outline of guide.pdf", « plan du guide » : one document as a whole is asked for, not a fact of it. Patterns of
 * both languages side by side; pure functions over text. Whether there is such a document is for the documents to tell.
 */

export interface OutlineWish {
  /** What the document is called, as it was typed; '' where the message says "this document" and no more. */
  name: string
  /** It says itself that it is a document: "the document on X", "guide.pdf", a title in quotation marks. */
  isDocument: boolean
  /** It is the title of a document, as one was offered: no other document is meant. */
  isTitle?: true
}

const FILE_NAME = '[^\\s"“«»”?!,;:()]{1,120}\\.[a-z][a-z\\d]{1,4}'
/** Kinds of document, by which "plan du guide" is told from « plan du quartier ». */
const KIND =
  '(?:documents?|files?|fichiers?|textes?|pages?|guides?|guidelines|handbooks?|manuals?|manuels?|reports?|rapports?|polic(?:y|ies)|politiques?|by-?laws?|regulations?|règlements?|rules|règles|acts?|lois?|directives?|strateg(?:y|ies)|stratégies?|agreements?|ententes?|conventions?|contracts?|contrats?|brochures?|leaflets?|dépliants?|press releases?|communiqués?|minutes|procès-verba(?:l|ux)|charters?|chartes?|codes?|news ?letters?|infolettres?|articles?|circulars?|circulaires?|memos?|notes? de service)'
/** A name with more behind it, and one that ends the message. */
const INNER = '(?<name>[^?!\\n]{2,160}?)'
const END = '\\s?[?!.]*$'
const NAME = `${INNER}${END}`
/** "Could you make me a summary", « pourriez-vous me faire un résumé » : what is wanted stands behind it. */
const GIVE_EN =
  "(?:(?:can|could|would|will) you (?:please |kindly )?|please |i(?:[’']d| would) like (?:you to )?|i (?:want|need) (?:you to )?)?(?:(?:give|make|write|show|provide|list)(?: (?:me|us))? )?"
const GIVE_FR =
  "(?:(?:est-ce que )?(?:peux-tu|pouvez-vous|pourriez-vous|pourrais-tu|tu peux|vous pouvez) (?:s[’']il (?:te|vous) pla[iî]t )?|j[’']aimerais (?:avoir )?|je (?:veux|voudrais) (?:avoir )?)?(?:(?:me|nous) )?(?:(?:fai(?:s|tes|re)|donne[rz]?|écri(?:s|vez|re)|rédige[rz]?|montre[rz]?|présente[rz]?|liste[rz]?|énumère[rz]?)(?:[- ](?:moi|nous))? )?"
/** How it is wanted, behind the name. */
const MANNER =
  /(?:,? (?:please|for me|for us|thanks|thank you|briefly|in short|svp|stp|merci|pour (?:moi|nous)|s[’']il (?:te|vous) pla[iî]t|brièvement|en bref|(?:in|en) (?:a few|a couple of|one|two|three|five|\d{1,2}|quelques|une|deux|trois|cinq)(?: \p{L}+)? ?(?:lines?|words?|sentences?|points?|lignes?|mots?|phrases?|paragraphe?s?)?)){1,4}$/iu
const SHORT = '(?:(?:short|brief|quick|courte?|brève?|bref|rapide) )*'

const TOPICS_EN = '(?:topics|subjects|themes|points|matters|sections|chapters|parts)'
const TOPICS_FR = '(?:sujets|thèmes|points|questions|sections|chapitres|parties|rubriques)'

/** What nothing but a document has. */
const PLAIN = [
  `(?:what (?:is|are) )?${GIVE_EN}(?:(?:an?|the) )?${SHORT}(?:summary|outline|synopsis|table of contents|headings|gist|main (?:points|ideas)|key points|highlights) (?:of|for|from|in) ${NAME}`,
  `${GIVE_EN}(?:summari[sz]e|sum up|recap|outline)(?: for (?:me|us))? ${NAME}`,
  `(?:summary|outline|tl;?dr|résumé|sommaire)(?: of|\\s?:) ${NAME}`,
  `${GIVE_EN}(?:(?:an?|the) )?${INNER} (?:summary|outline|table of contents|tl;?dr)${END}`,
  `(?:quel(?:le)?s? (?:est|sont) )?${GIVE_FR}(?:(?:un|le|la|les) |l[’'])?${SHORT}(?:résumé|resume|sommaire|synopsis|table des matières|table des matieres|grandes lignes|points (?:principaux|saillants|clés|essentiels)|essentiel) (?:de l[’'](?=\\p{L})|de la |du |des |de |d[’'])${NAME}`,
  `${GIVE_FR}(?:résume[rz]?|resume[rz]?|synthétise[rz]?)(?:[- ]moi)? ${NAME}`,
]
/** What much else has as well: the document must say that it is one. */
const OTHER = [
  `(?:what (?:is|are) )?${GIVE_EN}(?:(?:an?|the) )?${SHORT}(?:overview|contents|structure|sections|chapters|parts|topics) (?:of|in|from) ${NAME}`,
  `what (?:does|do) ${INNER} (?:cover|contain|deal with|talk about|say)${END}`,
  `what(?:[’']s| is| are) (?:in )?${INNER} about${END}`,
  `what(?:[’']s| is| are)(?: there)? (?:in|inside) ${NAME}`,
  `what ${TOPICS_EN} (?:does|do) ${INNER} (?:cover|contain|have|deal with|discuss|include)${END}`,
  `what ${TOPICS_EN} (?:(?:are|is) )?(?:there |covered |discussed |treated |dealt with |included |contained )?(?:in|by) ${NAME}`,
  `(?:tell me (?:more )?|what (?:should|do) (?:i|we|you) (?:need to )?know )about ${NAME}`,
  `how (?:is|are) ${INNER} (?:organi[sz]ed|structured|divided|laid out)${END}`,
  `(?:quel(?:le)?s? (?:est|sont) )?${GIVE_FR}(?:(?:un|le|la|les) )?${SHORT}(?:plan|aperçu|survol|contenu|structure|sections|rubriques|chapitres|parties) (?:de l[’'](?=\\p{L})|de la |du |des |de |d[’'])${NAME}`,
  `quel(?:le)?s ${TOPICS_FR} (?:y )?sont (?:abordée?s|traitée?s|couvert(?:e)?s|discutée?s|présentée?s) (?:dans|par) ${NAME}`,
  `quel(?:le)?s ${TOPICS_FR} (?:contient|contiennent|comprend|comprennent|abordent?|traitent?|couvrent?|y a-t-il dans) ${NAME}`,
  `(?:qu[’']est-ce qu[’']il y a|il y a quoi|y a quoi) dans ${NAME}`,
  `parle[rz]?[- ](?:moi|nous) (?:de l[’'](?=\\p{L})|de la |du |des |de |d[’'])${NAME}`,
  `(?:que contient|que dit|de quoi (?:traite|parle|est-il question dans)|que trouve-t-on dans|qu[’']y a-t-il dans|comment (?:est|sont) (?:organisée?s?|structurée?s?|divisée?s?)) ${NAME}`,
]
const compiled = (patterns: readonly string[]): RegExp =>
  new RegExp(`^(?:${patterns.map((one, i) => one.replace('(?<name>', `(?<name${i}>`)).join('|')})`, 'iu')
const ALL = { plain: compiled(PLAIN), other: compiled(OTHER) }

const SAYS_SO = new RegExp(`(?<![\\p{L}])${KIND}(?![\\p{L}])|${FILE_NAME}$|^["“«]`, 'iu')
const THE = "(?:(?:the|this|that|my|our|your|le|la|les|ce|cet|cette|mon|notre|votre) |l[’'])?"
const ON = "(?:on|about|sur|qui traite de|au sujet (?:de la|de l[’']|du|des|de)|à propos (?:de la|de l[’']|du|des|de))"
/** "the document on X" is X, "the file guide.pdf" is guide.pdf; what a press release is about is what its title says. */
const ABOUT = new RegExp(
  `^${THE}(?:(?:document|file|fichier|texte|text|page)(?: (?:${ON}|called|named|entitled|titled|of|for|de la|de l[’']|du|des|de|intitulé|nommé|appelé))?|(?:press release|news release|communiqué(?: de presse)?|article|memo|note de service|news ?letter|infolettre|leaflet|dépliant|brochure) ${ON}) `,
  'iu',
)
/** "the harbour document" is the harbour's. */
const NAMED_BEFORE = /^(?:the |this |that |our |your )?(?<name>.{2,}?) (?:document|file|page)$/iu
/** Nothing is named: "summarise this", « résume le document ». */
const NOTHING =
  /^(?:it|this|that|these|those|them|everything|all|ça|ceci|cela|tout|(?:(?:the|this|these|all the|le|ce|les|ces|tous les) )?(?:documents?|files?|texts?|fichiers?|textes?|pages?))(?: (?:please|svp))?$/iu

/** What somebody said, how something is done: of it a document tells something, it is none. */
const CLAUSE = /^(?:what|how|why|when|where|who|ce (?:que|qui|qu[’'])|comment|pourquoi|quand)(?!\p{L})/iu

/** A choice that was offered for "What is the policy?": "What is the policy? (Travel policy)". */
const CHOSEN =
  /^(?:what(?: is|[’']s| are)|quel(?:le)?s? (?:est|sont)|c[’']est quoi) (?:the |les? |la |l[’'])[\p{L}-]{3,30}\s?\?\s\((?<title>[^()]{2,200}(?:\([^()]*\))?)\)$/iu

/** @returns undefined for a question that wants no document as a whole */
export function readOutline(text: string): OutlineWish | undefined {
  const chosen = CHOSEN.exec(text)?.groups?.title
  if (chosen !== undefined) return { name: chosen, isDocument: true, isTitle: true }
  for (const [kind, pattern] of Object.entries(ALL)) {
    const groups = pattern.exec(text)?.groups
    const typed = groups && Object.values(groups).find(Boolean)?.trim().replace(MANNER, '').trim()
    if (typed === undefined) continue
    const given = /\((?<title>[^()]{2,200})\)$/u.exec(typed)?.groups?.title
    if (given !== undefined) return { name: given, isDocument: true, isTitle: true }
    const says = SAYS_SO.test(typed)
    if (NOTHING.test(typed)) return { name: '', isDocument: true }
    if (CLAUSE.test(typed) || (kind === 'other' && !says)) return undefined
    const isDocument = ABOUT.test(typed) || NAMED_BEFORE.test(typed) || new RegExp(`${FILE_NAME}$|^["“«]`, 'iu').test(typed)
    const name = (NAMED_BEFORE.exec(typed)?.groups?.name ?? typed.replace(ABOUT, '')).replace(/^["“«]\s?|\s?["”»]$/gu, '').trim()
    return name === '' ? undefined : { name, isDocument }
  }
  return undefined
}
