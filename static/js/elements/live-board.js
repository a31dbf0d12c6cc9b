// <live-board src="…">: keeps its parts as the server sees them, by a stream; where none gets through, by asking.
const ASK = 5000
const TRY_STREAM = 30000

class LiveBoard extends HTMLElement {
  connectedCallback() {
    this.said = this.querySelector("[data-state]")
    this.full = this.querySelector("[data-full]")
    if (this.full && document.fullscreenEnabled) this.offerFullScreen()
    this.listen()
  }

  disconnectedCallback() {
    this.stop()
  }

  listen() {
    this.stop()
    if (!("EventSource" in window)) return this.fallBack()
    this.source = new EventSource(this.getAttribute("src"))
    this.source.addEventListener("board", (event) => {
      this.show(JSON.parse(event.data).parts)
      this.say("live")
    })
    this.source.addEventListener("error", () => this.fallBack())
  }

  // Asks at once and then again and again; the stream is tried anew from time to time.
  fallBack() {
    this.stop()
    this.ask()
    this.asking = setInterval(() => this.ask(), ASK)
    this.trying = setTimeout(() => this.listen(), TRY_STREAM)
  }

  async ask() {
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: { accept: "application/json" } })
      if ([401, 403, 404].includes(answer.status) || answer.redirected) return this.end()
      if (!answer.ok) throw new Error(answer.status)
      const { parts } = await answer.json()
      if (!this.asking) return
      this.show(parts)
      this.say("polling")
    } catch {
      if (this.asking) this.say("lost")
    }
  }

  end() {
    this.stop()
    this.say("ended")
  }

  stop() {
    this.source?.close()
    clearInterval(this.asking)
    clearTimeout(this.trying)
    this.asking = null
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
