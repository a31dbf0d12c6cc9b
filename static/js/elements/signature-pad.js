// <signature-pad>: lines drawn with finger, pen or mouse become whole numbers from 0 to 1000 in its hidden input, never a picture.
import "./verdict-extras.js"

const SIDE = 1000
const STEP = 5
const MOST = 2000
const SVG = "http://www.w3.org/2000/svg"

class SignaturePad extends HTMLElement {
  connectedCallback() {
    if (this.field) return
    this.field = this.querySelector(".signature-field")
    this.input = this.querySelector("input[name=strokes]")
    this.clearing = this.querySelector("[data-clear]")
    this.field.hidden = this.clearing.hidden = false
    this.clearing.addEventListener("click", () => this.clear())
    this.field.addEventListener("pointerdown", (event) => this.begin(event))
    this.field.addEventListener("pointermove", (event) => this.draw(event))
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) this.field.addEventListener(end, () => this.end())
    this.restore()
  }

  get strokes() {
    return this.lines
  }

  clear() {
    this.lines = []
    this.keep()
  }

  restore() {
    try {
      this.lines = JSON.parse(this.input.value || "[]")
      this.keep()
    } catch {
      this.clear()
    }
  }

  begin(event) {
    if (this.line || !event.isPrimary || event.button > 0) return
    event.preventDefault()
    this.field.setPointerCapture(event.pointerId)
    this.line = [this.place(event)]
    this.lines.push(this.line)
    this.show()
  }

  draw(event) {
    if (!this.line || !event.isPrimary) return
    const moves = event.getCoalescedEvents?.() ?? []
    for (const move of moves.length ? moves : [event]) this.add(this.place(move))
    this.show()
  }

  add(point) {
    const [x, y] = this.line.at(-1)
    const drawn = this.lines.reduce((sum, line) => sum + line.length, 0)
    if (Math.hypot(point[0] - x, point[1] - y) >= STEP && drawn < MOST) this.line.push(point)
  }

  end() {
    if (!this.line) return
    this.line = null
    this.keep()
  }

  place(event) {
    const box = this.field.getBoundingClientRect()
    const within = (value) => Math.min(SIDE, Math.max(0, Math.round(value * SIDE)))
    return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)]
  }

  keep() {
    this.input.value = this.lines.length ? JSON.stringify(this.lines) : ""
    const says = this.querySelector("[data-says]")
    says.textContent = this.lines.length ? says.dataset.drawn : ""
    this.show()
  }

  show() {
    const drawn = this.lines.map((line) => {
      const shape = document.createElementNS(SVG, "polyline")
      const points = line.length > 1 ? line : [line[0], line[0]]
      shape.setAttribute("points", points.map(([x, y]) => `${x},${y * 0.4}`).join(" "))
      return shape
    })
    this.field.querySelector("svg").replaceChildren(...drawn)
    this.querySelector(".signature-hint").hidden = drawn.length > 0
  }
}
customElements.define("signature-pad", SignaturePad)
