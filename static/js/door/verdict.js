// Shows what the server said: word, icon, colour, who, why. Nothing here turns green by itself.
const words = JSON.parse(document.getElementById("door-words").textContent)
const LATEST = 10
const panel = () => document.getElementById("verdict")

export const say = (name, facts = {}) => words.sentences[name].replace(/%\((\w+)\)s/g, (_all, fact) => facts[fact])

export function show(verdict, zone, event) {
  const template = document.querySelector(`template[data-icon="${verdict.outcome}"]`)
  panel().className = `verdict ${template.dataset.tone}`
  panel().removeAttribute("data-idle")
  panel().querySelector(".verdict-icon").replaceChildren(template.content.cloneNode(true))
  fill("word", words.outcomes[verdict.outcome] ?? words.sentences.unsent)
  fill("name", verdict.guest?.display_name ?? "")
  fill("more", [verdict.guest?.position, verdict.guest?.institution].filter(Boolean).join(" · "))
  fill("why", why(verdict, zone))
  const undo = panel().querySelector(".verdict-undo")
  undo.hidden = !["admitted", "left"].includes(verdict.outcome)
  undo.action = `/door/${event}/scans/${verdict.id}/undo`
}

// The scan stays in the list, marked; or the reason why it could not be taken back.
export function takeBack(scan, fault) {
  fill("why", fault ?? say("undone"))
  if (fault) return
  panel().className = "verdict tone-calm"
  panel().querySelector(".verdict-undo").hidden = true
  document.querySelector(`[data-scan="${scan}"] span`)?.append(` · ${say("mark")}`)
}

export function list(verdict, zone) {
  const row = document.createElement("li")
  row.dataset.scan = verdict.id
  const word = document.createElement("b")
  const place = document.createElement("span")
  word.textContent = words.outcomes[verdict.outcome]
  place.className = "muted"
  place.textContent = `${verdict.guest?.institution ?? ""} · ${clock(new Date(), zone)}`
  row.append(word, ` ${verdict.guest?.display_name ?? ""} `, place)
  const latest = document.getElementById("latest")
  latest.prepend(row)
  while (latest.children.length > LATEST) latest.lastElementChild.remove()
  document.getElementById("latest-none").hidden = true
}

function fill(part, text) {
  panel().querySelector(`.verdict-${part}`).textContent = text
}

function why(verdict, zone) {
  if (verdict.title) return verdict.title
  if (verdict.reason) return words.reasons[verdict.reason]
  if (verdict.outcome !== "already" || !verdict.first_in_at) return ""
  const since = say("since", { time: clock(new Date(verdict.first_in_at), zone) })
  return verdict.first_in_device ? `${since}, ${say("through", { device: verdict.first_in_device })}` : since
}

function clock(moment, zone) {
  const language = document.documentElement.lang === "en" ? "en-GB" : "id-ID"
  return new Intl.DateTimeFormat(language, { timeZone: zone, hour: "2-digit", minute: "2-digit", hour12: false }).format(moment)
}
