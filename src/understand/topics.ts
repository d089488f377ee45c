/**
 * What is typed instead of a question to the documents: an opinion asked for, advice on one's own case, an insult, an order to the program,
 * something else to do (a joke, a poem, a translation, a sum, the time); and what an operator adds. Recognised before anything is looked up, in folded words, sentence by sentence. Questions about what documents
 * say of such things are none: the patterns of advice are in the first person, and no question stands beside an insult or an order.
 */
import { z } from 'zod'
import { LANGUAGES, type Language } from '../domain.ts'
import { plainWords } from './intents.ts'
import { askingText, sentencesOf } from './several.ts'

/** `distress` is recognised with the intents; it is named here because an operator may word its reply anew. */
export const TOPICS = ['distress', 'insult', 'opinion', 'legal-advice', 'medical-advice', 'command', 'task'] as const
export type BuiltInTopic = (typeof TOPICS)[number]

const PhrasesSchema = z.array(z.string().min(3).max(100)).max(200)
const ReplySchema = z.string().min(1).max(600)

/** A topic of an operator's file: what it adds to one of ours, or one of its own. */
const OwnTopicSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  /** Ours is not recognised any more. */
  off: z.literal(true).optional(),
  /** Runs of words, whatever their case and accents. */
  phrases: z.strictObject({ en: PhrasesSchema, fr: PhrasesSchema }).optional(),
  reply: z.strictObject({ en: ReplySchema, fr: ReplySchema }).optional(),
})
export type OwnTopic = z.infer<typeof OwnTopicSchema>

const isOurs = (name: string): boolean => TOPICS.some((own) => own === name)

export const TopicsFileSchema = z
  .strictObject({ topics: z.array(OwnTopicSchema).max(50) })
  .refine(({ topics }) => new Set(topics.map(({ name }) => name)).size === topics.length, { error: 'a name twice', path: ['topics'] })
  // Somebody in danger is never given a passage, whatever the documents are.
  .refine(({ topics }) => !topics.some(({ name, off }) => name === 'distress' && off), {
    error: 'distress cannot be off',
    path: ['topics'],
  })
  .refine(({ topics }) => topics.every(({ name, phrases, reply, off }) => isOurs(name) || (phrases && reply && !off)), {
    error: 'a topic of your own needs phrases and a reply',
    path: ['topics'],
  })

export interface RecognisedTopic {
  topic: string
  language: Language
}

const MEDICINE =
  '(?:medications?|medicines?|pills?|drugs?|tablets?|antidepressants?|antibiotics?|ibuprofen|aspirin|tylenol|acetaminophen|advil|insulin|painkillers?|sleeping pills?|vaccines?)'
const MEDICAMENT =
  '(?:medicaments?|pilules?|comprimes?|antidepresseurs?|antibiotiques?|ibuprofene|aspirine|tylenol|acetaminophene|advil|insuline|somniferes?|calmants?|(?<!sans )traitement(?! (?:de (?:ma|la|mon|votre|cette?|demandes?|dossiers?|textes?|donnees|plaintes?)|des|du)(?![a-z])))'
/** « poursuivre » is to go on as well, with one's studies or a request: it sues somebody, or before the courts. */
const SUE_FR =
  '(?:(?:le |la |les |l )?poursuivre (?:en justice|au civil|devant (?:les tribunaux|la cour))|poursuivre (?:mon|ma|mes|son|sa|leurs?|notre|votre|le|la|les|l|une?|cette?|cet) (?:anciens? |ancienne )?(?:patron(?:ne)?|employeurs?|proprietaires?|locateurs?|locatrice|locataires?|voisine?s?|villes?|etat|gouvernement|medecins?|hopital|ecole|entreprises?|compagnies?|conjointe?|ex|mari|femme|banque|assureurs?|assurances?|police|policiers?|avocate?|municipalite|ministere|collegues?|vendeu(?:r|se)s?|garagiste|entrepreneure?s?|agresseur|frere|soeur|pere|mere|personne))'
