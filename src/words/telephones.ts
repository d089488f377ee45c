/** How telephone numbers are written, as sources of patterns. */

/** In North America: "(613) 555-0142", "613.555.0142". */
export const NORTH_AMERICAN = String.raw`\(?\d{3}\)?[-.\s\u00a0]\d{3}[-.\s]\d{4}`
/** Elsewhere: « 02 97 01 61 00 » of France, "020 7946 0018" of Britain, "+33 2 97 01 61 00" of any country. */
export const ELSEWHERE = String.raw`\+\d[\d\s.()-]{7}|(?<!\d)0\d(?:[-. \u00a0\u202f]\d{2}){4}(?!\d)|(?<!\d)0\d{2,4} \d{3,4} \d{3,4}(?!\d)`
