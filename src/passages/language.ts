/** Text in, `en` or `fr` out. The only importer of the language identifier. */
import { eld } from 'eld/extrasmall'
import type { Language } from '../domain.ts'

// The two-language subset is set once for the process: nothing else here uses the library.
eld.setLanguageSubset(['en', 'fr'])

/** The library reads the first 350 bytes and prepares all that it is given. */
const READ = 600

/** Below this lead the two scores say nothing: "ITQ mission" is 0.735 against 0.732. */
const MINIMUM_LEAD = 0.02

/**
 * @param minimumLead how far one language must lead; raise it to overrule what the surroundings say
 * @returns undefined when the text does not tell (an acronym, a name, a number)
 */
export function detectLanguage(text: string, minimumLead = MINIMUM_LEAD): Language | undefined {
  const { en = 0, fr = 0 }: { en?: number; fr?: number } = eld.detect(text.slice(0, READ)).getScores()
  if (Math.abs(en - fr) < minimumLead) return undefined
  return fr > en ? 'fr' : 'en'
}
