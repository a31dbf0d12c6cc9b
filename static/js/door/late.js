// Answers that came when the guest had gone on, and are not what the staff were told: shown until somebody has looked.
import { clock, say, why, words } from "./verdict.js"

const box = () => document.getElementById("late")
let told = 0

export async function showLate(event) {
  const rows = await DoorStore.open().then((store) => store.getAll("late")).catch(() => [])
  const mine = rows.filter((row) => row.event === event).sort((one, other) => one.at - other.at)
  if (mine.length > told) document.getElementById("late-says").textContent = say("need_a_look", { count: mine.length })
  told = mine.length
  box().hidden = mine.length === 0
  box().querySelector("h2").textContent = say("need_a_look", { count: mine.length })
  box().querySelector("ol").replaceChildren(...(await Promise.all(mine.map(rowOf))))
}

async function rowOf(late) {
  const row = document.createElement("li")
  const [word, text] = ["b", "span"].map((name) => document.createElement(name))
  const name = (await DoorSeal.open(late.event, late).catch(() => null)) ?? say("name_unknown")
  word.textContent = words.outcomes[late.outcome]
  text.textContent = ` ${name} · ${clock(new Date(late.at))} · ${why(late)} `
  row.append(word, text, looked(late, name))
  return row
}

function looked(late, name) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "btn btn-secondary"
  button.textContent = say("looked")
  button.setAttribute("aria-label", `${say("looked")}: ${name}`)
  button.addEventListener("click", () => discard(late))
  return button
}

async function discard({ id, event }) {
  await DoorStore.change(["late"], (change) => change.objectStore("late").delete(id))
  await showLate(event)
}
