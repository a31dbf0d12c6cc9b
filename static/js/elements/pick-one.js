// <pick-one><select>…: a box that finds an option by a few letters (combobox with a list); the select keeps the value.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
const MOST = 30

class PickOne extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector("select")
    if (!this.select || this.input) return
    const id = this.select.id
    this.select.id = `${id}-all`
    this.select.hidden = true
    this.insertAdjacentHTML("beforeend", `<input class="form-control" role="combobox" aria-autocomplete="list" aria-expanded="false" autocomplete="off" spellcheck="false">
      <ul class="pick-list" role="listbox" hidden></ul><span class="visually-hidden" role="status"></span>`)
    this.input = this.querySelector("input")
    this.list = this.querySelector("[role=listbox]")
    this.count = this.querySelector("[role=status]")
    this.input.id = id
    this.list.id = `${id}-list`
    this.input.setAttribute("aria-controls", this.list.id)
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (this.select.hasAttribute(name)) this.input.setAttribute(name, this.select.getAttribute(name))
    }
    const label = document.querySelector(`label[for="${id}"]`)
    if (label) this.list.setAttribute("aria-label", label.textContent.trim())
    this.write()
    this.input.addEventListener("focus", () => this.input.select())
    this.input.addEventListener("click", () => this.find(true))
    this.input.addEventListener("input", () => this.find())
    this.input.addEventListener("blur", () => this.leave())
    this.input.addEventListener("keydown", (event) => this.press(event))
    this.list.addEventListener("mousedown", (event) => event.preventDefault())
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]")
      if (option) this.choose(option)
    })
  }

  get value() { return this.select.value }

  // The select's options were renewed, or its value set: the box says what is chosen.
  write() {
    const chosen = this.select.selectedOptions[0]
    this.input.value = chosen?.value ? chosen.textContent : ""
  }

  find(all = false) {
    const words = all ? [] : plain(this.input.value).split(/\s+/).filter(Boolean)
    const fitting = [...this.select.options].filter((one) => one.value && words.every((word) => plain(one.textContent).includes(word)))
    this.list.replaceChildren(...fitting.slice(0, MOST).map((one, number) => this.row(one, number)))
    if (!fitting.length) this.list.append(Object.assign(document.createElement("li"), { className: "pick-none", textContent: this.dataset.none }))
    this.open(true)
    this.at(fitting.length && words.length ? 0 : -1)
    this.count.textContent = fitting.length ? `${this.dataset.found} ${fitting.length}` : this.dataset.none
  }

  row(option, number) {
    const row = document.createElement("li")
    row.id = `${this.list.id}-${number}`
    row.setAttribute("role", "option")
    row.dataset.value = option.value
    row.textContent = option.textContent
    const group = option.parentElement.label
    if (group) row.append(Object.assign(document.createElement("small"), { textContent: group }))
    return row
  }

  at(number) {
    const rows = [...this.list.querySelectorAll("[role=option]")]
    rows.forEach((row, place) => row.setAttribute("aria-selected", place === number))
    this.active = rows[number] ?? null
    this.active?.scrollIntoView({ block: "nearest" })
    this.input.setAttribute("aria-activedescendant", this.active?.id ?? "")
  }

  move(step) {
    if (this.list.hidden) this.find(true)
    const rows = [...this.list.querySelectorAll("[role=option]")]
    if (rows.length) this.at((rows.indexOf(this.active) + step + rows.length) % rows.length)
  }

  press(event) {
    if (event.isComposing) return
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      this.move(event.key === "ArrowDown" ? 1 : (this.active ? -1 : 0))
    } else if (event.key === "Enter") {
      event.preventDefault()
      if (!this.list.hidden && this.active) this.choose(this.active)
      else if (this.value) this.picked()
    } else if (event.key === "Escape") {
      this.open(false)
      this.write()
    }
  }

  choose(row) {
    this.select.value = row.dataset.value
    this.open(false)
    this.write()
    this.picked()
  }

  picked() {
    this.select.dispatchEvent(new Event("change", { bubbles: true }))
    this.dispatchEvent(new Event("picked", { bubbles: true }))
  }

  // Who leaves with an emptied box chose nobody; who leaves with a marked row chose that one.
  leave() {
    if (!this.input.value.trim()) this.select.value = ""
    else if (!this.list.hidden && this.active) this.select.value = this.active.dataset.value
    this.open(false)
    this.write()
  }

  open(yes) {
    this.list.hidden = !yes
    this.input.setAttribute("aria-expanded", yes)
    if (!yes) this.at(-1)
  }
}
customElements.define("pick-one", PickOne)
