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
      const seconds = (now - stage.since) / 1000
      const line = lineOf(label, share, `${done}/${total}`, seconds < 1 ? '' : paceOf(done, total, seconds, pace), stream.columns || 80)
      stream.write(`\r${line.padEnd(shown)}`)
      shown = line.length
    },
    end() {
      if (shown > 0) stream.write(`\r${' '.repeat(shown)}\r`)
      shown = 0
    },
  }
}

const BAR = { most: 20, least: 5 }

/** The numbers come first: the bar shrinks, then goes, then the pace, then the end of the label. */
function lineOf(label: string, share: number, count: string, speed: string, columns: number): string {
  const width = columns - 1
  const texts = [count, speed].filter(Boolean).join(' ')
  const room = width - label.length - texts.length - 2
  if (room >= BAR.least) {
    const length = Math.min(BAR.most, room)
    const filled = Math.round(share * length)
    return `${label} ${'█'.repeat(filled)}${'░'.repeat(length - filled)} ${texts}`
  }
  if (label.length + 1 + texts.length <= width) return `${label} ${texts}`
  return `${label.slice(0, Math.max(0, width - count.length - 1))} ${count}`.slice(-width)
}

function paceOf(done: number, total: number, seconds: number, pace: (perSecond: string, left: string) => string): string {
  const perSecond = done / seconds
  if (perSecond === 0) return ''
  const left = Math.round((total - done) / perSecond)
  const shown = `${left >= 60 ? `${Math.floor(left / 60)} min ` : ''}${left % 60} s`
  return pace(perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toFixed(1), shown)
}
