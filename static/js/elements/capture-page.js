// <capture-page src data-api data-key>: one line and three keys. What is typed is kept until the server has answered,
// what others type appears, and nothing that somebody is writing in is ever replaced.
import { fresh, Queue } from "./capture-queue.js"
import { actionForm, editForm } from "./capture-forms.js"

const ASK = 5000

class CapturePage extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("[data-composer]")
    this.text = this.form.elements.text
    this.pick = this.form.querySelector("pick-one")
    this.lines = this.querySelector("[data-lines]")
    this.unsent = this.querySelector("[data-unsent-lines]")
    this.state = this.querySelector("[data-state]")
    this.form.querySelector("[data-keys]").hidden = false
    this.queue = new Queue(this.dataset.key, this.dataset.api, this)
    this.restore()
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.capture() })
    this.form.addEventListener("input", () => this.remember())
    this.form.addEventListener("change", () => this.remember())
    this.text.addEventListener("keydown", (event) => this.press(event))
    this.pick.addEventListener("picked", () => this.text.focus())
    this.addEventListener("click", (event) => this.act(event))
    this.queue.waiting().forEach((one) => this.waiting(one))
    this.queue.send()
    this.listen()
    if (!this.form.querySelector(".field-error")) setTimeout(() => this.pick.input?.focus())
  }

  disconnectedCallback() { this.source?.close(); clearInterval(this.asking) }

  press(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return
    event.preventDefault()
    this.capture(event.ctrlKey || event.metaKey)
  }

  capture(goOn = false) {
    const text = this.text.value.trim(), who = this.form.elements.who.value
    if (!who) return this.pick.input.focus()
    if (!text) return this.text.focus()
    const [kind, id] = who.split(":")
    const body = { id: fresh(), [`${kind}_id`]: id, text }
    for (const name of ["session_id", "agenda_item_id"]) {
      if (this.form.elements[name]?.value) body[name] = this.form.elements[name].value
    }
    this.next = goOn ? body.id : null
    this.queue.add({ path: "", body, who: this.pick.input.value })
    this.text.value = ""
    this.remember()
    this.pick.input.focus()
  }

  // The queue tells what becomes of a line.
  waiting(entry) {
    const row = document.createElement("li")
    row.className = "captured-line"
    row.dataset.unsent = entry.body.id
    row.innerHTML = '<p class="captured-who"><b></b> <span class="captured-note"></span></p><p class="captured-text"></p>'
    row.querySelector("b").textContent = entry.who
    row.querySelector(".captured-note").textContent = entry.fault ? "" : this.dataset.unsent
    row.querySelector(".captured-text").textContent = entry.body.text ?? entry.body.deliverable
    this.unsent.prepend(row)
    if (entry.fault) this.refused(entry, entry.fault)
  }

  kept(entry, line) {
    this.unsentRow(entry)?.remove()
    this.dispatchEvent(new CustomEvent("kept", { detail: line }))
    if (this.next === entry.body.id) this.wanted = this.next
    this.ask()
  }

  refused(entry, fault) {
    const row = this.unsentRow(entry)
    const note = row?.querySelector(".captured-note")
    if (!note) return
    note.textContent = `${this.dataset.refused}: ${fault}`
    note.classList.add("captured-fault")
    const again = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-secondary btn-small", textContent: this.dataset.again })
    again.addEventListener("click", () => this.putBack(entry, row))
    row.append(again)
    this.say("said", `${this.dataset.refused}: ${fault}`)
  }

  putBack(entry, row) {
    this.queue.take(entry.body.id)
    row.remove()
    this.fill(entry.body.text ?? entry.body.deliverable)
  }

  fill(text) {
    this.text.value = this.text.value.trim() ? `${this.text.value}\n${text}` : text
    this.remember()
    this.text.focus()
  }

  stuck(why) { this.say("state", why === "signin" ? this.dataset.signin : this.dataset.lost) }

  through() { if (this.live) this.say("state", this.dataset.live) }

  unsentRow(entry) { return this.unsent.querySelector(`[data-unsent="${entry.body.id}"]`) }

  say(where, text) {
    const place = this.querySelector(`[data-${where}]`)
    if (place.textContent !== text) place.textContent = text
  }

  // The field and where we are outlive a reload.
  remember() {
    const kept = { text: this.text.value, who: this.form.elements.who.value }
    for (const name of ["session_id", "agenda_item_id"]) kept[name] = this.form.elements[name]?.value ?? ""
    try { localStorage.setItem(`${this.dataset.key}:field`, JSON.stringify(kept)) } catch { /* nothing to keep it in */ }
  }

  restore() {
    let kept
    try { kept = JSON.parse(localStorage.getItem(`${this.dataset.key}:field`)) } catch { /* never mind */ }
    for (const [name, value] of Object.entries(kept ?? {})) {
      const field = this.form.elements[name]
      if (field && !field.value && value) field.value = value
    }
    this.pick.write?.()
  }

  listen() {
    this.source = new EventSource(this.getAttribute("src"))
    this.source.addEventListener("board", (event) => { this.live = true; this.show(JSON.parse(event.data).parts); this.say("state", this.dataset.live) })
    this.source.addEventListener("error", () => {
      this.live = false
      if (!this.queue.waiting().length) this.say("state", this.dataset.lost)
      if (this.source.readyState === EventSource.CLOSED) this.asking ??= setInterval(() => this.ask(), ASK)
    })
  }

  async ask() {
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: { accept: "application/json" } })
      if ([401, 403, 404].includes(answer.status) || answer.redirected) return this.say("state", this.dataset.ended)
      if (answer.ok) this.show((await answer.json()).parts)
    } catch { /* the stream, or the next time, will tell */ }
  }

  show(parts) {
    this.parts = { ...this.parts, ...parts }
    if (parts.speakers !== undefined && parts.speakers !== this.people) this.renew(this.people = parts.speakers)
    const order = this.parts.order ? this.parts.order.split(" ") : []
    const known = new Map([...this.lines.children].map((row) => [row.dataset.line, row]))
    for (const [id, row] of known) if (!order.includes(id) && !row.querySelector("form")) row.remove()
    let before = null
    for (const id of order) {
      let row = known.get(id)
      if (row?.querySelector("form")) { before = row; continue } // somebody is writing in it
      if (!row || (row.held !== this.parts[id] && this.parts[id])) row = this.draw(id, row)
      if (before ? before.nextElementSibling !== row : this.lines.firstElementChild !== row) before ? before.after(row) : this.lines.prepend(row)
      before = row
    }
    this.querySelector("[data-empty]").hidden = order.length > 0
    const wanted = this.wanted && this.lines.querySelector(`[data-line="${this.wanted}"] [data-add-action]`)
    if (wanted) { this.wanted = null; wanted.click() }
  }

  draw(id, old) {
    const box = document.createElement("template")
    box.innerHTML = this.parts[id].trim()
    const row = box.content.firstElementChild
    row.held = this.parts[id]
    const focused = old?.contains(document.activeElement)
    old?.replaceWith(row)
    if (focused) row.querySelector("a")?.focus()
    return row
  }

  renew(options) {
    if (document.activeElement === this.pick.input && !this.pick.list.hidden) return
    const select = this.form.elements.who, value = select.value, kept = select.querySelector("[data-keep]")
    select.innerHTML = options
    if (kept) select.append(kept)
    select.value = value
    if (document.activeElement !== this.pick.input) this.pick.write()
  }

  act(event) {
    const link = event.target.closest("[data-edit], [data-add-action], [data-change-action]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const row = link.closest("[data-line]")
    if (row.querySelector("form")) return row.querySelector("form input, form textarea").focus()
    if (link.matches("[data-edit]")) editForm(this, row)
    else actionForm(this, row, link.closest("[data-doing]"))
  }

  // A form in a line is done: the line may be drawn again.
  done(row, focus = true) {
    row.querySelector("form")?.remove()
    if (this.parts?.[row.dataset.line]) row.held = null
    this.ask()
    if (focus) this.pick.input.focus()
  }
}

customElements.define("capture-page", CapturePage)
