/**
 * The process that reads formats which others have written for machines: a file in, its text out, over the channel to its parent. It
 * may be killed at any moment and holds nothing worth keeping.
 */
import type { ParseOrder } from './format.ts'
import { readFormat } from './formats.ts'

process.on('message', async (order: ParseOrder) => process.send?.(await readFormat(order)))
// A library's promise that nobody waits for is no reason to end: the file's own outcome counts.
process.on('unhandledRejection', () => {})
