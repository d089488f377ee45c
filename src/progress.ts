/** Long work shows one moving line on a terminal and nothing in a pipe. */

export interface Progress {
  update(label: string, done: number, total: number): void
  end(): void
}

/**
 * @param pace says how fast it goes and how long it will take, in the terminal's language
 * @param stream standard error, so that standard output stays clean
 */
export function openProgress(
  pace: (perSecond: string, left: string) => string,
  stream: { isTTY?: boolean; columns?: number; write(text: string): unknown } = process.stderr,
): Progress {
  if (!stream.isTTY) return { update: () => {}, end: () => {} }
  let shown = 0
  let last = 0
  let stage = { label: '', since: 0 }
  return {
    update(label, done, total) {
      const now = Date.now()
      if (label !== stage.label) stage = { label, since: now }
      if (done < total && now - last < 80) return
      last = now
      const share = total === 0 ? 1 : done / total
      const bar = `${'█'.repeat(Math.round(share * 20))}${'░'.repeat(20 - Math.round(share * 20))}`
      const seconds = (now - stage.since) / 1000
      const line = `${label} ${bar} ${done}/${total} ${seconds < 1 ? '' : paceOf(done, total, seconds, pace)}`
        .trimEnd()
        .slice(0, (stream.columns ?? 80) - 1)
      stream.write(`\r${line.padEnd(shown)}`)
      shown = line.length
    },
    end() {
      if (shown > 0) stream.write(`\r${' '.repeat(shown)}\r`)
      shown = 0
    },
  }
}

function paceOf(done: number, total: number, seconds: number, pace: (perSecond: string, left: string) => string): string {
  const perSecond = done / seconds
  if (perSecond === 0) return ''
  const left = Math.round((total - done) / perSecond)
  const shown = `${left >= 60 ? `${Math.floor(left / 60)} min ` : ''}${left % 60} s`
  return pace(perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toFixed(1), shown)
}
