/**
 * What is typed that is no question to the documents: a greeting, thanks, a call for help, a question about the product itself, the wish
 * for a list of the documents, distress. Recognised before anything is looked up. But for distress the whole message must be one of a
 * small set of phrases, so that a question which merely begins with "hello" or names "documents" is looked up as ever.
 */
import type { Language } from '../domain.ts'
import { fold } from '../words/analyse.ts'
import { editDistance, mayBeMisspelt } from '../words/spelling.ts'

export const INTENTS = ['greeting', 'thanks', 'goodbye', 'capabilities', 'identity', 'documents', 'distress'] as const
export type Intent = (typeof INTENTS)[number]

export interface Recognised {
  intent: Intent
  /** Of the phrase; undefined where it is said in both languages ("OK"). */
  language: Language | undefined
}

/** What people say around such a phrase; folded, apostrophes as spaces. */
const GREETINGS: Record<Language, string> = {
  en: '(?:hello|hi|hiya|hey|howdy|greetings|good (?:morning|afternoon|evening|day))(?: (?:there|again|everyone|everybody|all|team|sir|madam))?|how are you(?: doing)?(?: today)?|how s it going|nice to meet you',
  fr: '(?:bonjour|salut|bonsoir) (?:a tous|a toutes|tout le monde|madame|monsieur)|(?:re)?bonjour|bonsoir|allo|salut|coucou|bon matin|comment (?:ca va|allez vous|vas tu)|(?:comment )?ca va(?: bien)?|vous allez bien|enchantee?',
}
const THANKS: Record<Language, string> = {
  en: '(?:many )?(?:thanks|thank (?:you|u)|thx|ty|cheers)(?: (?:you|so much|very much|a lot|a million|again|kindly|in advance|everyone))*(?: for (?:your|the|all your|all the) (?:help|answers?|time|assistance))?|that s (?:all|great|perfect|very helpful|helpful)|(?:very )?(?:helpful|useful)|(?:great|good|nice) (?:job|work)|you (?:re|are) (?:great|the best)|much appreciated',
  fr: 'merci(?: (?:beaucoup|bien|infiniment|mille fois|encore|a vous|a toi|d avance|bien a vous))*(?: (?:pour|de) (?:votre|ton|l|tout l|toute l) ?(?:aide|reponses?|temps))?|mille mercis|c est (?:tout|parfait|super|genial|tres utile)|bon travail|tres utile|je vous remercie|je te remercie',
}
const GOODBYES: Record<Language, string> = {
  en: '(?:good ?)?bye(?: bye)?(?: (?:for now|now))?|see (?:you|ya)(?: (?:later|soon|tomorrow|next time))?|(?:have|enjoy) (?:a (?:nice|good|great|lovely) (?:day|evening|night|weekend)|your day)|good ?night|take care|farewell|until next time',
  fr: 'au revoir|a (?:bientot|plus tard|la prochaine|demain)|bonne (?:journee|soiree|nuit|fin de (?:journee|semaine))|bon week end|adieu|ciao|a plus',
}
/** Said in both languages, or in either by everybody; alone they are an acknowledgement. */
const ACKNOWLEDGED =
  'ok(?:ay)?|d accord|super|great|perfect|parfait|excellent|cool|genial|good|bien|nice|bravo|wow|got it|compris|understood|entendu|sourcier'
const COURTESY =
  'please|pls|plz|s il (?:vous|te) plait|svp|stp|(?:well|so|and|now|just|alors|bon|et|donc|euh|um|hmm?)(?= |$)|i have (?:a|one|some) questions?|j ai (?:une|des) questions?|(?:i m|i am|je suis) (?:new here|nouveau|nouvelle)(?: ici)?'

