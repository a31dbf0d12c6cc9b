// <live-progress>: asks for the page again while a job works, shows how far it is, and loads the page once it is done.
const PAUSE = 1000
const SLOWEST = 15000

class LiveProgress extends HTMLElement {
  connectedCallback() {
    this.pause = PAUSE
    this.timer = setTimeout(() => this.ask(), this.pause)
  }

  disconnectedCallback() {
    clearTimeout(this.timer)
  }

  async ask() {
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } })
      if (!answer.ok) throw new Error(answer.status)
      this.show(new DOMParser().parseFromString(await answer.text(), "text/html"))
      this.pause = PAUSE
    } catch {
      this.pause = Math.min(this.pause * 2, SLOWEST) // a server that restarts is not asked ever faster
    }
    if (this.isConnected) this.timer = setTimeout(() => this.ask(), this.pause)
  }

  show(page) {
    const fresh = page.querySelector("live-progress")
    if (!fresh || page.title !== document.title) return location.reload()
    this.replaceChildren(...fresh.childNodes)
  }
}
customElements.define("live-progress", LiveProgress)
