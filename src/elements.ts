/**
 * The element at a position that is known to be inside an array.
 * @throws RangeError where there is none: the caller's reasoning was wrong
 */
export function elementAt<T>(array: ArrayLike<T>, position: number): NonNullable<T> {
  const element = array[position]
  if (element === undefined || element === null) throw new RangeError(`no element at ${position} of ${array.length}`)
  return element
}