const DOCUMENTS = {
  en: '(?:documents?|files?|sources?|texts?|docs?|documentation|corpus|collection|pdfs?)',
  fr: '(?:documents?|fichiers?|sources?|textes?|docs?|documentation|corpus|collection|pdfs?)',
}
const OWN_EN = '(?:(?:all(?: of)?|the|these|those|your|my|our|available|indexed|uploaded|existing) )*'
const OWN_FR = '(?:(?:tous|toutes|les|des|vos|tes|mes|nos|ces|la|le|l|de) )*'
const HERE_EN =
  '(?: (?:(?:that )?(?:do )?you (?:have|know|hold|read|use|can (?:read|see|search)|have read)(?: access to)?|(?:are |is )?(?:available|here|there|in here|indexed|loaded)|by title))*'
const HERE_FR =
  '(?: (?:(?:que |qu )?(?:vous (?:avez|connaissez|utilisez|lisez)|tu (?:as|connais|utilises|lis))|(?:sont |qui sont )?(?:disponibles?|indexes?|accessibles?|ici)|y a t il|il y a))*'
/** "Can you …", « Pourriez-vous … » before a wish. */
const WISH_EN = '(?:(?:can|could|would|will) you |(?:can|could|may) i |i (?:would like|want|need|d like) (?:to |you to )?|let me )?'
const WISH_FR =
  '(?:(?:est ce que )?(?:peux tu|pouvez vous|pourriez vous|pourrais tu|tu peux|vous pouvez|puis je|je peux) |(?:je voudrais|j aimerais|je veux) )?(?:me |nous )?'

