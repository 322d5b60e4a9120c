/**
 * The texts of the complete top-level objects of a JSON array, in order. The array may break off anywhere: the object
 * that it breaks off in is left out.
 */
export function completeObjects(text: string): string[] {
  const objects: string[] = []
  let depth = 0
  let start = 0
  // Only quotes, braces and escapes matter; jumping from one to the next beats looking at every character.
  for (const { 0: found, index } of text.matchAll(/"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|[{}]/g)) {
    if (found === '{') {
      if (depth === 0) start = index
      depth += 1
    } else if (found === '}') {
      depth -= 1
      if (depth === 0) objects.push(text.slice(start, index + 1))
    }
  }
  return objects
}
