type Child = Node | string | null

/** The one element that a selector means, of the kind it must be. A page without it is broken: throws. */
export function find<Kind extends Element>(selector: string, kind: new () => Kind): Kind {
  const found = document.querySelector(selector)
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`)
  return found
}

/** A new element. Text stays text: nothing here reads markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | null>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, value)
  made.append(...children.filter((child) => child !== null))
  return made
}

/** Names and what they are, for a `<dl>`. */
export function described(pairs: Iterable<readonly [name: string, value: Child]>): HTMLElement[] {
  return [...pairs].flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value ?? '–')])
}

/** Shows a text in a place that is hidden while it has none. */
export function say(place: HTMLElement, text: string | null): void {
  place.textContent = text
  place.hidden = text === null
}