/** Each is the whole of a message, less greetings, thanks and courtesies. */
const PHRASES: Record<Language, Partial<Record<Intent, readonly string[]>>> = {
  en: {
    capabilities: [
      '(?:i need |need |get |some )?help(?: me)?',
      `${WISH_EN}help me(?: out)?`,
      'i need (?:some |your )?(?:help|assistance)',
      'what (?:else )?(?:can|could|do) you do(?: for (?:me|us))?',
      'what (?:are|is) you(?:r)? (?:able to do|capabilities|capable of|functions?|features)',
      '(?:how|what) can you (?:help|assist|do)(?: (?:me|us)(?: with)?)?',
      '(?:what (?:kinds? of )?(?:questions? )?|what )(?:can|could|should|may) i ask(?: you)?(?: about)?',
      'how (?:do|does|can|should|to)(?: i| we| one)? (?:use|work with) (?:you|sourcier|(?:this|the) (?:tool|assistant|app|site|page|program|chat|chatbot))',
      'how (?:do|does) (?:you|sourcier|(?:this|the) (?:tool|assistant|app|site|program|chat|chatbot)) work',
      'what do you know',
    ],
    identity: [
      'who (?:are|r) (?:you|u)',
      'what are you',
      '(?:what s|what is) your name',
      '(?:are you|am i (?:talking|speaking|chatting) (?:to|with)) (?:an? )?(?:(?:real )?(?:human|person|robot|bot|ai|machine|chatbot)|chatgpt|gpt|sourcier)',
      '(?:who|what) (?:is|s) (?:this )?sourcier',
      'who (?:made|built|created|wrote) you',
      '(?:tell me about|introduce|present) yourself',
    ],
    documents: [
      `${WISH_EN}(?:list|show|see|give|get|have|tell|display|view|browse)(?: (?:me|us))?(?: (?:a|the|all|an))*(?: (?:full|complete|whole))?(?: (?:list|titles|names) of)? ?${OWN_EN}${DOCUMENTS.en}${HERE_EN}`,
      `(?:(?:a|the|full|complete) )*(?:list|titles|names) of ${OWN_EN}${DOCUMENTS.en}${HERE_EN}`,
      `${DOCUMENTS.en}(?: list)?`,
      `(?:what|which) (?:kinds? of )?(?:are )?${OWN_EN}${DOCUMENTS.en}(?: (?:do|have) you (?:have|got|know|hold|read|use|search)(?: access to)?| can you (?:read|search|see)| can i (?:search|ask about|read)| are (?:there|available|here|indexed|loaded|in here)| (?:do we|do i) have| is there)${HERE_EN}`,
      `(?:what|which) are ${OWN_EN}${DOCUMENTS.en}${HERE_EN}`,
      `how many ${DOCUMENTS.en} (?:do you have|are (?:there|here|indexed|available)|have you(?: got| read)?)`,
      `what (?:is|s) in (?:your|the|this) ${DOCUMENTS.en}`,
      `(?:do you have|are there) (?:any |some )?${DOCUMENTS.en}`,
    ],
  },
  fr: {
    capabilities: [
      '(?:a l |besoin d |de l )?aide(?: moi)?',
      '(?:aidez|aide) (?:moi|nous)',
      `${WISH_FR}(?:m |nous )?aider`,
      '(?:j ai|j aurais) besoin d (?:un (?:peu )?)?aide|j ai besoin d un coup de main',
      '(?:qu est ce que|que|quoi|qu) (?:est ce que )?(?:tu peux|vous pouvez|peux tu|pouvez vous|sais tu|savez vous|tu sais|vous savez) (?:me |nous )?faire(?: pour (?:moi|nous))?',
      '(?:tu peux|vous pouvez|tu sais|vous savez) faire quoi',
      '(?:en quoi|comment) (?:peux tu|pouvez vous|pourriez vous|tu peux|vous pouvez) (?:m |nous |me )?(?:aider|etre utile)',
      '(?:quelles|quels) (?:(?:sortes|genres) de )?(?:questions )?(?:puis je|est ce que je peux|je peux|peut on|on peut) (?:te |vous )?(?:poser|demander)',
      '(?:que|quoi|qu est ce que) (?:puis je|je peux|peut on|on peut) (?:te |vous )?demander',
      'comment (?:(?:puis je |est ce qu on |est ce que je |peut on |on |dois je )?(?:t |vous |s |m )?(?:utiliser|utilise|servir|servez|sert|sers)(?: de)?) ?(?:sourcier|(?:cet|cette|ce|l|le) ?(?:outil|assistant|site|page|application|appli|programme|robot))',
      'comment (?:(?:ca )?(?:marche|fonctionne)(?: t il)?) (?:sourcier|(?:cet|cette|ce|l) ?(?:outil|assistant|site|page|application|appli|programme|robot))',
      'comment (?:fonctionnes tu|fonctionnez vous|tu fonctionnes|vous fonctionnez|tu marches)',
      'quelles sont (?:tes|vos) (?:capacites|fonctions|fonctionnalites)',
    ],
    identity: [
      '(?:qui|t) (?:es tu|etes vous|tu es|vous etes|es)(?: qui)?(?: toi| vous)?',
      '(?:tu es|t es|vous etes|es tu|etes vous) (?:qui|quoi)(?: toi)?',
      '(?:qu est ce que (?:tu es|vous etes))',
      '(?:comment (?:tu t appelles|t appelles tu|vous appelez vous|vous vous appelez))|(?:quel est (?:ton|votre) nom)|c est quoi (?:ton|votre) nom',
      '(?:es tu|etes vous|tu es|vous etes|t es|(?:est ce que )?je parle a|parle je a) (?:un |une )?(?:(?:vraie? )?(?:humaine?|personne|robot|machine|ia|intelligence artificielle|agent conversationnel)|chatgpt|gpt)',
      '(?:c est quoi|qui est|qu est ce que) (?:ca )?sourcier|sourcier c est quoi',
      '(?:qui (?:t a|vous a) (?:cree|fait|concue?|construit|programme)e?)',
      '(?:presente toi|presentez vous)',
    ],
    documents: [
      `${WISH_FR}(?:donne|donner|donnez|montre|montrer|montrez|affiche|afficher|affichez|liste|lister|listez|voir|avoir|enumere|enumerer|enumerez|obtenir|fournir|consulter)(?: (?:moi|nous))?(?: (?:la|une) liste(?: complete)?(?: (?:de|des|du))?)? ?${OWN_FR}${DOCUMENTS.fr}${HERE_FR}`,
      `(?:la |une )?liste(?: complete)? ${OWN_FR}${DOCUMENTS.fr}${HERE_FR}`,
      `(?:les )?${DOCUMENTS.fr}(?: disponibles?| ?y en a t il)?`,
      `(?:quels|quelles|quel) (?:(?:sortes|types|genres) de )?(?:sont |est )?${OWN_FR}${DOCUMENTS.fr}(?: (?:as tu|avez vous|tu as|vous avez|connais tu|connaissez vous|lis tu|lisez vous|utilises tu|utilisez vous|sont (?:disponibles|indexes|accessibles|la|ici)|y a t il|il y a|puis je (?:consulter|interroger)|peux tu (?:lire|consulter)|pouvez vous (?:lire|consulter)|est ce que (?:tu as|vous avez)))?${HERE_FR}`,
      `(?:qu est ce que|que|c est quoi) (?:tu as|vous avez|as tu|avez vous)?(?: comme| les)? ?${DOCUMENTS.fr}${HERE_FR}`,
      `(?:tu as|vous avez|as tu|avez vous|il y a|y a t il) (?:quels |quoi comme |combien de |des )${DOCUMENTS.fr}`,
      `combien (?:de|d) ${DOCUMENTS.fr} (?:as tu|avez vous|tu as|vous avez|y a t il|il y a|connais tu|lisez vous)`,
      `(?:qu y a t il|il y a quoi|y a quoi) dans (?:tes|vos|les|la|le|ta|votre) ${DOCUMENTS.fr}`,
    ],
  },
}

