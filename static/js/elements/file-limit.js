// <file-limit each together><template>icon, span</template><input type="file">: what is too large is said beside the
// field before anything is sent, so that nothing typed is lost. each, together: MB. The server refuses it all the same.
const MB = 1024 * 1024

class FileLimit extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]")
    this.described = this.input.getAttribute("aria-describedby") ?? ""
    this.input.addEventListener("change", () => this.say(this.fault()))
    this.stop = (event) => this.hold(event)
    this.input.form?.addEventListener("submit", this.stop, { capture: true })
  }

  fault() {
    const files = [...this.input.files]
    const large = files.find(({ size }) => size > this.getAttribute("each") * MB)
    if (large) return this.dataset.each.replace("{name}", () => large.name)
    const all = files.reduce((sum, { size }) => sum + size, 0)
    return all > this.getAttribute("together") * MB ? this.dataset.together : ""
  }

  hold(event) {
    if (!this.fault()) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.say(this.fault())
    this.input.focus()
  }

  say(fault) {
    this.error?.remove()
    this.error = null
    this.input.setAttribute("aria-invalid", Boolean(fault))
    this.input.setAttribute("aria-describedby", fault ? `${this.described} ${this.input.id}-size`.trim() : this.described)
    if (!fault) return
    this.error = Object.assign(document.createElement("p"), { className: "field-error", id: `${this.input.id}-size` })
    this.error.setAttribute("role", "alert")
    this.error.append(this.querySelector("template").content.cloneNode(true))
    this.error.querySelector("span").textContent = fault
    this.prepend(this.error)
  }
}
customElements.define("file-limit", FileLimit)
