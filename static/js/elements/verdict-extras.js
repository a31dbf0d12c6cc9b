// <verdict-extras>: after the door's `verdict` event, a link to the guest's badge and, where it is asked for, a field to sign in.
const THERE = ["admitted", "already"]

class VerdictExtras extends HTMLElement {
  connectedCallback() {
    this.told = (event) => this.show(event.detail)
    document.addEventListener("verdict", this.told)
    this.dialog = this.querySelector("dialog")
    if (!this.dialog || this.form) return
    this.form = this.dialog.querySelector("form")
    this.part("sign").addEventListener("click", (event) => this.open(event))
    this.part("cancel").addEventListener("click", () => this.dialog.close())
    this.form.addEventListener("submit", (event) => this.send(event))
  }

  disconnectedCallback() {
    document.removeEventListener("verdict", this.told)
  }

  show(verdict) {
    const there = verdict?.guest && THERE.includes(verdict.outcome)
    this.verdict = there ? verdict : null
    this.part("links").hidden = !there
    if (this.dialog) this.part("done").textContent = ""
    if (!there) return
    this.part("badge").href = `/door/${this.dataset.event}/badge/${verdict.guest.id}.pdf`
    if (this.dialog) this.part("sign").href = `/door/${this.dataset.event}/sign/${verdict.guest.id}`
  }

  open(event) {
    if (!this.verdict) return // shown by the server: the link leads to the page
    event.preventDefault()
    this.form.reset()
    this.pad.clear()
    this.signer = this.verdict
    this.part("replace").hidden = true
    this.part("fault").textContent = ""
    this.part("done").textContent = ""
    this.part("name").textContent = this.signer.guest.display_name
    this.dialog.showModal()
  }

  async send(event) {
    event.preventDefault()
    const answer = await this.post().catch(() => null)
    if (answer?.ok) {
      this.dialog.close()
      this.part("done").textContent = this.part("done").dataset.thanks
      return
    }
    const said = answer ? await answer.json().catch(() => ({})) : {}
    if (said.code === "already_signed") this.part("replace").hidden = false
    const faults = said.errors?.map((one) => one.message).join(" ")
    this.part("fault").textContent = faults || said.title || this.part("fault").dataset.offline
  }

  post() {
    const { on_paper, replace, session_id } = this.form.elements
    const body = {
      strokes: on_paper.checked ? [] : this.pad.strokes,
      on_paper: on_paper.checked,
      replace: replace.checked,
      scan_id: this.signer.id ?? null,
      session_id: session_id?.value || this.session,
    }
    const headers = { "content-type": "application/json", "x-csrf": document.querySelector('meta[name="csrf"]').content }
    const path = `/api/v1/events/${this.dataset.event}/guests/${this.signer.guest.id}/signature`
    return fetch(path, { method: "POST", headers, body: JSON.stringify(body), signal: AbortSignal.timeout(8000) })
  }

  // The session that the door works for, as its own form says.
  get session() {
    return document.querySelector('[data-typed] [name="session_id"]')?.value || null
  }

  get pad() {
    return this.querySelector("signature-pad")
  }

  part(name) {
    return this.querySelector(`[data-${name}]`)
  }
}
customElements.define("verdict-extras", VerdictExtras)