/** "this" may be what was spoken of before, so these are meant for the product only at the beginning of a conversation. */
const OPENING_PHRASES: Record<Language, readonly string[]> = {
  en: [
    'how (?:do|does|can|should|to)(?: i| we| one)? (?:use|work) (?:this|it)',
    'how (?:does|do) (?:this|it) (?:all )?work',
    'what (?:is|s) this',
  ],
  fr: [
    'comment (?:est ce que )?(?:ca )?(?:marche|fonctionne)(?: t il)?(?: ca)?',
    'ca (?:marche|fonctionne) comment',
    'comment (?:je |on )?(?:utilise|utiliser|me sers de|se sert de) (?:ca|cela|ceci)',
    '(?:c est quoi|qu est ce que c est que) (?:ca|ceci)',
  ],
}

/**
 * Words of somebody who may be in danger, wherever they stand in a message. In the first person, so that a question about what a
 * document says of suicide is none; « je n’en peux plus d’attendre » is impatience.
 */
const DISTRESS: Record<Language, readonly string[]> = {
  en: [
    'i (?:just |really |only )?(?:want|wanna|wish|need|d like|would like|am going|m going|m gonna|am gonna|have decided|feel like) ?(?:to |that )?(?:die|dying|kill(?:ing)? myself|end(?:ing)? my (?:own )?life|end(?:ing)? it all|hurt(?:ing)? myself|harm(?:ing)? myself|cut(?:ting)? myself|disappear forever|i (?:was|were) dead)(?! laughing| of (?:boredom|shame|embarrassment|laughter))',
    'i (?:just |really |only )?(?:want|wanna|need) (?:to )?end it(?: (?:now|tonight|today|here|already|please))*(?= *$)',
    'i (?:ve |have )?(?:been )?(?:thought|thinking|think|m thinking|am thinking) (?:of|about) (?:suicide|killing myself|ending (?:it all|my life)|hurting myself|dying)',
    'i (?:m|am|feel|ve been|have been|m feeling) (?:very |so )?suicidal',
    'i (?:can ?t|cannot|can not) (?:go on|take (?:it|this)|do this|bear (?:it|this)|live like this)(?: (?:any ?more|any longer|like this))*(?= *$)',
    'i (?:don ?t|do not) (?:want|wanna) (?:to )?(?:live|be alive|be here|exist|wake up)(?: any ?more| any longer)?(?= *$)',
    '(?:there is|there s|i (?:have|see)|i ve got) (?:no|nothing|no more) (?:reason |point )?(?:to live|in living|left to live|to live for)(?: for)?',
    '(?:nobody|no one) would (?:even )?(?:care|notice|miss me|cry)(?: (?:if|when) i (?:was|were|am|m|died|disappeared)(?: (?:gone|dead|not here))?)?(?= *$)',
    '(?:everything|it|life|things) would be (?:so much )?(?:easier|better|simpler)(?: for (?:everyone|everybody|them))? if i (?:was|were|wasn ?t|weren ?t|died|disappeared)(?: (?:gone|dead|here|around|alive))?(?= *$)|i wish i (?:was|were) (?:dead|never born|not here)|i wish i (?:had|d) never been born',
    '(?:everyone|everybody|they|my family|the world) (?:would|d|will) be better off without me|(?:i m|i am|i d be|i would be) better off dead',
    '(?:how (?:do|can|to|should)(?: i)?|(?:least painful|painless|quick(?:est)?|easy|easiest|best) ways? (?:to|i can)|ways? (?:to|i can)) (?:(?:kill|hang|hurt|harm|cut) myself|end my (?:own )?life|end it all)|how (?:do|can|to|should)(?: i)? (?:commit suicide|end my life)',
    // Harm that was done, or is being done by somebody else.
    'i (?:ve |have )?(?:just )?(?:took|taken|swallowed) (?:too many|a lot of|all (?:of )?(?:my|the)) (?:\\w+ )?(?:pills|tablets|meds|medications?)',
    'i (?:m|am) in (?:immediate |serious |real )?danger(?= *$)|i (?:feel|am|m) (?:so |very |really |completely )?(?:alone|hopeless)(?: and i have (?:pills|a gun|a knife))?(?= *$)',
    'my (?:boyfriend|girlfriend|husband|wife|spouse|partner|ex|father|mother|dad|mom|mum|stepfather|stepmother|son|brother) (?:is |has |keeps |often |just )?(?:hits?|hitting|beats?|beating|beaten|hurts?|hurting|chokes?|choked|choking|strangles?|strangled|threatens?|threatened|threatening|abuses?|abused|abusing|rapes?|raped) me',
    'i (?:was|am being|m being|ve been|have been|just got|got) (?:raped|sexually assaulted|assaulted|beaten|abused|strangled)',
  ],
  fr: [
    'j(?:e)? ?(?:n )?en (?:peux|peut|peu) (?:vraiment |juste )?plus(?! d(?:e |es |u )?(?!(?:e )?(?:vivre|cette vie|la vie|souffrir)))(?! (?:attendre|le|la|les|me|y|faire|voir|acceder|entrer|ouvrir|payer|deposer|travailler|conduire|obtenir|utiliser))',
    // « Je peux plus modifier ma demande » : without « en », it says what one is no longer able to do.
    'j(?:e)? ?(?:ne )?(?:peux|peut|peu) (?:vraiment |juste )?plus(?: (?:vivre(?: comme ca)?|continuer|endurer(?: ca)?|supporter ca|tenir))?(?= *$)',
    'je (?:veux|voudrais|vais|pense(?: serieusement)? a|songe a|souhaite|prefere(?:rais)?) (?:juste |vraiment )?(?:mourir|me (?:tuer|suicider|pendre|faire du mal|blesser)|mettre fin a (?:mes jours|ma vie)|en finir(?! avec)|disparaitre)(?! de (?:rire|honte|faim|ennui))',
    '(?:j ai|ai) (?:juste |tellement |vraiment )?(?:envie|le gout|l intention) de (?:mourir|me (?:tuer|suicider|faire du mal|blesser)|en finir(?! avec)|disparaitre|mettre fin a (?:mes jours|ma vie))(?! de (?:rire|honte))',
    '(?:j ai|ai) (?:des )?(?:idees (?:suicidaires|noires)|pensees suicidaires)|je (?:suis|me sens) suicidaire|je pense au suicide',
    'je (?:ne |n )?(?:veux|ai|supporte)(?: (?:plus|pas))?(?: (?:envie|le gout|la force))?(?: (?:de|d))? ?(?:plus )?(?:vivre|etre en vie|exister|continuer a vivre)(?: comme ca)?(?= *$)',
    '(?:je n ai|j ai|il n y a) (?:plus|aucune|pas) (?:de |d )?(?:raisons?|envie|gout) de vivre|(?:la|ma) vie ne vaut (?:plus|pas) (?:la peine|le coup)',
    '(?:personne|nul) ne (?:(?:le |s en |me |m )?(?:remarquerait|soucierait|apercevrait|regretterait|pleurerait)|se soucierait de moi)(?: si (?:je (?:n etais|ne suis|disparaissais|mourais)|j etais)(?: (?:plus (?:la|ici)|morte?))?)?(?= *$)',
    '(?:tout|la vie|ce|cela|ca) (?:serait|irait) (?:tellement )?(?:plus (?:simple|facile)|mieux)(?: pour (?:tout le monde|eux|vous))? si (?:j etais (?:morte?|mort|disparue?)|je (?:n etais|ne suis) (?:plus|pas) (?:la|ici|en vie)|je (?:mourais|disparaissais))(?= *$)|j aimerais (?:mieux )?(?:etre morte?|ne (?:plus|jamais) (?:etre (?:la|nee?)|exister))',
    '(?:quelle est |quel est )?(?:la |le |une? )?(?:facon|maniere|moyen|methode) (?:(?:la |le )?(?:moins|plus) \\w+ |indolore |facile |rapide )?(?:de|pour) (?:me (?:tuer|suicider)|mourir|en finir(?! avec))',
    '(?:tout le monde|ils|ma famille|le monde) (?:serait|seraient|iraient|irait) mieux sans moi',
    'comment (?:me (?:tuer|suicider|pendre|faire du mal)|mettre fin a (?:mes jours|ma vie)|en finir avec (?:la|ma) vie)',
    'j ai (?:pris|avale) (?:trop de|beaucoup de|plein de|tous (?:mes|les)|toutes (?:mes|les)) (?:pilules|comprimes|medicaments|cachets|somniferes)',
    'je (?:suis|me sens) en (?:grand )?danger(?= *$)|je me sens (?:si |tellement |tres |trop )?(?:seule?|desesperee?)(?= *$)',
    '(?:mon|ma) (?:conjointe?|mari|femme|epouse|epoux|copain|copine|chum|blonde|partenaire|ex|pere|mere|beau pere|belle mere|fils|frere) (?:me (?:frappe|bat|viole|menace|etrangle|violente|fait (?:du mal|peur))|m a (?:frappee?|battue?|violee?|menacee?|etranglee?|agressee?))',
    'je me suis fait (?:agresser|violer|frapper|battre)|j ai ete (?:agressee?|violee?|battue?|frappee?)|je me fais (?:battre|frapper|violenter)',
  ],
}

