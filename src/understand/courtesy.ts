/**
 * What people say around a question: greetings, thanks, who would like to know, how the answer should be, where it should be looked
 * for. None of it is looked up. Patterns of both languages, because a question may be framed in one and put in the other; each stands
 * at the beginning or at the end of what is left, is bounded, and is tried at a bounded number of places.
 */

const ANSWER_WORDS_EN = '(?:details?|answers?|examples?|sources?|references?|citations?|explanations?|summary|overview)'
const ANSWER_WORDS_FR = '(?:détails?|réponses?|exemples?|sources?|références?|explications?|précisions?|résumé)'
const DOCUMENTS_EN =
  '(?:(?:the|these|those|your|my|our|this) )?(?:(?:available|provided|given|attached|following|indexed) )?(?:documents?|documentation|sources?|texts?|files?|passages?|corpus|articles?|information|data|knowledge base|material)(?: (?:provided|available|above|here|at hand|given|(?:that )?you have))?'
const DOCUMENTS_FR =
  "(?:(?:les|ces|vos|tes|mes|nos|le|ce|cet|la|cette) |l[’'])?(?:documents?|documentation|sources?|textes?|fichiers?|passages?|corpus|articles?|informations?|renseignements|données)(?: (?:fournie?s?|disponibles?|ci-dessus|donnée?s?|que (?:vous avez|tu as)))?"

/** How an answer should be put. */
const MANNER_EN = [
  "(?:in|with|using) (?:just |only |about |at most )?(?:one|an?|two|three|a few|a couple of|\\d{1,3}|few|simple|plain|clear|everyday|your own|layman[’']s)(?: (?:single|short|simple|clear|plain|brief))?(?: (?:sentences?|words?|lines?|terms|language|english|paragraphs?|(?:bullet )?points?|nutshell))",
  'in (?:short|brief|detail|summary)',
  'briefly|concisely|step by step',
  'as (?:simply|briefly|clearly) as (?:possible|you can)',
].join('|')
const MANNER_FR = [
  'en (?:une?|deux|trois|quelques|peu de|\\d{1,3})(?: (?:seule?|courtes?|simples?|brèves?))? (?:phrases?|mots?|lignes?|paragraphes?|points?)',
  'en (?:bref|résumé|détail)',
  '(?:en|dans|avec) (?:des |un |vos |tes )?(?:propres )?(?:termes|mots|langage|langue)(?: (?:très|plus))?(?: (?:simples?|claire?s?|courante?s?))?',
  'brièvement|succinctement|étape par étape',
  'de (?:façon|manière) (?:simple|brève|claire|concise|détaillée|succincte)',
  'le plus (?:simplement|brièvement|clairement) possible',
].join('|')

const PLEASE = "please|kindly|pl[sz]|s[’']il (?:vous|te) pla[iî]t|s\\.?v\\.?p\\.?|s\\.?t\\.?p\\.?"
const THANKS_EN =
  '(?:many |with )?(?:thanks|thank you|thx|cheers)(?: (?:so much|very much|a lot|again|kindly|in advance))*(?: for (?:your|the|any) (?:(?:quick|kind) )?(?:help|time|answers?|reply|response|assistance))?(?: in advance)?'
const THANKS_FR =
  "(?:un (?:grand|gros) )?merci(?: (?:beaucoup|bien|infiniment|mille fois|encore|à vous|à toi|d[’']avance|par avance))*(?: (?:pour|de) (?:(?:votre|ton|cette) |l[’'])(?:aide|réponse|temps|attention))?(?: d[’']avance)?"

const REQUEST_EN = [
  '(?:can|could|would|will) (?:you|someone|anyone|anybody)(?: please| kindly| possibly| perhaps| also)*(?: (?:tell|give|show|remind|inform)(?: me| us)(?: about)?| help(?: me| us)(?: to)?(?: (?:know|understand|find(?: out)?|learn))?| (?:explain|clarify|specify|summari[sz]e|confirm)(?: to me| to us| for me| for us)?| let me know)',
  '(?:can|could|may|might) (?:i|we)(?: please)? (?:know|ask(?: you)?)(?! (?:for|to)\\b)',
  '(?:do|does|would) (?:you|anyone|anybody|someone)(?: happen to| by any chance)? know',
  "(?:i|we)(?:[’'](?:d|m|re)| would| am| are| was| were)?(?: just| really| simply)?(?: also)? (?:like|want|wish|need|love|trying|looking|hoping|curious|wonder|wondering|interested|eager)(?: (?:to|in))?(?: (?:know|find out|find|learn|understand|ask(?: you)?|see|hear|determine|knowing|learning|understanding))(?: about)?(?: if you (?:can|could)(?: tell me)?)?",
  "(?:(?:i|we)(?:[’']m| am| are| was| were)? )?(?:just )?(?:wonder|wondering|curious|looking for)",
  '(?:(?:check|verify|search|look(?: (?:it|this))? up)(?: and)? )?(?:tell|remind|inform|give|show) (?:me|us)(?: please)?(?: about)?',
  'let (?:me|us) know',
  'explain(?: to (?:me|us))?',
  'any (?:idea|clue)',
  '(?:is it|would it be) possible to (?:know|tell me|find out)',
  'what (?:can|could) you (?:tell|say to) (?:me|us) (?:about|on)',
  'what do you know about',
  `what (?:do|does) ${DOCUMENTS_EN} (?:say|tell us|mention)(?: about| on)?`,
].join('|')
const TELL_FR =
  "(?:me |m[’']|nous )?(?:dire|expliquer|indiquer|préciser|donner|rappeler|renseigner sur|résumer|confirmer|aider(?: à (?:comprendre|savoir|trouver|connaître))?)"