const PARTY_EN =
  '(?:party|candidate|prime minister|premier|president|politician|leader|religion|government|liberals?|conservatives?|democrats?|republicans?)'
const PARTY_FR =
  '(?:partis?|candidate?s?|premiers? ministres?|presidente?s?|politicien(?:ne)?s?|chefs?|religions?|gouvernements?|liberaux|conservateurs?)'

/** Each may stand anywhere in a sentence. */
const ANYWHERE: Record<Language, Record<'opinion' | 'legal-advice' | 'medical-advice', readonly string[]>> = {
  en: {
    opinion: [
      '(?:who|whom|which (?:party|candidate)|what party) (?:should|would|will|do|did|can) (?:i|you|we|people|one) vote(?: for)?',
      `(?:who|which ${PARTY_EN}) (?:will|should|would|is going to|s going to|do you think will) win`,
      'what (?:do|did|would) you (?:personally )?(?:think|feel|believe) (?:of|about)',
      'do you (?:personally )?(?:support|favou?r|like|love|hate|believe in|agree with|think (?:that )?(?:it|he|she|they|the|abortion|trump|god))',
      'are you (?:for or against|in favou?r of|a (?:liberal|conservative|feminist|communist|christian)|left wing|right wing)',
      '(?:what is|what s) your (?:own |personal )?(?:opinion|view|take|position|stance|favou?rite|politics|religion)',
      `(?:which|what) ${PARTY_EN} (?:is|are) (?:the )?(?:best|better|worst)`,
      `is (?:the )?(?:\\w+ ){0,3}(?:a )?(?:good|bad|terrible|great|corrupt|stupid) ${PARTY_EN}`,
    ],
    'legal-advice': [
      '(?:can|could|should|may) i (?:sue|press charges|take (?:\\w+ ){1,4}to court|plead (?:not )?guilty|get (?:him|her|them) arrested)',
      'should i (?:hire|get|see|call) a lawyer',
      '(?:do|would) i have a (?:case|claim|chance in court|legal case)|do i have grounds (?:for|to)',
      '(?:will|can|could) i (?:go to (?:jail|prison)|be (?:sued|arrested|charged with|deported|convicted))',
      'am i (?:legally )?(?:liable|guilty)',
      'how (?:do|can|should) i sue',
    ],
    'medical-advice': [
      `(?:should|can|may|could|must) (?:i|my \\w+|we) (?:safely )?(?:stop |start |keep |continue )?(?:tak(?:e|ing)|mix(?:ing)?|combin(?:e|ing)|stop|quit) (?:\\w+ ){0,4}${MEDICINE}`,
      `(?:what|which|how much|how many) (?:\\w+ ){0,4}(?:dose|dosage|${MEDICINE}) (?:\\w+ ){0,4}(?:should|can|do|must) (?:i|my \\w+|we) (?:take|give|use)`,
      `(?:what|which) (?:dose|dosage) of \\w+ (?:should|can|do|must) (?:i|we)`,
      'i (?:have|ve|had|m having|am having|feel|m feeling|have had|ve had|have been having) (?:\\w+ ){0,6}(?:pains?|fever|headaches?|bleeding|dizzy|nausea|rash|lump|chest pain|symptoms?)(?= |$)(?: \\w+){0,12} (?:what (?:should|can|do) i|should i|is (?:it|this)|do i)',
      '(?:do|might|could) i have (?:a )?(?:cancer|diabetes|covid|depression|adhd|heart attack|stroke|concussion|infection)',
      'is (?:my|this) (?:\\w+ ){0,3}(?:infected|cancerous|contagious|a heart attack|a stroke)',
    ],
  },
  fr: {
    opinion: [
      '(?:pour qui|pour quel (?:parti|candidat)) (?:devrais je|dois je|faut il|est ce que je (?:dois|devrais)|votes tu|voteriez vous|voterais tu|devrait on|je (?:devrais|dois)) ?(?:voter)?',
      `(?:qui|quel ${PARTY_FR}) (?:va|devrait|doit|pourrait) gagner`,
      '(?:que|qu est ce que) (?:penses tu|pensez vous|tu penses|vous pensez) d(?:e|es|u)?(?= )|(?:tu penses|vous pensez) quoi d',
      '(?:es tu|etes vous|tu es|vous etes) (?:pour ou contre|en faveur d\\w*|de (?:gauche|droite)|feministe|communiste|croyante?)',
      '(?:quelle|quel) est (?:ton|votre) (?:propre )?(?:opinion|avis|position|point de vue|parti|religion)(?: prefere)?',
      `quel(?:le)? ${PARTY_FR} est (?:le |la )?(?:meilleure?|pire|mieux)`,
      '(?:aimes tu|aimez vous|detestes tu|crois tu|croyez vous|appuies tu|appuyez vous) ',
      `est ce que (?:\\w+ ){1,4}est (?:une? )?(?:bone?n?|mauvaise?|terrible|corrompue?) ${PARTY_FR}`,
    ],
    'legal-advice': [
      '(?:puis je|est ce que je peux|je peux|dois je|devrais je|pourrais je) (?:le |la |les |l |me )?(?:porter plainte|trainer (?:\\w+ ){1,3}en justice|plaider (?:non )?coupable|faire (?:arreter|un proces))',
      `(?:puis je|est ce que je peux|je peux|dois je|devrais je|pourrais je) ${SUE_FR}`,
      '(?:dois je|devrais je|est ce que je (?:dois|devrais)) (?:engager|prendre|voir|consulter|appeler) un (?:avocat|notaire)',
      '(?:ai je|est ce que j ai|j ai) (?:une? (?:bonne )?(?:cause|chance de gagner|recours)|des recours)(?: juridiques?)? contre',
      '(?:vais je|est ce que je (?:vais|risque d|peux)|puis je) ?(?:aller en prison|etre (?:poursuivie?|arretee?|accusee?|expulsee?|condamnee?))',
      'suis je (?:legalement )?(?:responsable|coupable)',
      `comment (?:puis je |je peux |faire pour )?(?:intenter un proces a|${SUE_FR})`,
    ],
    'medical-advice': [
      `(?:dois je|devrais je|puis je|est ce que je (?:dois|devrais|peux)|je (?:dois|peux)) (?:\\w+ ){0,4}(?:prendre|arreter|cesser|commencer|melanger|continuer)(?: \\w+){0,5} ${MEDICAMENT}`,
      `(?:quelle|quel) (?:dose|dosage|${MEDICAMENT}) (?:\\w+ ){0,4}(?:dois je|devrais je|puis je|faut il|est ce que je (?:dois|peux)) ?(?:donner|prendre|administrer)?`,
      'j ai (?:\\w+ ){0,4}(?:mal|douleurs?|fievre|vertiges?|nausees?|bosse|saignements?|symptomes?)(?: \\w+){0,12} (?:que (?:dois|devrais) je|que faire|dois je|est ce (?:que|grave)|qu est ce que je (?:dois|peux))',
      '(?:ai je|est ce que j ai|aurais je) (?:un |une |le |la )?(?:cancer|diabete|covid|depression|tdah|crise cardiaque|avc|commotion|infection)',
      'est ce que (?:ma|mon|cette|ce) (?:\\w+ ){1,3}est (?:infectee?|cancereu(?:x|se)|contagieu(?:x|se))',
    ],
  },
}

