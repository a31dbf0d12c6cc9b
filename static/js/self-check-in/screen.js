// <room-screen>: asks the server for the room's code, whose time it keeps; what may be old is not shown as new.
const SOON = 300
const AGAIN = 2000
const PATIENCE = 5000

class RoomScreen extends HTMLElement {
  connectedCallback() {
    this.still = matchMedia("(prefers-reduced-motion: reduce)")
    this.plan()
    document.addEventListener("visibilitychange", () => document.hidden || this.ask())
  }

  // The bar runs down by the time since the answer, never by this computer's clock.
  plan() {
    clearTimeout(this.next)
    clearInterval(this.ticking)
    const { wait, seconds } = this.querySelector(".room-now").dataset
    this.next = setTimeout(() => this.ask(), Math.min(wait * 1000 + SOON, 5000))
    const answered = performance.now()
    const bar = this.querySelector(".room-time")
    if (!bar || !seconds) return
    this.ticking = setInterval(() => (bar.value = Math.max(0, wait - (performance.now() - answered) / 1000)), this.still.matches ? 5000 : 250)
  }

  async ask() {
    const answer = await fetch(this.dataset.live, { signal: AbortSignal.timeout(PATIENCE) }).catch(() => null)
    if (answer?.ok) this.show(await answer.text())
    else this.lost()
  }

  show(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector(".room-now")
    if (!fresh) return this.lost() // the sign-in page of a session that is over
    this.querySelector(".room-now").replaceWith(fresh)
    this.querySelector(".room-lost").hidden = true
    this.plan()
  }

  lost() {
    this.querySelector(".room-lost").hidden = false
    clearTimeout(this.next)
    this.next = setTimeout(() => this.ask(), AGAIN)
  }
}

customElements.define("room-screen", RoomScreen)
