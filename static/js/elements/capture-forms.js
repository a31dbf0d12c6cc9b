// The forms inside a captured line: other words, taking it back, what follows from it. Escape closes, Enter saves.
import { call, fresh, said } from "./capture-queue.js"

export function editForm(page, row) {
  const form = opened(page, row, "edit")
  const text = row.querySelector("[data-text]").textContent
  form.elements.text.value = text
  form.elements.text.focus()
  const path = `${page.dataset.api}/${row.dataset.line}`
  saving(page, row, form, () => call("PATCH", path, { text: form.elements.text.value, row_version: Number(row.dataset.version) }))
  form.querySelector("[data-undo]").addEventListener("click", async () => {
    if (await sent(form, () => call("DELETE", path))) {
      page.done(row)
      page.fill(text)
      page.say("said", page.dataset.undone)
    }
  })
}

export function actionForm(page, row, doing) {
  const form = opened(page, row, "action")
  const path = `${page.dataset.api}/${row.dataset.line}/actions`
  const { deliverable, due, responsible_institution_id: owner } = form.elements
  const body = () => ({ deliverable: deliverable.value, due: due.value, responsible_institution_id: owner.value || null })
  deliverable.focus()
  if (!doing) return adding(page, row, form, path, body)
  deliverable.value = doing.dataset.deliverable
  due.value = doing.dataset.due
  owner.value = doing.dataset.owner
  const own = `${path}/${doing.dataset.doing}`
  saving(page, row, form, () => call("PATCH", own, { ...body(), row_version: Number(doing.dataset.version) }))
  const undo = form.querySelector("[data-undo]")
  undo.hidden = false
  undo.addEventListener("click", async () => { if (await sent(form, () => call("DELETE", own))) page.done(row) })
}

// One after the other: each is kept at once, and the field is free for the next; nothing in it ends the writing.
function adding(page, row, form, path, body) {
  let id = fresh()
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    if (!form.elements.deliverable.value.trim()) return page.done(row)
    const line = { id, ...body() }
    const kept = await sent(form, () => call("POST", path, line).catch(() => queued(page, row, line)))
    if (!kept) return
    id = fresh()
    list(form).append(Object.assign(document.createElement("li"), { textContent: [form.elements.deliverable.value, form.elements.due.value].filter(Boolean).join(" · ") }))
    form.reset()
    form.elements.deliverable.focus()
  })
}

// The server does not answer: the queue keeps it, and sends it as soon as it does.
function queued(page, row, body) {
  page.queue.add({ path: `/${row.dataset.line}/actions`, body, who: row.querySelector("b").textContent })
  return { ok: true }
}

function list(form) {
  const found = form.querySelector("ul")
  if (found) return found
  const made = Object.assign(document.createElement("ul"), { className: "captured-actions" })
  form.prepend(made)
  return made
}

function saving(page, row, form, send) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    if (await sent(form, send)) page.done(row)
  })
}

async function sent(form, send) {
  const fault = form.querySelector("[data-fault]")
  form.setAttribute("aria-busy", "true")
  try {
    const answer = await send()
    if (answer.ok) return true
    fault.textContent = await said(answer)
  } catch {
    fault.textContent = form.closest("capture-page").dataset.lost
  } finally { form.removeAttribute("aria-busy") }
  fault.hidden = false
  fault.setAttribute("role", "alert")
  return false
}

function opened(page, row, kind) {
  row.append(page.querySelector(`template[data-${kind}-form]`).content.cloneNode(true))
  const form = row.querySelector("form")
  form.querySelector("[data-cancel]").addEventListener("click", () => page.done(row))
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); page.done(row) }
    if (event.key === "Enter" && event.target.matches("textarea") && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit() }
  })
  return form
}
