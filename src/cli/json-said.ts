/** What a command printed as JSON, behind whatever it said before. Throws a SyntaxError where there is none. */
export function jsonSaid(said: string): unknown {
  const start = said.search(/^[[{]/m)
  return JSON.parse(start === -1 ? said : said.slice(start))
}
