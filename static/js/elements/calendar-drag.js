// <calendar-drag>: an entry dropped on a day, or an hour, opens the form that moves it; nothing moves before that is sent.
const HOLD = 400 // milliseconds a finger rests before it drags rather than scrolls
const EDGE = 48 // pixels from the window's edge in which a drag scrolls
const SLACK = 6 // pixels a hand may tremble

class CalendarDrag extends HTMLElement {
  connectedCallback() {
    this.addEventListener("pointerdown", (event) => this.press(event))
    this.addEventListener("dragstart", (event) => event.preventDefault())
    this.addEventListener("contextmenu", (event) => { if (this.finger) event.preventDefault() })
    this.addEventListener("click", (event) => { if (this.dropped) event.preventDefault() }, true)
    this.addEventListener("touchmove", (event) => { if (this.ghost) event.preventDefault() }, { passive: false })
  }

  press(event) {
    const entry = event.target.closest("[data-move]")
    if (!entry || event.button || event.target.closest(".cal-move")) return
    this.entry = entry
    this.from = event
    this.dropped = false
    this.finger = event.pointerType !== "mouse"
    if (this.finger) this.timer = setTimeout(() => this.lift(event), HOLD)
    this.watch = new AbortController()
    const on = (name, act) => addEventListener(name, act, { signal: this.watch.signal })
    on("pointermove", (move) => this.move(move))
    on("pointerup", (up) => this.drop(up))
    on("pointercancel", () => this.end())
    on("keydown", (key) => { if (key.key === "Escape") this.end() })
  }

  move(event) {
    const far = Math.hypot(event.clientX - this.from.clientX, event.clientY - this.from.clientY) > SLACK
    if (!this.ghost && far) this.finger ? this.end() : this.lift(event)
    if (this.ghost) this.follow(event)
  }

  lift(event) {
    this.ghost = Object.assign(document.createElement("div"), { className: "cal-ghost" })
    document.body.append(this.ghost)
    this.show("is-dragging", true)
    this.entry.classList.add("is-lifted")
    this.follow(event)
  }

  // A phone's list opens its empty days and hours as places to drop on; the entry stays under the finger.
  show(name, on) {
    const before = this.entry.getBoundingClientRect().top
    this.classList.toggle(name, on)
    scrollBy(0, this.entry.getBoundingClientRect().top - before)
  }

  follow({ clientX, clientY }) {
    if (clientY < EDGE) scrollBy(0, -EDGE / 4)
    if (clientY > innerHeight - EDGE) scrollBy(0, EDGE / 4)
    this.querySelector(".is-target")?.classList.remove("is-target")
    const { place, label } = this.target(clientX, clientY)
    place?.classList.add("is-target")
    this.ghost.textContent = label
    this.ghost.style.translate = `${Math.min(clientX + 14, innerWidth - this.ghost.offsetWidth - 4)}px ${clientY + 14}px`
  }

  // Where that is: a day, and in the week the hour by quarters.
  target(x, y) {
    const under = document.elementsFromPoint(x, y).filter((one) => this.contains(one))
    const day = under[0]?.closest("[data-day]")
    const hour = under.find((one) => one.matches("[data-hour]"))
    if (!day || (this.getAttribute("view") === "week" && !hour)) return { label: "–" }
    if (!hour) return { place: day, to: day.dataset.day, label: day.dataset.label }
    const quarter = this.quarter(hour, y)
    const time = hour.dataset.hour.slice(0, 3) + String(quarter * 15).padStart(2, "0")
    return { place: hour, to: `${day.dataset.day}T${time}`, label: `${day.dataset.label}, ${time}` }
  }

  // An hour's quarters grow with what stands in them: they are as high as their rows.
  quarter(hour, y) {
    const { top, height } = hour.getBoundingClientRect()
    const hours = [...hour.parentElement.querySelectorAll("[data-hour]")]
    const rows = getComputedStyle(hour.closest(".cal-week")).gridTemplateRows.split(" ").map(parseFloat)
    const own = rows.slice(2 + 4 * hours.indexOf(hour)).slice(0, 3)
    const high = own.length === 3 ? own : [1, 1, 1].map(() => height / 4)
    const ends = high.map((_row, at) => top + high.slice(0, at + 1).reduce((sum, row) => sum + row))
    return ends.filter((end) => y >= end).length
  }

  drop(event) {
    const { entry, ghost } = this
    const to = ghost && this.target(event.clientX, event.clientY).to
    this.dropped = Boolean(ghost)
    this.end()
    if (to) location.assign(`${entry.dataset.move}?${new URLSearchParams({ to, back: this.getAttribute("view") })}`)
  }

  end() {
    clearTimeout(this.timer)
    this.watch.abort()
    this.ghost?.remove()
    if (this.ghost) this.show("is-dragging", false)
    this.entry.classList.remove("is-lifted")
    this.querySelector(".is-target")?.classList.remove("is-target")
    this.ghost = this.finger = undefined
  }
}
customElements.define("calendar-drag", CalendarDrag)