const INSULT_EN =
  '(?:stupid|idiots?|idiotic|useless|dumb|morons?|worthless|garbage|trash|pathetic|shit(?:ty)?|crap(?:py)?|fucking|ugly|retarded|imbecile|fool|hopeless)'
const INSULT_FR =
  '(?:stupides?|idiote?s?|nuls?|nulles?|cons?|conne|debiles?|imbeciles?|inutiles?|pourrie?s?|minables?|cretine?s?|abrutie?s?|merdes?|incompetente?s?|ordures?)'
const THING = '(?:bot|chatbot|machine|robot|ai|ia|thing|program|computer|assistant|programme|ordinateur|truc)'

/** The whole of the first sentence, of a message that asks nothing. */
const WISH_EN =
  '(?:(?:please|now|then) )*(?:(?:can|could|would|will) you (?:please )?|i (?:want|need|would like) you to |help me (?:to )?)?(?:please )?'
const WISH_FR =
  '(?:(?:s il (?:te|vous) plait|svp|maintenant) )*(?:(?:est ce que )?(?:peux tu|pouvez vous|pourriez vous|pourrais tu|tu peux|vous pouvez|veux tu|voulez vous) |(?:j aimerais|je veux|je voudrais) que (?:tu|vous) |aide[sz]? moi a )?(?:(?:me|nous|m) )?'
