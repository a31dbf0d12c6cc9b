// <board-keys>: moves between cards and chooses them without a mouse; counts what is chosen. The keys work on cards alone.
const MOVES = { j: [0, 1], arrowdown: [0, 1], k: [0, -1], arrowup: [0, -1], l: [1, 0], arrowright: [1, 0], h: [-1, 0], arrowleft: [-1, 0] }

class BoardKeys extends HTMLElement {
  connectedCallback() {
    this.boxes = [...this.querySelectorAll('input[name="chosen"]')]
    if (!this.boxes.length) return
    this.all = this.querySelector("[data-choose-all]")
    this.keys = this.querySelector("[data-keys]")
    this.all.hidden = this.keys.hidden = false
    this.all.addEventListener("click", () => this.chooseAll())
    this.addEventListener("click", (event) => this.clicked(event))
    this.addEventListener("change", () => this.count())
    this.addEventListener("keydown", (event) => this.pressed(event))
    addEventListener("pageshow", () => this.count())
    this.count()
  }

  clicked(event) {
    const box = this.boxes.find((one) => one === event.target)
    if (!box) return
    if (event.shiftKey) this.range(box, box.checked)
    this.last = box
  }

  range(to, checked) {
    const [first, last] = [this.boxes.indexOf(this.last ?? to), this.boxes.indexOf(to)].sort((a, b) => a - b)
    for (const box of this.boxes.slice(first, last + 1)) box.checked = checked
    this.count()
  }

  chooseAll() {
    const checked = !this.boxes.every((box) => box.checked)
    for (const box of this.boxes) box.checked = checked
    this.count()
  }

  count() {
    const said = this.querySelector("[data-chosen]")
    const number = this.boxes.filter((box) => box.checked).length
    said.textContent = number ? `${said.dataset.some} ${number}` : said.dataset.none
  }

  pressed(event) {
    const card = event.target.closest("[data-card]")
    if (!card || event.ctrlKey || event.altKey || event.metaKey) return
    const key = event.key.toLowerCase()
    const box = card.querySelector('input[name="chosen"]')
    if (key in MOVES) this.go(card, ...MOVES[key])
    else if (key === "x") this.choose(box, event.shiftKey)
    else if (key === "a") this.chooseAll()
    else if (key === "escape") this.chooseNothing()
    else if (key === "b") this.querySelector("#f-verb").focus()
    else if (key === "?") this.showKeys()
    else return
    event.preventDefault()
  }

  choose(box, ranged) {
    if (ranged) this.range(box, true)
    else box.checked = !box.checked
    this.last = box
    this.count()
  }

  chooseNothing() {
    for (const box of this.boxes) box.checked = false
    this.count()
  }

  showKeys() {
    this.keys.open = true
    this.keys.querySelector("summary").focus()
  }

  go(card, across, down) {
    const column = card.closest("[data-column]")
    const columns = [...this.querySelectorAll("[data-column]")].filter((one) => one.querySelector("[data-card]"))
    const here = [...column.querySelectorAll("[data-card]")]
    const place = here.indexOf(card) + down
    const target = across ? columns[columns.indexOf(column) + across] : column
    const cards = target ? [...target.querySelectorAll("[data-card]")] : []
    const next = across ? cards[Math.min(place, cards.length - 1)] : cards[place]
    next?.querySelector('input[name="chosen"]').focus()
    next?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }
}
customElements.define("board-keys", BoardKeys)
