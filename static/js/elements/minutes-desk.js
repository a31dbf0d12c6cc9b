// <minutes-desk src="…">: what others write arrives by a stream; where none gets through, by asking.
const ASK = 2000
const TRY_STREAM = 30000

class MinutesDesk extends HTMLElement {
  connectedCallback() {
    this.said = this.querySelector("[data-live]")
    this.listen()
  }

  disconnectedCallback() { this.stop() }

  listen() {
    this.stop()
    this.source = new EventSource(this.getAttribute("src"))
    this.source.addEventListener("board", (event) => this.show(JSON.parse(event.data)))
    this.source.addEventListener("error", () => this.fallBack())
  }

  fallBack() {
    this.stop()
    this.ask()
    this.asking = setInterval(() => this.ask(), ASK)
    this.trying = setTimeout(() => this.listen(), TRY_STREAM)
  }

  stop() {
    this.source?.close()
    clearInterval(this.asking)
    clearTimeout(this.trying)
  }

  async ask() {
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: { accept: "application/json" } })
      if (!answer.ok || answer.redirected) throw new Error(answer.status)
      this.show(await answer.json())
    } catch {
      this.said.textContent = this.said.dataset.liveOff
    }
  }

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