const WORK_EN = '(?:poem|haiku|song|rap|limerick|story|joke|riddle|essay|tweet|recipe|slogan)s?'
const WORK_FR = '(?:poeme|haiku|chanson|rap|histoire|conte|blague|devinette|dissertation|gazouillis|recette|slogan)s?'
/** What stands in documents as well ("give me the email of …", « le code de conduite »): one that is to be written. */
const TEXT_EN = '(?:e ?mail|letter|speech|post|script|program|code|function|resume|cv|advertisement)s?'
const TEXT_FR = '(?:courriel|lettre|discours|redaction|script|programme|code|fonction|cv|publicite)s?'
const ABOUT_EN = '(?: (?:about|on|for|to|in|that|please|of (?:the|thanks)|asking|with)(?: .*)?)?'
const ABOUT_FR = '(?: (?:sur|pour|de|d|a|au|en|qui|avec|drole|stp|svp|s il)(?: .*)?)?'

/** The program's own text; "the instructions for composting" are a document's. */
const SECRET_EN =
  '(?:system prompt|prompt|hidden \\w+|words? above|(?:your|previous|initial|original|secret|system) (?:\\w+ )?(?:instructions|configuration|string)|(?:instructions|configuration|string)(?= *$))'
const SECRET_FR =
  '(?:mots? ci dessus|invite (?:du )?systeme|(?:tes|vos|ton|votre) (?:\\w+ )?(?:invite|instructions|consignes|chaine|configuration)|(?:instructions|consignes|configuration) (?:precedentes?|initiales?|cachees?|secretes?|(?:du )?systeme)|(?:invite|instructions|consignes|chaine|configuration)(?= *$))'