const whole = (patterns: readonly string[]): RegExp => new RegExp(`^(?:${patterns.join('|')})$`)
const first = (patterns: readonly string[]): RegExp => new RegExp(`^(?:${patterns.join('|')})(?: |$)`)
const last = (patterns: readonly string[]): RegExp => new RegExp(`(?:^| )(?:${patterns.join('|')})$`)
const anywhere = (patterns: readonly string[]): RegExp => new RegExp(`(?:^| )(?:${patterns.join('|')})(?: |$)`)

const TABLE = (['en', 'fr'] as const).map((language) => ({
  language,
  distress: anywhere(DISTRESS[language]),
  phrases: Object.entries(PHRASES[language]).map(([intent, patterns]) => ({ intent: intent as Intent, pattern: whole(patterns) })),
  opening: whole(OPENING_PHRASES[language]),
}))

/** What is taken off both ends of a message, and what it tells where nothing else is left. */
const AROUND = [
  ...(['en', 'fr'] as const).flatMap((language) => [
    { language, intent: 'thanks' as const, first: first([THANKS[language]]), last: last([THANKS[language]]) },
    { language, intent: 'goodbye' as const, first: first([GOODBYES[language]]), last: last([GOODBYES[language]]) },
    { language, intent: 'greeting' as const, first: first([GREETINGS[language]]), last: last([GREETINGS[language]]) },
  ]),
  { language: undefined, intent: 'thanks' as const, first: first([ACKNOWLEDGED]), last: last([ACKNOWLEDGED]) },
  { language: undefined, intent: undefined, first: first([COURTESY]), last: last([COURTESY]) },
]

