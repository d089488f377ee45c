/** Long work shows one moving line on a terminal and nothing in a pipe. */

export interface Progress {
  update(label: string, done: number, total: number): void
  end(): void
}

/** @param stream standard error, so that standard output stays clean */
export function openProgress(stream: { isTTY?: boolean; columns?: number; write(text: string): unknown } = process.stderr): Progress {
  if (!stream.isTTY) return { update: () => {}, end: () => {} }
  let shown = 0
  let last = 0
  return {
    update(label, done, total) {
      const now = Date.now()
      if (done < total && now - last < 80) return
      last = now
      const share = total === 0 ? 1 : done / total
      const bar = `${'█'.repeat(Math.round(share * 20))}${'░'.repeat(20 - Math.round(share * 20))}`
      const line = `${label} ${bar} ${done}/${total}`.slice(0, (stream.columns ?? 80) - 1)
      stream.write(`\r${line.padEnd(shown)}`)
      shown = line.length
    },
    end() {
      if (shown > 0) stream.write(`\r${' '.repeat(shown)}\r`)
      shown = 0
    },
  }
}