const WHOLE: Record<Language, Record<'insult' | 'command' | 'task', readonly string[]>> = {
  en: {
    insult: [
      `(?:you|u) (?:are|re|r) (?:(?:a|an|so|such|just|really|the|very|most|all|totally|all) ){0,4}(?:\\w+ ){0,1}${INSULT_EN}(?: \\w+){0,4}`,
      '(?:just )?shut (?:up|it)(?: .{0,40})?|(?:go )?(?:fuck|screw) (?:you|off|yourself)(?: .{0,40})?|go to hell(?: .{0,40})?|you suck(?: .{0,40})?|i hate you(?: .{0,40})?',
      `(?:what a |you )?(?:${INSULT_EN} ){1,3}${THING}`,
    ],
    command: [
      '(?:please )?(?:ignore|disregard|forget|override|bypass) (?:\\w+ ){0,6}(?:instructions?|rules?|above|prompts?|guidelines?|restrictions?|everything|training)(?: .*)?',
      `(?:please )?(?:print|reveal|show|display|output|repeat|write|type|echo|return)(?: me)? (?:\\w+ ){0,4}${SECRET_EN}(?: .*)?`,
      '(?:please )?(?:say|repeat|reply|respond|answer|write|type|output)(?: \\w+){0,3} (?:(?:the )?(?:word|string|phrase|text|letters|letter(?= [a-z](?: |$)))|after me|and nothing else|twice|in capital letters)(?: .*)?',
      'from now on(?: .*)?|you are now(?: .*)?|(?:act|behave|respond) as (?:if|though|an? )(?: ?.*)?|pretend (?:to|that|you)(?: .*)?|role ?play(?: .*)?',
      'translate (?:this|that|it|everything|the above|your \\w+)? ?(?:in)?to (?:\\w+ ){1,3}(?:language|speak|and) (?:.*)|(?:begin|start|end|sign) (?:each|every|all|your) (?:reply|answer|response|message)s?(?: .*)?',
      'tell the user(?: .*)?|new (?:task|instructions?)(?: .*)?',
    ],
    task: [
      `${WISH_EN}(?:tell|give|write|compose|create|make|draft|generate|sing|invent|crack|do)(?: (?:me|us)(?= )| (?=(?:an?|another|some|one|my) ))(?: ?(?:an?|another|some|one|more|any|my|funny|good|short|little|nice|love|birthday))* ${WORK_EN}${ABOUT_EN}`,
      `${WISH_EN}(?:write|compose|create|make|draft|generate)(?: (?:me|us)(?= )| (?=(?:an?|another|some|one|my) ))(?: ?(?:an?|another|some|one|more|any|my|good|short|little|nice|formal|cover|love|birthday))* ${TEXT_EN}${ABOUT_EN}`,
      `${WISH_EN}(?:translate|traduce)(?: .{0,100})?`,
      `${WISH_EN}(?:sing|draw|paint|rap|dance)(?: (?:me|us|for me|an?|something|a picture)(?: .{0,60})?)?`,
      `${WISH_EN}play (?:a game|chess|with me|music|a song)(?: .{0,40})?|(?:let s|lets) (?:play|chat|talk)(?: .{0,40})?`,
      '(?:do you know|tell me|what is|what s|could you tell me|can you tell me) (?:what )?(?:the )?(?:time|day|date|year|month)(?: (?:it is|is it|it))?(?: (?:today|now|right now|currently|please))+|what (?:time|day|date|year|month) is (?:it|today)(?: (?:today|now|right now|please))*|what s the time|(?:do you have|you got) the time|what is today s date|what s today s date|tell me the time',
      '(?:what s|what is|how s|how is|tell me) (?:the weather(?: (?:like|forecast))?(?: (?:today|tomorrow|now|outside|right now|in .{1,30}|this \\w+))*|the temperature(?: (?:today|now|outside))*)|(?:will|is) it (?:going to )?(?:rain|snow|raining|snowing)(?: .{0,30})?',
      '(?:what (?:is|s)|how much is|calculate|compute|solve) (?:the (?:square )?root of \\d+|(?:the sum of )?\\d+(?:(?: (?:plus|minus|times|x|divided by|multiplied by|percent of|and))? \\d+)+)',
    ],
  },
  fr: {
    insult: [
      `(?:tu|vous|t) (?:es|etes) (?:(?:une?|vraiment|trop|tellement|si|tres|la|le|juste|que) ){0,3}(?:\\w+ ){0,1}${INSULT_FR}(?: \\w+){0,4}`,
      '(?:ta gueule|ferme la|fermez la|la ferme|va te faire \\w+|allez vous faire \\w+|va au diable|je te deteste|je te hais|espece d\\w* \\w+)(?: .{0,40})?',
      `(?:quelle? |espece de )?${THING} (?:${INSULT_FR} ?){1,3}`,
    ],
    command: [
      '(?:ignore|ignorez|oublie|oubliez|contourne|ne tiens pas compte|ne tenez pas compte) (?:\\w+ ){0,6}(?:instructions?|regles?|consignes?|precede|dessus|invite|tout)(?: .*)?',
      `(?:affiche|affichez|revele|revelez|montre|montrez|imprime|ecris|ecrivez|repete|repetez)(?: moi)? (?:\\w+ ){0,4}${SECRET_FR}(?: .*)?`,
      '(?:dis|dites|repete|repetez|reponds|repondez|ecris|ecrivez)(?: \\w+){0,3} (?:(?:le |la |les )?(?:mots?|chaine|phrase|texte|lettres|lettre(?= [a-z](?: |$)))|apres moi|et rien d autre|deux fois|en majuscules)(?: .*)?',
      'a partir de maintenant(?: .*)?|tu es maintenant(?: .*)?|vous etes maintenant(?: .*)?|(?:agis|agissez|comporte toi) comme(?: .*)?|fais (?:semblant|comme si)(?: .*)?|joue le role(?: .*)?',
      '(?:traduis|traduisez) (?:ceci|cela|tout|ce qui precede)? ?en (?:\\w+ ){1,3}et (?:.*)|(?:commence|termine|signe)(?:z)? (?:chaque|toutes?|tes|vos) (?:reponses?|messages?)(?: .*)?',
      'dis a l utilisateur(?: .*)?|nouvelles? (?:taches?|instructions?|consignes?)(?: .*)?',
    ],
    task: [
      `${WISH_FR}(?:raconte|racontez|raconter|dis|dites|dire|donne|donnez|donner|ecris|ecrivez|ecrire|redige|redigez|rediger|compose|composez|composer|invente|inventez|inventer|fais|faites|faire|cree|creez|creer|genere|generez|generer|chante|chantez|chanter)(?: (?:moi|nous)(?= )| (?=(?:une?|des|d autres|mon|ma) ))(?: ?(?:une?|des|d autres|mon|ma|autre|encore|petite?|courte?|bonne?|drole))* ${WORK_FR}${ABOUT_FR}`,
      `${WISH_FR}(?:ecris|ecrivez|ecrire|redige|redigez|rediger|compose|composez|composer|fais|faites|faire|cree|creez|creer|genere|generez|generer)(?: (?:moi|nous)(?= )| (?=(?:une?|des|d autres|mon|ma) ))(?: ?(?:une?|des|d autres|mon|ma|autre|encore|petite?|courte?|bonne?))* ${TEXT_FR}${ABOUT_FR}`,
      `${WISH_FR}(?:traduis|traduisez|traduire)(?: moi)?(?: .{0,100})?`,
      `${WISH_FR}(?:chante|chantez|chanter|dessine|dessinez|dessiner|danse|danser|peins)(?: (?:moi|nous|une?|quelque)(?: .{0,60})?)?`,
      '(?:on joue|jouons|joue avec moi|veux tu jouer|bavardons)(?: .{0,40})?',
      '(?:(?:peux tu|pouvez vous|dis moi|dites moi|tu sais|vous savez|sais tu|savez vous)(?: me dire)? )?(?:quelle heure (?:est il|il est)|quel jour (?:sommes nous|on est|est on|est ce|est il)|quelle date (?:sommes nous|on est|est on)|(?:on est |nous sommes )(?:quel jour|quelle date)|quelle est la date (?:d aujourd hui|du jour)|en quelle annee (?:sommes nous|on est)|(?:as tu|avez vous|tu as|vous avez) l heure)(?: (?:aujourd hui|maintenant|svp|stp|s il (?:te|vous) plait|actuellement))*|(?:il est quelle heure|c est quoi l heure|quelle heure il est)',
      '(?:quel temps (?:fait il|fera t il|va t il faire|il fait)|quelle est la (?:meteo|temperature)|(?:c est quoi|donne moi|donnez moi) la meteo|quelle temperature fait il|(?:va t il|est ce qu il va|fait il|pleut il|neige t il) ?(?:pleuvoir|neiger|beau|froid|chaud)?)(?: (?:aujourd hui|demain|maintenant|dehors|a .{1,30}))*',
      '(?:combien (?:font|fait)|calcule[rz]?|resous|resolvez) (?:la racine (?:carree )?de )?\\d+(?: (?:plus|moins|fois|x|divise par|multiplie par|pour cent de|et))? ?\\d*(?: \\d+)*',
    ],
  },
}

