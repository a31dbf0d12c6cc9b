// <repeat-rows>: adds a row from its <template> and takes rows away; indices only grow, the server drops the gaps.
class RepeatRows extends HTMLElement {
  connectedCallback() {
    this.rows = this.querySelector("[data-rows]")
    this.next = this.rows.children.length
    this.addEventListener("click", (event) => this.act(event.target))
    this.renumber()
  }

  act(target) {
    if (target.closest("[data-add]")) this.add()
    if (target.closest("[data-remove]")) this.take(target.closest(".row-item"))
  }

  add() {
    const html = this.querySelector("template").innerHTML.replaceAll("__i__", this.next++)
    this.rows.insertAdjacentHTML("beforeend", html)
    this.renumber()
    this.rows.lastElementChild.querySelector("input, select, textarea")?.focus()
  }

  take(row) {
    row.remove()
    this.renumber()
    this.querySelector("[data-add]").focus()
    this.dispatchEvent(new Event("input", { bubbles: true }))
  }

  renumber() {
    const rows = [...this.rows.children]
    rows.forEach((row, i) => { row.querySelector("[data-number]").textContent = i + 1 })
    for (const row of rows) row.querySelector("[data-remove]").hidden = rows.length < 2
    this.querySelector("[data-add]").hidden = rows.length >= Number(this.getAttribute("most") || Infinity)
  }
}
customElements.define("repeat-rows", RepeatRows)
