/**
 * Measures of retrieval and answers. Pure functions of numbers and arrays; each names its source.
 */

/** Share of the relevant items that stand among the first k (Manning, Raghavan and Schütze 2008, ch. 8). @param ranks 1-based rank of each relevant item, undefined when not retrieved */
export function recallAt(ranks: readonly (number | undefined)[], k: number): number {
  if (ranks.length === 0) return 0
  return ranks.filter((rank) => rank !== undefined && rank <= k).length / ranks.length
}

/** 1 when any relevant item stands among the first k ("success at k"). */
export function successAt(ranks: readonly (number | undefined)[], k: number): number {
  return ranks.some((rank) => rank !== undefined && rank <= k) ? 1 : 0
}

/** Reciprocal of the first relevant rank, 0 beyond the cutoff (MRR@10 as in MS MARCO; Voorhees 1999). */
export function reciprocalRank(ranks: readonly (number | undefined)[], cutoff = 10): number {
  const first = Math.min(...ranks.map((rank) => rank ?? Number.POSITIVE_INFINITY))
  return first <= cutoff ? 1 / first : 0
}

/** Normalised discounted cumulative gain with binary gains (Järvelin and Kekäläinen 2002; log2(rank + 1) as in trec_eval). */
export function ndcg(ranks: readonly (number | undefined)[], cutoff = 10): number {
  const discount = (rank: number): number => 1 / Math.log2(rank + 1)
  const gained = ranks.reduce<number>((sum, rank) => sum + (rank !== undefined && rank <= cutoff ? discount(rank) : 0), 0)
  let ideal = 0
  for (let rank = 1; rank <= Math.min(ranks.length, cutoff); rank++) ideal += discount(rank)
  return ideal === 0 ? 0 : gained / ideal
}

/** Whether a citation covers at least half of a gold span of the same document; offsets in UTF-16 units. */
export function coversGold(citation: { start: number; end: number }, gold: { start: number; end: number }): boolean {
  const shared = Math.min(citation.end, gold.end) - Math.max(citation.start, gold.start)
  return shared * 2 >= gold.end - gold.start
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Nearest-rank percentile. @param p 0 to 100 */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0) return Number.NaN
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] as number
}