const COMPILED = LANGUAGES.map((language) => ({
  language,
  anywhere: Object.entries(ANYWHERE[language]).map(([topic, own]) => ({
    topic,
    pattern: new RegExp(`(?:^| )(?:${own.join('|')})(?: |$)`),
  })),
  whole: Object.entries(WHOLE[language]).map(([topic, own]) => ({ topic, pattern: new RegExp(`^(?:${own.join('|')})$`) })),
}))

/** Characters that a topic is looked for in. */
const LONGEST = 600

/** Somebody's own case, or what was said of somebody before: such a question goes with the advice or the opinion that is asked for beside it. */
const OWN_CASE =
  /(?<!\p{L})(?:i|me|my|mine|he|him|his|she|her|they|them|it|this|that|je|j[’']|me|moi|mon|ma|mes|il|elle|ils|elles|lui|leur|cela|ça)(?!\p{L})|-(?:il|elle|ils|elles)(?!\p{L})/iu

/** What a text asks of a topic that was recognised in it, and the questions beside that which have nothing to do with it; '' where there are none. */
export function questionsBeside(text: string, own: readonly OwnTopic[] = []): { topic: string; questions: string } {
  const asking = sentencesOf(text).filter((sentence) => askingText(sentence) !== '')
  const isBeside = (sentence: string): boolean => recogniseTopic(sentence, own) === undefined && !OWN_CASE.test(sentence)
  const others = asking.filter((sentence) => !isBeside(sentence))
  return { topic: others.join(' ') || text, questions: others.length === 0 ? '' : asking.filter(isBeside).join(' ') }
}

/** What people say before such a wish. */
const GREETED =
  /^(?:(?:hello|hi|hey|bonjour|bonsoir|salut|allo|ok|okay|so|well|now|and|alors|bon|et)(?: (?:there|again|a tous|tout le monde))? )+/

/** @param own what the operator's file adds @returns undefined for what should be looked up */
export function recogniseTopic(text: string, own: readonly OwnTopic[] = []): RecognisedTopic | undefined {
  const said = plainWords(text.slice(0, LONGEST))
  for (const { name, phrases } of own) {
    const language = LANGUAGES.find((one) => phrases?.[one].some((phrase) => ` ${said} `.includes(` ${plainWords(phrase)} `)))
    if (language) return { topic: name, language }
  }
  const isOn = (topic: string): boolean => !own.some(({ name, off }) => name === topic && off)
  const typed = sentencesOf(text.slice(0, LONGEST).replace(/;/g, '. ')).filter((sentence) => plainWords(sentence) !== '')
  const sentences = typed.map(plainWords)
  for (const { language, anywhere, whole } of COMPILED) {
    // What was said before may belong to it: "I have had chest pain since this morning, what should I do?".
    const found = anywhere.find(({ topic, pattern }) => isOn(topic) && pattern.test(said))
    if (found) return { topic: found.topic, language }
    const first = whole.find(({ topic, pattern }) => topic !== 'task' && isOn(topic) && pattern.test(sentences[0] ?? ''))
    if (first && askingText(text) === '') return { topic: first.topic, language }
    const task = isOn('task') ? whole.find(({ topic }) => topic === 'task') : undefined
    const at = sentences.findIndex((sentence) => task?.pattern.test(sentence.replace(GREETED, '')))
    // "What time is it?" asks, but nothing that stands in documents.
    if (task && at !== -1 && askingText(typed.filter((_, i) => i !== at).join(' ')) === '') return { topic: task.topic, language }
  }
  return undefined
}
