// The last ten: what this device scanned, as it was answered since.
import { clock, words } from "./verdict.js"

const LATEST = 10
const list = () => document.getElementById("latest")

export function note(verdict) {
  const row = list().querySelector(`[data-scan="${verdict.id}"]`) ?? document.createElement("li")
  const word = document.createElement("b")
  const place = document.createElement("span")
  word.textContent = words.outcomes[verdict.outcome]
  place.className = "muted"
  row.dataset.at ??= Date.now()
  place.textContent = [verdict.guest?.institution, clock(new Date(Number(row.dataset.at)))].filter(Boolean).join(" · ")
  if (!row.isConnected) list().prepend(row)
  row.dataset.scan = verdict.id
  row.replaceChildren(word, ` ${verdict.guest?.display_name ?? ""} `, place)
  while (list().children.length > LATEST) list().lastElementChild.remove()
  document.getElementById("latest-none").hidden = true
}

// A page that was kept knows nobody; the server does. Whether it told.
export async function fetchLatest(event) {
  const answer = await fetch(`/door/${event}/latest`, { redirect: "manual" }).catch(() => null)
  if (!answer?.ok) return false
  const known = [...new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("li")]
  const mine = [...list().children].filter((row) => !known.some((other) => other.dataset.scan === row.dataset.scan))
  list().replaceChildren(...[...mine, ...known].slice(0, LATEST))
  document.getElementById("latest-none").hidden = list().children.length > 0
  return true
}
