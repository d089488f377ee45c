/**
 * Words that carry grammar rather than content, folded (lower case, no accents), per language. A list applies only to text of
 * its own language: « but » is a goal in French, "or" is gold.
 */
import type { Language } from '../domain.ts'

const EN = `a about above after again against ago all also although am among an and any anyone anything are around as at away be because
been before being below between both but by can cannot could did do does doing done down during each either else ever every few for from
further get gets getting give given gives go goes going gone got had has have having he her here hers herself him himself his how however i
if in indeed instead into is it its itself just let made make makes many may me might mine more most much must my myself near neither no nor
not now of off on once one only onto or other others our ours ourselves out over own per perhaps please put rather really same say says said
shall she should since so some such take taken takes tell than that the their theirs them themselves then there therefore these they thing
things this those though through thus to together too toward towards under until up upon us use used uses using very via was way we were what
whatever when whenever where whereas whether which while who whoever whole whom whose why will with within without would yes yet you your
yours yourself know me show explain describe mean means meaning called name stand stands`

const FR = `a afin ai ailleurs ainsi alors apres as assez au aucun aucune aujourd aupres auquel aura aurait auront aussi autant autour autre autres aux
auxquelles auxquels avaient avais avait avant avec avez avoir avons ayant beaucoup bien ca car ce ceci cela celle celles celui cependant certain
certaine certaines certains ces cet cette ceux chaque chez ci combien comme comment contre d dans de deja depuis des desormais deux dois doit
doivent donc dont du durant elle elles en encore enfin ensuite entre envers es est et etaient etait etant ete etes etre eu eux fait faire fais
faites fois font furent fut hors hui ici il ils j je jusqu jusque juste l la laquelle le lequel les lesquelles lesquels leur leurs lors lorsqu
lorsque lui m ma mais malgre me meme memes mes mien moi moins mon n ne ni non nos notre notamment nous on ont ou oui par parce parmi pas pendant
peu peut peuvent peux plus plusieurs plutot pour pourquoi pourrait pourquoi pres presque puis puisqu puisque qu quand quant que quel quelle quelles quelque
quelques quels qui quiconque quoi quoique s sa sans sauf se selon sera serait seront ses si sien sinon soi soient sois soit sommes son sont sous
souvent suis sur surtout t ta tandis tant te tel telle telles tels tes toi ton toujours tous tout toute toutefois toutes tres trop tu un une
va vais vers veut voici voila vont vos votre vous vu y dire dit dis veut signifie appelle appele nom s'agit agit sert servent explique decris decrire`

const LISTS: Record<Language, ReadonlySet<string>> = { en: new Set(EN.split(/\s+/)), fr: new Set(FR.split(/\s+/)) }

/** @param word folded */
export function isFunctionWord(word: string, language: Language): boolean {
  return LISTS[language].has(word)
}

const ONLY: ReadonlyMap<string, Language> = new Map([
  ...[...LISTS.en].filter((word) => !LISTS.fr.has(word)).map((word) => [word, 'en'] as const),
  ...[...LISTS.fr].filter((word) => !LISTS.en.has(word)).map((word) => [word, 'fr'] as const),
])
/** Words of one language, without one of the other, that leave no doubt. */
const NO_DOUBT = 3
/** Characters that are enough to tell. */
const LOOKED_AT = 400

/**
 * The language that a text's small words leave no doubt about; undefined far more often than a language identifier would be, and much faster.
 * @param least such words, of which the other language has none
 */
export function clearLanguage(text: string, least = NO_DOUBT): Language | undefined {
  const found = { en: 0, fr: 0 }
  for (const word of text
    .slice(0, LOOKED_AT)
    .toLowerCase()
    .split(/[^a-z\u00e0-\u017f]+/)) {
    const language = ONLY.get(word)
    if (language) found[language]++
  }
  if (found.en >= least && found.fr === 0) return 'en'
  return found.fr >= least && found.en === 0 ? 'fr' : undefined
}
