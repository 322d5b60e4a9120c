const saidForMs = 2_000

/** Makes every button with `data-copy` copy the element of that id. */
export function wireCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const source = document.getElementById(button.dataset['copy'] ?? '')
    if (source !== null) button.addEventListener('click', () => void copy(button, source))
  }
}

async function copy(button: HTMLButtonElement, source: HTMLElement): Promise<void> {
  const typed = source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement
  try {
    await navigator.clipboard.writeText(typed ? source.value : source.innerText)
    tell(button, 'Copied')
  } catch {
    // Without https there is no clipboard, and a browser may refuse it.
    if (typed) source.select()
    else getSelection()?.selectAllChildren(source)
    tell(button, 'Press Ctrl+C')
  }
}

function tell(button: HTMLButtonElement, what: string): void {
  const label = button.firstChild
  const announced = document.getElementById('announced')
  if (label === null || label.textContent === what) return
  const before = label.textContent
  label.textContent = what
  if (announced !== null) announced.textContent = what
  setTimeout(() => {
    label.textContent = before
    if (announced !== null) announced.textContent = ''
  }, saidForMs)
}
