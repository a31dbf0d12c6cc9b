// <shared-note>: a text that several write at once. Every few moments it says what is new, and from which wording; the
// server joins it with what others wrote. Until the server has it, it is kept on this device.
const QUIET = 400
const LONGEST = 900
const OFTEN = 1000
const SELDOM = 10000

class SharedNote extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea")
    this.form = this.querySelector("form")
    this.said = this.querySelector("[data-said]")
    this.insist = this.querySelector("[data-insist]")
    this.base = { version: Number(this.getAttribute("version")), text: this.area.value }
    this.key = `minutes:${this.getAttribute("keep")}`
    this.wait = OFTEN
    this.area.addEventListener("input", () => this.typed())
    this.area.addEventListener("blur", () => this.send())
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.send() })
    this.insist.addEventListener("click", () => { this.insisted = true; this.send() })
    this.online = () => this.send()
    addEventListener("online", this.online)
    this.restore()
  }

  disconnectedCallback() { removeEventListener("online", this.online) }

  get dirty() { return this.pending || this.area.value !== this.base.text }

  // What was typed here before and never arrived, as if it had just been typed.
  restore() {
    let kept
    try { kept = JSON.parse(localStorage.getItem(this.key)) } catch { kept = null }
    if (!kept) return
    this.area.value = kept.text
    this.base = kept.base
    this.pending = kept.pending
    if (this.dirty) this.send()
    else localStorage.removeItem(this.key)
  }

  keep() {
    const kept = { text: this.area.value, base: this.base, pending: this.pending }
    try { localStorage.setItem(this.key, JSON.stringify(kept)) } catch { /* a full or closed store: the page still has it */ }
  }

  typed() {
    this.keep()
    this.say("typing")
    this.first ??= performance.now()
    clearTimeout(this.timer)
    const left = LONGEST - (performance.now() - this.first)
    this.timer = setTimeout(() => this.send(), Math.max(0, Math.min(QUIET, left)))
  }

  async send() {
    if (this.sending || !this.dirty) return
    clearTimeout(this.timer)
    this.first = null
    this.sending = true
    this.pending ??= { save_id: crypto.randomUUID?.() ?? "", base_version: this.base.version, content: this.area.value }
    this.keep()
    this.say("saving")
    try {
      await this.hear(await this.post())
    } catch {
      this.later()
    } finally {
      this.sending = false
    }
    if (this.again) { this.again = false; this.send() }
  }

  post() {
    const body = new URLSearchParams(new FormData(this.form))
    for (const [name, value] of Object.entries(this.pending)) if (value !== "") body.set(name, value)
    if (this.pending.content === "") body.set("content", "")
    if (this.insisted) body.set("keep_numbers", "yes")
    return fetch(this.form.action, { method: "POST", body, headers: { accept: "application/json" }, signal: AbortSignal.timeout(15000) })
  }

  async hear(answer) {
    if (answer.status === 401 || answer.redirected) return this.stay(this.dataset.signin)
    if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status)
    const told = await answer.json().catch(() => ({}))
    if (!answer.ok) {
      this.insist.hidden = !told.doubted
      return this.stay(told.fault ?? this.dataset.lost)
    }
    this.acknowledged(told)
  }

  acknowledged(told) {
    const sent = this.pending.content
    this.pending = null
    this.insisted = false
    this.insist.hidden = true
    this.wait = OFTEN
    if (this.area.value === sent) this.adopt(told)
    else this.base = { version: told.sent_version, text: sent }
    this.again = this.dirty
    if (this.again) this.keep()
    else localStorage.removeItem(this.key)
    this.say({ joined: "joined", both: "both" }[told.how] ?? "saved")
  }

  // Refused: nothing is sent again by itself, and nothing is thrown away.
  stay(words) {
    this.pending = null
    this.keep()
    this.say("refused", words)
  }

  later() {
    this.say("lost")
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.send(), this.wait)
    this.wait = Math.min(this.wait * 2, SELDOM)
  }

  // What stands on the server now; the caret stays where it was in the words around it.
  adopt({ version, content }) {
    this.base = { version, text: content }
    const area = this.area
    if (area.value === content) return
    const [start, end] = [area.selectionStart, area.selectionEnd].map((at) => moved(area.value, content, at))
    const top = area.scrollTop
    area.value = content
    if (document.activeElement === area) area.setSelectionRange(start, end)
    area.scrollTop = top
  }

  // Somebody else wrote: taken over at once, or joined with the next save if there is something of one's own.
  others({ version, content, by }) {
    if (version <= this.base.version) return
    this.writer = by
    if (this.dirty) return
    this.adopt({ version, content })
    this.say("others")
  }

  say(what, words = this.dataset[what]) {
    this.dataset.now = what
    const text = words.replace("%s", this.writer || "…")
    if (this.said.textContent !== text) this.said.textContent = text
  }
}

// Where a place in the old text is in the new one: before what changed it stays, after it, it moves along.
function moved(before, after, at) {
  let head = 0
  while (head < at && before[head] === after[head]) head++
  if (head === at) return at
  let tail = 0
  while (tail < before.length - at && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  return tail === before.length - at ? after.length - tail : Math.min(at, after.length)
}

customElements.define("shared-note", SharedNote)
