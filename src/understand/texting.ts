/**
 * Questions as they are typed on a phone: « c koi le num de tel », "wat r ur hours" are put as « c’est quoi le numéro de téléphone » and "what
 * are your hours". Whole words alone, in small letters, and none that the documents use themselves.
 */
import { fold } from '../words/analyse.ts'

/** Runs of words as they are typed (folded), with what is meant; the longer ones first. */
const TYPED: readonly (readonly [pattern: string, meant: string])[] = [
  ['(?:c|ces|ce|se|cest) (?:koi|kwa|koa)', 'c’est quoi'],
  ['c quoi', 'c’est quoi'],
  ['c(?= (?:ki|qui|ou|quand|combien|quel|quelle)(?![a-z]))', 'c’est'],
  ['(?:keske|kesk|qesque|kesque|qske)', 'qu’est-ce que'],
  ['(?:koi|kwa|koa)', 'quoi'],
  ['(?:pk|pkoi|pkw|prk|pourkoi|pq)', 'pourquoi'],
  ['(?:kan|kand|qd|kant)', 'quand'],
  ['(?:cmb|konbien|kombien|combi1)', 'combien'],
  ['(?:cmt|koman|komment|kmt)', 'comment'],
  ['kel(?=s?(?![a-z]))', 'quel'],
  ['kelle(?=s?(?![a-z]))', 'quelle'],
  ['ki', 'qui'],
  ['num', 'numéro'],
  // « Un tel cas », « tel que », « tel quel » are French.
  ["(?<!(?:un|comme|que|ou|rien de) )tel(?! (?:que|quel|quelle|ou|est)(?![a-z])| qu[’'])", 'téléphone'],
  ['adr', 'adresse'],
  ['rdv', 'rendez-vous'],
  ['(?:wat|wut|whats)(?= |$)', 'what'],
  ['(?:wen|whn)', 'when'],
  ['(?:wher|whr)', 'where'],
  ['(?:y|wy)(?= (?:is|are|do|does|did|was|were|can)(?![a-z]))', 'why'],
  ['ur', 'your'],
  ['r(?= (?:u|you|your|ur|the|there|they|we)(?![a-z]))', 'are'],
  ['(?<=(?:do|can|are|r|will|did|if) )u', 'you'],
  ['(?:bday)', 'birthday'],
]

const PATTERNS = TYPED.map(([pattern, meant]) => ({
  pattern: new RegExp(`(?<![\\p{L}\\p{N}’'-])(?:${pattern})(?![\\p{L}\\p{N}’'-])`, 'gu'),
  meant,
}))

/** « y a t il », « est il », « les feux sont ils », « peut on » : verbs whose subject stands behind them, typed without hyphens; at the start, behind what asks or behind a noun. */
const INVERTED =
  /(?<=^[^\p{L}]{0,5}(?:(?:et|mais|ou|donc) )?|(?<!\p{L})(?:où|quand|comment|combien|pourquoi|qui|quoi|que|quel(?:le)?s?)(?: \p{L}+){0,4} |(?<!\p{L})(?:le|la|les|un|une|des|mon|ma|mes|notre|nos|votre|vos|ce|cette|ces)(?: \p{L}+){1,4} |[lLdD][’']\p{L}+ )(?:(?<verb>y a|a|va|aura)[ -](?<t>t)[ -](?<pronoun>ils?|elles?|on)|(?<verb2>est|sont|était|étaient|sera|seront|serait|ont|avaient|avait|auront|peut|peuvent|pourrait|doit|doivent|devrait|faut|fait|font|vont) (?<pronoun2>il(?! y a)|ils|elles?|on)|(?<!(?<!\p{L})(?:je|vous|on) )(?<verb3>peut|doit|dois|puis|suis|ai|avez|pouvez|devez|êtes|faites) (?<pronoun3>on|je|vous))(?![\p{L}’'-])/giu

/** « y a-t-il » for « y a t il »: the hyphens that French has between a verb and the subject behind it. */
export function withHyphens(text: string): string {
  return text.length > LONGEST
    ? text
    : text.replace(INVERTED, (_, ...found) => {
        const { verb, t, pronoun, verb2, pronoun2, verb3, pronoun3 } = found.at(-1) as Record<string, string | undefined>
        return verb ? `${verb}-${t}-${pronoun}` : `${verb2 ?? verb3}-${pronoun2 ?? pronoun3}`
      })
}

/** "F.C.B." as « FCB », "v3.9" as "version 3.9", where the documents write it so. @param isKnown whether the documents use a folded word */
function asDocumentsWrite(text: string, isKnown: (form: string) => boolean): string {
  return text
    .replace(/(?<![\p{L}.])(?:\p{Lu}\.){2,}(?:\p{Lu}(?!\p{L}))?/gu, (dotted) => {
      const letters = dotted.replaceAll('.', '')
      return isKnown(fold(letters)) ? letters : dotted
    })
    .replace(/(?<![\p{L}\p{N}])v\.?(?<number>\d+(?:\.\d+)*)(?![\p{L}\p{N}])/giu, (typed, number: string) =>
      !isKnown(fold(typed)) && isKnown(number) ? `version ${number}` : typed,
    )
}

/** A question with more characters is written, not typed on the run. */
const LONGEST = 300

/** @param isKnown whether the documents use a folded word */
export function spelledOut(text: string, isKnown: (form: string) => boolean): string {
  if (text.length > LONGEST) return text
  let out = asDocumentsWrite(text, isKnown)
  for (const { pattern, meant } of PATTERNS) {
    out = out.replace(pattern, (typed) => (typed.split(' ').every((word) => word.length > 1 && isKnown(fold(word))) ? typed : meant))
  }
  return out
}
