import { element, find, say } from '../document.ts'
import { timeText } from '../figures.ts'
import { createBoard } from './board.ts'
import { clockNote, createClock } from './clock.ts'
import { metrics } from './metric.ts'
import { startPulse, type Pulse } from './pulse.ts'
import { kept, signIn, type Session, type Trouble } from './session.ts'

const form = find('#sign-in-form', HTMLFormElement)
const field = find('#key', HTMLInputElement)
const problem = find('#sign-in-problem', HTMLElement)
const banner = find('#banner', HTMLElement)
const signOut = find('#sign-out', HTMLButtonElement)
const clock = createClock(Date.now)
const choices = Object.entries(metrics).map(([name, { label }]) => element('option', { value: name }, label))
find('#metric', HTMLSelectElement).replaceChildren(...choices)
const board = createBoard()

let session: Session | null = null
let pulse: Pulse | null = null
let told: string | null = null
let attempts = 0

function showSignIn(why: string | null): void {
  find('#signed-in', HTMLElement).hidden = true
  find('#sign-in', HTMLElement).hidden = false
  signOut.hidden = true
  say(problem, why)
  tellTrouble(null)
  field.ariaInvalid = why === null ? null : 'true'
  field.focus()
}

function leave(why: string | null): void {
  session?.end()
  pulse?.stop()
  session = null
  pulse = null
  kept.forget()
  board.clear()
  field.value = ''
  showSignIn(why)
}

/** Each is said once: it is read aloud. */
function tellTrouble(trouble: Trouble | null): void {
  if (trouble?.message === told) return
  told = trouble?.message ?? null
  const since = `What is shown is of ${timeText(clock.now())}; it is tried again.`
  say(banner, trouble?.passing ? `${trouble.message} ${since}` : told)
}

async function enter(token: string): Promise<void> {
  const mine = ++attempts
  const signedIn = await signIn(token, clock, {
    refused: (message) => leave(`This key works no longer. ${message}`),
    trouble: tellTrouble,
  })
  // The form was sent again: the last word counts.
  if (mine !== attempts) return
  if ('why' in signedIn) {
    if (signedIn.why === 'unreached') field.value = token
    else kept.forget()
    return showSignIn(signedIn.message)
  }
  kept.write(token)
  field.value = ''
  session = signedIn
  say(problem, null)
  find('#sign-in', HTMLElement).hidden = true
  find('#signed-in', HTMLElement).hidden = false
  signOut.hidden = false
  find('#standing-title', HTMLElement).focus()
  pulse = startPulse(() => board.look())
  await board.begin(signedIn)
  say(find('#clock', HTMLElement), clockNote(clock.behind()))
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  void enter(field.value.trim())
})
signOut.addEventListener('click', () => leave(null))
const token = kept.read()
if (token === null) showSignIn(null)
else void enter(token)
