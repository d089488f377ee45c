/** Pages that are turned before they are shown, and those whose text was written sideways. Pure. */

type Matrix = readonly [number, number, number, number, number, number]

/** Maps points of a page as it is stored to points as they are read, from the lower left corner. */
export interface Turn {
  matrix: Matrix
  /** Of the page as it is read. */
  height: number
}

interface Written {
  str?: string
  transform?: readonly number[]
}

/**
 * @param view left, bottom, right and top of the page as it is stored @param rotate degrees by which it is turned clockwise to be shown
 * @param items text of the page: where most of it stands sideways then, the page is turned until it does not
 */
export function turnOf(view: readonly number[], rotate: number, items: readonly Written[]): Turn {
  const upward = { 0: 0, 90: 0, 180: 0, 270: 0 }
  for (const { str = '', transform: [a = 1, b = 0] = [] } of items) {
    const direction = Math.abs(a) >= Math.abs(b) ? (a >= 0 ? 0 : 180) : b > 0 ? 90 : 270
    upward[direction] += str.trim().length
  }
  // Text that runs upward reads level when its page is turned clockwise.
  const [usual = 0] = ([0, 90, 180, 270] as const).toSorted((a, b) => upward[b] - upward[a])
  const shown = (((rotate % 360) + 360) % 360) as 0 | 90 | 180 | 270
  return turnBy(view, upward[usual] > 0 && upward[shown] * 2 < upward[usual] ? usual : shown)
}

function turnBy([left = 0, bottom = 0, right = 612, top = 792]: readonly number[], degrees: number): Turn {
  const [width, height] = [Math.max(1, right - left), Math.max(1, top - bottom)]
  switch (degrees) {
    case 90:
      return { matrix: [0, -1, 1, 0, -bottom, right], height: width }
    case 180:
      return { matrix: [-1, 0, 0, -1, right, top], height }
    case 270:
      return { matrix: [0, 1, -1, 0, top, -left], height: width }
    default:
      return { matrix: [1, 0, 0, 1, -left, -bottom], height }
  }
}

/** A place with its direction, turned. */
export function turned([g = 1, h = 0, i = 0, j = 1, k = 0, l = 0]: readonly number[], { matrix: [a, b, c, d, e, f] }: Turn): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f]
}
