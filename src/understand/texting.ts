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

/** A question with more characters is written, not typed on the run. */
const LONGEST = 300

/** @param isKnown whether the documents use a folded word */
export function spelledOut(text: string, isKnown: (form: string) => boolean): string {
  if (text.length > LONGEST) return text
  let out = text
  for (const { pattern, meant } of PATTERNS) {
    out = out.replace(pattern, (typed) => (typed.split(' ').every((word) => word.length > 1 && isKnown(fold(word))) ? typed : meant))
  }
  return out
}
