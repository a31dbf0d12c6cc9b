// <minutes-desk src="…">: what others write arrives by a stream; where none gets through, by asking.
import { Stream } from "../stream.js"

const ASK = 2000

class MinutesDesk extends HTMLElement {
  connectedCallback() {
    this.said = this.querySelector("[data-live]")
    const lost = () => { this.said.textContent = this.said.dataset.liveOff }
    this.stream = new Stream(this.getAttribute("src"), { every: ASK, heard: (data) => this.show(data), lost })
    this.stream.listen()
  }

  disconnectedCallback() { this.stream.stop() }

  // A part is a text as JSON, or a list as markup; its name says which.
  show({ parts }) {
    if (this.said.textContent !== this.said.dataset.liveOn) this.said.textContent = this.said.dataset.liveOn
    for (const [part, value] of Object.entries(parts)) {
      const name = part.slice(part.indexOf(":") + 1)
      if (part.startsWith("text:")) this.showText(name, JSON.parse(value))
      else this.showList(name, value)
    }
  }

  showText(name, text) {
    this.querySelector(`shared-note[name="${name}"]`)?.others(text)
    const read = this.querySelector(`[data-text="${name}"]`)
    if (read && text.content) read.textContent = text.content
  }

  showList(name, html) {
    const part = this.querySelector(`[data-part="${name}"]`)
    if (part && part.held !== html) part.innerHTML = part.held = html
  }
}
customElements.define("minutes-desk", MinutesDesk)
