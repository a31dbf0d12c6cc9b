// <live-board src="…">: keeps its parts as the server sees them, by a stream; where none gets through, by asking.
import { Stream } from "../stream.js"

const ASK = 5000

class LiveBoard extends HTMLElement {
  connectedCallback() {
    this.said = this.querySelector("[data-state]")
    this.full = this.querySelector("[data-full]")
    if (this.full && document.fullscreenEnabled) this.offerFullScreen()
    this.stream = new Stream(this.getAttribute("src"), {
      every: ASK,
      heard: ({ parts }, how) => { this.show(parts); this.say(how) },
      lost: () => this.say("lost"),
      ended: () => this.end(),
    })
    this.stream.listen()
  }

  disconnectedCallback() {
    this.stream.stop()
  }

  end() {
    this.stream.stop()
    this.say("ended")
  }

  // Only what changed is replaced, so that an open table stays open and a reader of the screen is not disturbed.
  show(parts) {
    this.at = new Date()
    for (const [name, html] of Object.entries(parts)) {
      const part = this.querySelector(`[data-part="${name}"]`)
      if (!part || part.held === html) continue
      const open = [...part.querySelectorAll("details")].map((one) => one.open)
      part.innerHTML = part.held = html
      part.querySelectorAll("details").forEach((one, number) => { one.open = open[number] ?? false })
    }
  }

  say(what) {
    if (!this.said || (this.said.dataset.now === what && what !== "lost")) return
    const time = this.at?.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }) ?? ""
    this.said.dataset.now = what
    this.said.textContent = this.said.dataset[what] + (what === "lost" && time ? ` ${time}` : "")
  }

  offerFullScreen() {
    this.full.hidden = false
    this.full.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen()
      else document.documentElement.requestFullscreen()
    })
  }
}
customElements.define("live-board", LiveBoard)
