/**
 * A fax number is no mailing address, and the telephone number of the library none of the police: a question for a way to reach somebody is
 * answered by that way, where what surrounds it speaks of whom it belongs to. Whatever the reader. Both languages side by side.
 */
import { type Evidence, textOf } from '../domain.ts'
import type { AnalysedQuestion, QuestionWord } from '../retrieve/question.ts'
import { ELSEWHERE, NORTH_AMERICAN } from '../words/telephones.ts'
import { wordsOf } from './own-words.ts'

const FAX = String.raw`(?<!\p{L})(?:fax|facsimile|télécopi\p{L}*|téléc)\.?(?!\p{L})`

/** Ways to reach somebody: how a question asks for one, and how a run shows it. */
const WAYS: readonly { asks: RegExp; shows: RegExp }[] = [
  { asks: /\bfax\b|t[ée]l[ée]copieur/iu, shows: new RegExp(`${FAX}[^\\d]{0,20}(?:(?:1[-.\\s])?${NORTH_AMERICAN}|${ELSEWHERE})`, 'iu') },
  { asks: /\bTTY\b|\bATS\b/u, shows: /(?<!\p{L})(?:TTY|ATS)(?!\p{L})/u },
  // A number that is not said to be one of a fax; or a short one, behind a word for it.
  {
    asks: /\b(?:tele)?phone\b(?!.*\bfax\b)|t[ée]l[ée]phone|num[ée]ro (?:de t[ée]l(?![ée]c)|à composer)|\bnumber (?:do|should|can) I (?:call|dial)/iu,
    shows: new RegExp(
      `(?<!${FAX}[^\\d]{0,20}(?:1[-.\\s])?)(?:(?<![\\d-])(?:1[-.\\s])?${NORTH_AMERICAN}|${ELSEWHERE})|(?<![\\d-])\\d{3}[-.\\s]\\d{4}(?!\\d)|1[-.\\s]8\\d\\d[-.\\s]|(?<!\\d)[2-9]-?1-?1(?!\\d)|(?<!\\p{L})(?:ext(?:ension)?|poste|dial|call|composez|appelez)\\.?\\s(?:le |the )?\\d`,
      'iu',
    ),
  },
  { asks: /\be-?mail\b|courriel/iu, shows: /\S@\S/u },
  {
    asks: /\bweb ?(?:site|page|address)\b|site web|site internet|adresse web/iu,
    shows: /https?:|www\.|(?<![@\p{L}\d.-])[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){0,4}\.(?:ca|com|org|net|gov|int|qc|quebec)(?!\p{L})/iu,
  },
  {
    asks: /\b(?:mailing|postal|street|civic) address\b|adresse (?:postale|civique)|\bpostal code\b|code postal/iu,
    shows:
      /(?<!\p{L})\p{Lu}\d\p{Lu} ?\d\p{Lu}\d|\d,? (?:rue|avenue|boulevard|chemin|boul\.|place|route|rang)(?!\p{L})|\d[\p{L}]? (?:\p{Lu}[\p{L}.’'-]+ ){1,3}(?:Street|St\.?|Avenue|Ave\.?|Road|Rd\.?|Drive|Dr\.?|Boulevard|Blvd\.?|Lane|Way|Crescent|Place|Court|Highway)(?!\p{L})|(?<!\p{L})(?:P\.?\s?O\.? Box|C\.\s?P\.|Case postale|Station postale) \d/u,
  },
]

/** "Phone number of the arena?" is no yes/no question. */
const NAMES_WAY =
  /^\W*(?:(?:and|et|the|le|l[’']) ?)?(?:phone|telephone|fax|e-?mail|(?:mailing |postal )?address|website|TTY|num[ée]ro|courriel|adresse|t[ée]l[ée]\p{L}+|site web)(?!\p{L})/iu

/** Share of the words of whom it belongs to that what surrounds a run has to meet, and from which similarity one is met. */
const OWNER = { share: 0.25, met: 0.45 } as const

/** Runs that show the way asked for and stand where whom it belongs to is spoken of, in their order; all of them where none is asked for. */
export function ofSameContact(question: AnalysedQuestion, evidence: readonly Evidence[]): readonly Evidence[] {
  const { text, asking, telling, words } = question
  // "Are services by phone covered?" asks for none.
  if (asking.type !== 'contact' || (asking.isYesNo && !NAMES_WAY.test(text))) return evidence
  const asked = WAYS.filter(({ asks }) => asks.test(text))
  // Where nothing but the way is named, all words tell.
  const owner = telling === words ? [] : telling
  return evidence.filter((own) => {
    const run = textOf(own.passage, own.span)
    return (asked.length === 0 || asked.some(({ shows }) => shows.test(run))) && speaksOf(owner, own, question)
  })
}

function speaksOf(owner: readonly QuestionWord[], own: Evidence, { matcher }: AnalysedQuestion): boolean {
  const { passage } = own
  const around = Uint32Array.from([...passage.words, ...passage.titleWords, ...passage.headingWords, ...wordsOf([own])])
  const weight = owner.reduce((sum, word) => sum + word.weight, 0)
  const met = owner.filter((word) => matcher.best(word, around).similarity >= OWNER.met)
  return met.reduce((sum, word) => sum + word.weight, 0) >= OWNER.share * weight
}
