// <review-keys>: lines that are decided by the keyboard: 1 to 5 choose, down and up go on, N writes a note.
class ReviewKeys extends HTMLElement {
  connectedCallback() {
    this.lines = [...this.querySelectorAll("[data-line]")]
    for (const line of this.lines) line.tabIndex = -1
    this.addEventListener("keydown", (event) => this.pressed(event))
    const open = this.lines.find((line) => !line.querySelector("input[type=radio]:checked"))
    if (open && !document.querySelector(".form-errors")) open.querySelector("input[type=radio]").focus({ preventScroll: true })
  }

  pressed(event) {
    const line = event.target.closest("[data-line]")
    if (!line || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("textarea")) return
    const radios = line.querySelectorAll("input[type=radio]")
    const chosen = radios[Number(event.key) - 1]
    if (chosen) {
      chosen.checked = true
      for (const told of ["input", "change"]) chosen.dispatchEvent(new Event(told, { bubbles: true }))
      this.go(line, 1)
    } else if (event.key === "ArrowDown") this.go(line, 1)
    else if (event.key === "ArrowUp") this.go(line, -1)
    else if (event.key.toLowerCase() === "n") line.querySelector("textarea").focus()
    else return
    event.preventDefault()
  }

  go(line, step) {
    const next = this.lines[this.lines.indexOf(line) + step]
    if (!next) return
    next.querySelector("input[type=radio]:checked, input[type=radio]").focus()
    next.scrollIntoView({ block: "nearest" })
  }
}
customElements.define("review-keys", ReviewKeys)
