// <tick-count elsewhere text><output><b>…</b></output></tick-count>: says how many are ticked as they are ticked.
// elsewhere: how many are chosen on other pages of the form; text: with {many} for the number.
class TickCount extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form")
    this.count = () => this.say()
    this.form?.addEventListener("change", this.count)
    this.say() // a browser that goes back ticks what was ticked
  }

  disconnectedCallback() {
    this.form?.removeEventListener("change", this.count)
  }

  say() {
    const ticked = this.form?.querySelectorAll("fieldset .choice input[type=checkbox]:checked").length ?? 0
    const many = Number(this.getAttribute("elsewhere")) + ticked
    const told = this.getAttribute("text").replace("{many}", many.toLocaleString(document.documentElement.lang))
    const place = this.querySelector("b")
    if (place.textContent !== told) place.textContent = told
  }
}
customElements.define("tick-count", TickCount)
