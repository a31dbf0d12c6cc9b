// Which way this door counts, and for which session: always in sight, and the same after a reload or a flat battery.
import { recall, remember } from "./memory.js"

export function keepWay(form, event) {
  const { direction, session_id } = form.elements
  const [of, way, session] = recall("way").split(" ")
  if (of === event) choose(form, way, session)
  form.querySelector("details").open = false // the server opens it for browsers in which nothing else tells
  const changed = () => { remember("way", [event, direction.value, session_id.value].join(" ")); tell(form) }
  for (const box of [...direction, session_id]) box.addEventListener("change", changed)
  tell(form)
}

// A session that is gone since is not there to choose.
function choose({ elements: { direction, session_id } }, way, session) {
  if (way === "out") direction.value = way
  if ([...session_id.options].some(({ value }) => value === session)) session_id.value = session
}

// Walk-ins are let in for the same session.
function tell(form) {
  const { direction, session_id } = form.elements
  const line = document.getElementById("way")
  const way = [...direction].find(({ checked }) => checked).labels[0].textContent
  const session = session_id.selectedOptions[0]?.textContent.trim()
  line.textContent = [way, session].filter(Boolean).join(" · ")
  line.toggleAttribute("data-out", direction.value === "out")
  for (const other of document.querySelectorAll('input[type="hidden"][name="session_id"]')) other.value = session_id.value
}
