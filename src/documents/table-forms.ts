/** Tables that are forms: labels and values side by side, where no row heads the columns. Pure. */

/** What boxes of forms are called, in both languages; the first word tells. */
const NAME =
  /^(?:(?:first|last|full|given|middle|file|employee|project|contract|job)[ -])?(?:names?|titles?|positions?|departments?|branch|division|unit|office|phone|telephone|tel|cell|fax|e-?mail|address|city|province|postal|date|start|end|due|effective|signature|signed|manager|supervisor|director|employee|number|no|id|file|reference|amount|total|approved|prepared|reviewed|requested|version|status|owner|contact|noms?|prénoms?|titre|poste|fonction|ministère|direction|service|unité|bureau|téléphone|tél|cellulaire|télécopieur|courriel|adresse|ville|code postal|début|fin|échéance|gestionnaire|superviseure?|directeur|directrice|employée?|numéro|n[o°]|dossier|référence|montant|approuvée?|préparée?|révisée?|demandée?|état|statut|responsable)(?!\p{L})/iu

interface FormCell {
  text: string
  strong?: boolean
}

/**
 * Whether every other column names what stands beside it ("Name | Lise Roy | Branch | Finance"): in bold where the values are not, or by
 * what such boxes are called. A table with a row of such names has them in one row, not down its columns.
 */
export function isPairsOfColumns(rows: readonly (readonly FormCell[])[]): boolean {
  const width = rows[0]?.length ?? 0
  if (rows.length < 2 || width < 4 || width > 8 || width % 2 === 1 || rows.some((row) => row.length !== width)) return false
  const columns = Array.from({ length: width }, (_, column) => rows.flatMap((row) => (row[column]?.text ? [row[column]] : [])))
  const labels = columns.filter((_, column) => column % 2 === 0)
  const values = columns.filter((_, column) => column % 2 === 1)
  if (labels.some((column) => column.length < 2)) return false
  if (labels.flat().every(({ strong }) => strong) && values.flat().every(({ strong }) => !strong)) return true
  const share = (column: readonly FormCell[]): number => column.filter(({ text }) => NAME.test(text)).length / Math.max(1, column.length)
  return labels.every((column) => share(column) >= LABELS_LEAST) && values.every((column) => share(column) <= VALUES_MOST)
}

/** Shares of a column that are such names: of one of labels at least, of one of values at most. */
const LABELS_LEAST = 0.6
const VALUES_MOST = 0.25