/** The words of all phrases that are long enough for a slip to be seen. */
const KNOWN = [
  ...new Set(
    JSON.stringify([GREETINGS, THANKS, GOODBYES, ACKNOWLEDGED, COURTESY, PHRASES, DISTRESS])
      .replace(/\(\?[:=!]/g, ' ')
      .match(/[a-z]{5,}/g),
  ),
]
const KNOWN_WORDS: ReadonlySet<string> = new Set(KNOWN)
/** Small talk is short. */
const LONGEST = 160
/** Characters that distress is looked for in: the whole of a question. */
const LONGEST_DISTRESS = 2000

/** @param opens nothing was said before @returns undefined for whatever should be looked up */
export function recogniseIntent(text: string, opens: boolean): Recognised | undefined {
  const said = plainWords(text.slice(0, LONGEST_DISTRESS))
  // Sentence by sentence: what ends a sentence tells "I want to end it." from "I want to end it early".
  const sentences = text
    .slice(0, LONGEST_DISTRESS)
    .split(/[.!?…;\n]+/u)
    .map(plainWords)
  const distressed = TABLE.find(({ distress }) =>
    sentences.some((sentence) => distress.test(sentence) || distress.test(withoutSlips(sentence))),
  )
  if (distressed) return { intent: 'distress', language: distressed.language }
  if (said.length > LONGEST) return undefined
  return smallTalk(said, opens) ?? smallTalk(withoutSlips(said), opens)
}

function smallTalk(said: string, opens: boolean): Recognised | undefined {
  let left = said
  let around: Recognised | undefined
  for (;;) {
    for (const { language, phrases, opening } of TABLE) {
      const found = phrases.find(({ pattern }) => pattern.test(left))
      if (found) return { intent: found.intent, language }
      if (opens && opening.test(left)) return { intent: 'capabilities', language }
    }
    const cut = AROUND.find(({ first, last }) => first.test(left) || last.test(left))
    if (!cut) return undefined
    // Thanks say more than the goodbye behind them, that more than a greeting, and a language more than none.
    const says = (intent: Intent): number => ['greeting', 'goodbye', 'thanks'].indexOf(intent)
    const isMore = cut.intent && cut.language !== undefined && around !== undefined && says(cut.intent) > says(around.intent)
    if (cut.intent && (around === undefined || isMore || around.language === undefined))
      around = { intent: cut.intent, language: cut.language ?? around?.language }
    left = left.replace(cut.first, '').replace(cut.last, '').trim()
    if (left === '') return around
  }
}

/** Folded words with a space between them: "Hellooo!!" -> "hello", « T’es qui ? » -> "t es qui". */
export function plainWords(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/([a-z])\1{2,}/g, '$1')
    .trim()
}

/** Each word that no phrase holds as the one of a phrase that a slip or two turn it into. */
function withoutSlips(said: string): string {
  return said
    .split(' ')
    .map((word) => (word.length < 4 || KNOWN_WORDS.has(word) ? word : (KNOWN.find((known) => isSlipOf(word, known)) ?? word)))
    .join(' ')
}

/** Of a word of four letters only a missing one: "helo". */
function isSlipOf(word: string, known: string): boolean {
  if (word.length > 4) return mayBeMisspelt(word, known)
  return known.length === 5 && word[0] === known[0] && editDistance(word, known) === 1
}
