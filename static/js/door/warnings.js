// What the staff should know about this device, one line each, until it is over.
import { say } from "./verdict.js"

const RELOADED = new Set(["shut", "newer"]) // by which the server asks to sign in, or gives the newer page

const list = () => document.getElementById("door-warnings")
const lineOf = (name) => list().querySelector(`[data-warning="${name}"]`)

export function warn(name, facts = {}) {
  const line = lineOf(name) ?? document.createElement("li")
  const text = say(name, facts)
  line.dataset.warning = name
  if (line.dataset.text === text) return
  line.dataset.text = text
  line.replaceChildren(text, ...(RELOADED.has(name) ? [" ", reload()] : []))
  if (!line.isConnected) list().append(line)
}

function reload() {
  const link = document.createElement("a")
  link.href = `/door/${document.querySelector("door-page").dataset.event}`
  link.textContent = say("reload")
  return link
}

export function unwarn(name) {
  lineOf(name)?.remove()
}