const KNOW_FR = '(?:(?:(?:vous|te) )?(?:savoir|connaître|comprendre|trouver|demander|apprendre|obtenir|vérifier|découvrir))'
const REQUEST_FR = [
  `(?:est-ce que )?(?:(?:vous |tu |quelqu[’']un )?(?:pouvez|peux|peut|pourriez|pourrais|pourrait|sauriez|saurais|voulez|veux|voudriez|voudrais)(?:[- ](?:vous|tu|il))?)(?: (?:bien|peut-être|aussi|s[’']il (?:vous|te) pla[iî]t))* ${TELL_FR}`,
  `(?:est-ce que )?(?:(?:savez|sauriez|sais|saurais)[- ](?:vous|tu)|(?:vous savez|tu sais|quelqu[’']un sait))(?:,? (?:par hasard|peut-être),?)?(?: ${TELL_FR})?`,
  `(?:je |j[’']|nous |on )(?:voudrais|voudrions|veux|voulons|souhaite(?:rais|rions)?|souhaitons|aimerais|aimerions|aimerait|cherche|cherchons|essaie|essaye|tente|désire|dois|ai besoin)(?: (?:juste|bien|simplement|aussi))*(?: (?:de|à)(?= ))? ${KNOW_FR}(?: si (?:vous (?:pouvez|pouviez)|tu (?:peux|pouvais))(?: me dire)?)?`,
  '(?:je me demand(?:e|ais)|je suis curieu(?:x|se)(?: de (?:savoir|connaître))?|je cherche(?: à savoir)?)',
  '(?:(?:vérifi|cherch|regard)(?:e|es|ez) et )?(?:dis|dites|expliquez?|indiquez?|précisez?|rappelle|rappelez|donnez?|montrez?|parlez?)[- ](?:moi|nous)(?: (?:donc|de|sur))?',
  `(?:merci|veuillez)(?: bien)?(?: de)? ${TELL_FR}`,
  '(?:est-il|serait-il) possible de (?:savoir|connaître|me dire)',
  '(?:avez-vous|as-tu|une) (?:la moindre |une )?idée(?: de)?',
  'que (?:pouvez-vous|peux-tu|pourriez-vous) (?:me |nous )?dire (?:de|sur|à propos de)',
  'que (?:savez-vous|sais-tu) (?:de|sur)',
  `que (?:disent|dit) ${DOCUMENTS_FR}(?!\\s\\d)(?: (?:sur|de|à propos de|au sujet de))?`,
].join('|')

const LEADING = [
  '(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|greetings|dear (?:sir|madam|all|team|sourcier))(?: (?:there|everyone|everybody|all|team|sourcier))?',
  '(?:bonjour|bonsoir|salut|allô|coucou)(?: (?:à tous|à toutes|tout le monde|madame|monsieur|sourcier))*',
  '(?:h+u*m+|u+[hm]+|euh|a+h|o+h)',
  PLEASE,
  THANKS_EN,
  THANKS_FR,
  '(?:so|well|ok(?:ay)?|now|also|alors|bon|bien|donc|eh bien|euh|au fait|by the way)(?=\\s?,)',
  '(?:sorry|excuse me|pardon|excusez-moi|excuse-moi|désolée?)(?: (?:to (?:bother|disturb) you|for (?:the (?:trouble|question)|asking|bothering you)|de (?:vous|te) déranger|pour le dérangement))?(?:,? (?:but|mais)(?!\\p{L}))?',
  "(?:(?:i have|i[’']ve got|here is|here[’']s) )?(?:(?:just|one|an?|another|my|the|quick|small|short|simple|last) )*question(?: for you)?(?=\\s?[:.,–—-])",
  "(?:(?:j[’']ai|voici) )?(?:(?:juste|une|ma|la|petite|courte|simple|autre|dernière) )*question(?: (?:rapide|simple|pour vous))*(?=\\s?[:.,–—-])",
  REQUEST_EN,
  REQUEST_FR,
  MANNER_EN,
  MANNER_FR,
  `(?:according to|based on|from|in|using|per|looking at) ${DOCUMENTS_EN}(?=\\s?[,:])`,
  `(?:d[’']après|selon|à partir de|dans|en (?:vous|te) (?:basant|fondant|appuyant) sur) ${DOCUMENTS_FR}(?=\\s?[,:])`,
]

