// Shows what was said of a scan: word, icon, colour, who, why. Green is the server's word alone.
import { announce } from "./speech.js"

export const words = JSON.parse(document.getElementById("door-words").textContent)
const panel = () => document.getElementById("verdict")
const page = () => document.querySelector("door-page")
const part = (name) => panel().querySelector(`.verdict-${name}`)
const UNDONE = ["admitted", "left"]

export const say = (name, facts = {}) => words.sentences[name].replace(/%\((\w+)\)s/g, (_all, fact) => facts[fact])

export function show(verdict) {
  const { guest, outcome } = verdict
  const template = document.querySelector(`template[data-icon="${outcome}"]`)
  panel().className = `verdict ${template.dataset.tone}`
  panel().removeAttribute("data-idle")
  panel().dataset.shown = verdict.id
  part("text").removeAttribute("role") // it is told by speech.js from now on
  part("icon").replaceChildren(template.content.cloneNode(true))
  fill("word", words.outcomes[outcome])
  fill("name", guest?.display_name ?? "")
  fill("more", [guest?.position, guest?.institution].filter(Boolean).join(" · "))
  fill("place", guest?.in_place_of ? say("in_place", { position: guest.in_place_of }) : "")
  part("notes").replaceChildren(...notes(guest).map(noteOf))
  fill("why", why(verdict))
  offer(verdict)
  announce(panel(), outcome === "refused")
  panel().scrollIntoView({ block: "nearest" }) // a keyboard on the screen may have pushed it out of sight
  panel().dispatchEvent(new CustomEvent("verdict", { bubbles: true, detail: verdict }))
}

export const shown = (id) => panel().dataset.shown === id

// The scan stays in the list, marked; or the reason why it could not be taken back.
export function takeBack(scan, fault) {
  fill("why", fault ?? say("undone"))
  announce(panel(), Boolean(fault))
  if (fault) return
  panel().className = "verdict tone-calm"
  part("undo").hidden = true
  document.querySelector(`[data-scan="${scan}"] span`)?.append(` · ${say("mark")}`)
}

export function why(verdict) {
  const { title, reason, outcome, first_in_at, first_in_device, first_in_by } = verdict
  if (title) return title
  if (reason) return words.reasons[reason] ?? words.sentences[reason] ?? reason
  if (outcome === "recorded") return say(verdict.hint ?? "to_check", { time: verdict.before ? clock(verdict.before) : "" })
  if (outcome !== "already" || !first_in_at) return ""
  const since = say("since", { time: clock(new Date(first_in_at)) })
  const through = first_in_device && say("through", { device: first_in_device })
  return [since, through, first_in_by && say("by", { name: first_in_by })].filter(Boolean).join(", ")
}

export function clock(moment) {
  const language = document.documentElement.lang === "en" ? "en-GB" : "id-ID"
  const how = { timeZone: page().dataset.zone, hour: "2-digit", minute: "2-digit", hour12: false }
  return new Intl.DateTimeFormat(language, how).format(moment)
}

function offer({ id, outcome, reason, guest }) {
  const event = page().dataset.event
  part("undo").hidden = !UNDONE.includes(outcome)
  part("undo").action = `/door/${event}/scans/${id}/undo`
  part("seen").hidden = outcome !== "seen"
  const override = part("override")
  if (override) override.hidden = !(guest && outcome === "refused" && override.dataset.reasons.split(" ").includes(reason))
}

// What was prepared for the guest, and what the door should know of them.
function notes(guest) {
  return guest?.notes ?? (guest?.note ? [{ kind: "needs", text: say("needs", { needs: guest.note }) }] : [])
}

function noteOf({ kind, text }) {
  const row = document.createElement("li")
  row.dataset.kind = kind
  row.textContent = text
  return row
}

function fill(name, text) {
  part(name).textContent = text
}
