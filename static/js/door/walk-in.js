// Three fields for who stands at the door without an invitation. While the server answers, its own page does, which asks
// about namesakes, too; without it they are kept on this device and told amber, like every scan.
import { offices } from "./snapshot.js"
import { warn } from "./warnings.js"

const SLOW = 2_500

export function takeWalkIns(form, page) {
  const suggestions = form.querySelector("datalist")
  form.closest("details").addEventListener("toggle", () => suggest(suggestions))
  let busy = false
  form.addEventListener("submit", async (submit) => {
    submit.preventDefault()
    if (busy) return
    busy = true
    if (await answers(form, page)) form.submit()
    else await keep(form, page)
    busy = false
  })
}

async function answers(form, { link, event }) {
  if (link.offline) return false
  const late = new Promise((done) => setTimeout(done, SLOW, null))
  const heard = await Promise.race([DoorQueue.hear(event).catch(() => null), late])
  if (heard?.ok) form.elements._csrf.value = heard.said.csrf
  return Boolean(heard?.ok)
}

async function keep(form, page) {
  const { full_name, institution_name, sex } = Object.fromEntries(new FormData(form))
  if (!full_name.trim()) return form.elements.full_name.focus()
  const typed = { full_name: full_name.trim(), institution_name: institution_name.trim(), sex: sex || null }
  const kept = DoorWalkIns.able() && (await page.keepWalkIn(typed).then(() => true, () => false))
  if (!kept) return warn("walk_in_offline")
  form.reset()
  form.closest("details").open = false
  form.closest("details").querySelector("summary").focus()
}

// A page that was kept knows no institution; the guest list on this device knows some.
function suggest(list) {
  if (!list.children.length) list.replaceChildren(...offices().map((name) => new Option("", name)))
}