const PLEA_EN = '(?:(?:and|but|please|kindly|can you|could you),? )*'
const PLEA_FR = "(?:(?:et|mais|merci de|veuillez|(?:pouvez|pourriez)-vous|(?:peux|pourrais)-tu|s[’']il (?:vous|te) pla[iî]t),? )*"
const TRAILING = [
  PLEASE,
  THANKS_EN,
  THANKS_FR,
  `${PLEA_EN}(?:(?:answer|reply|respond|explain(?: it| this)?|say it|put it)(?: me| to me)? )?(?:${MANNER_EN})`,
  `${PLEA_FR}(?:(?:répond(?:s|ez|re)|expli(?:que|quez|quer)|dites|dis)(?:[- ](?:moi|le|nous))* )?(?:${MANNER_FR})`,
  `${PLEA_EN}(?:be|keep it|make it|keep (?:the|your) answers?) (?:very |as )?(?:brief|short|concise|simple|clear|precise|specific|detailed)(?: as possible)?`,
  `${PLEA_FR}(?:soyez|sois|être|fai(?:s|tes)) (?:très |le plus )?(?:brève?|bref|courte?|concise?|simple|claire?|précise?|détaillée?)(?: possible)?`,
  `${PLEA_EN}(?:give|provide|include|add|cite|show)(?: me| us)?(?: (?:some|more|all|any|full|the|your|an?))*(?: (?:short|brief|quick|detailed|complete|precise|simple|clear))* ${ANSWER_WORDS_EN}`,
  `${PLEA_FR}(?:donn(?:e|ez|er)|ajout(?:e|ez|er)|fourni(?:s|ssez|r)|cit(?:e|ez|er))(?:[- ](?:moi|nous))?(?: (?:des|les|plus de|quelques|tous les|toutes les|vos|tes|une?))*(?: (?:courte|brève|petite|bonne))? ${ANSWER_WORDS_FR}(?: (?:courte|brève|précise|détaillée|complète|simple)s?)?`,
  `(?:according to|based on) ${DOCUMENTS_EN}`,
  `(?:d[’']après|selon) ${DOCUMENTS_FR}`,
  // A last sentence that tells how to answer.
  "(?<=[.?!]\\s{1,3})(?:please )?(?:answer|reply|respond|use|cite|quote|write|avoid|limit|don[’']t|do not|explain (?:it|this|that))(?!\\p{L})[^.?!]{0,80}",
  '(?<=[.?!]\\s{1,3})(?:(?:répond|écri)(?:s|vez|ez)|(?:utilis|cit|évit|limit)(?:e|ez)|ne |explique(?:z)?-le)[^.?!]{0,80}',
  '(?:if (?:you (?:please|can|could|know)|possible)|si (?:possible|vous (?:pouvez|savez|le savez)|tu (?:peux|sais|le sais)))',
  '(?:have a (?:nice|good|great) day|(?:best|kind) regards|bonne (?:journée|soirée)|cordialement)',
]

const BETWEEN = '[\\s,;:.!?…()–—-]*'
const leading = new RegExp(`^[^\\p{L}\\p{N}]*(?:${LEADING.join('|')})(?![\\p{L}\\p{N}])${BETWEEN}`, 'iu')
const trailing = new RegExp(`(?<![\\p{L}\\p{N}])(?:${TRAILING.join('|')})${BETWEEN}$`, 'iuy')
/** No frame is longer; a trailing one begins within these last characters. */
const LONGEST = 120
/** Frames around one question. */
const MOST = 8

/** The question itself. A text that is nothing but such words stays as it is. */
export function withoutCourtesy(text: string): string {
  let left = text
  for (let i = 0; i < MOST; i++) {
    const shorter = withoutLast(left.replace(leading, ''))
    if (shorter === left) break
    if (!/[\p{L}\p{N}]/u.test(shorter)) return text
    left = shorter
  }
  return left
}

/** Takes off what ends a text, and leaves the question mark that it may have stood before. */
function withoutLast(text: string): string {
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}])(?=\p{L})/gu)) {
    if (index < text.length - LONGEST) continue
    trailing.lastIndex = index
    if (!trailing.test(text)) continue
    const left = text.slice(0, index).replace(/[\s,;:.!…(–—-]+$/u, '')
    const [mark = ''] = /\s?\?/u.exec(text.slice(index)) ?? []
    return left === '' || left.includes('?') ? left : left + mark
  }
  return text
}
