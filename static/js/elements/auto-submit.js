// <auto-submit><form method="get">…: a changed filter applies at once. A fold of filters none of which is in force is shut on a
// phone and open elsewhere, where its name is not shown.
const phone = matchMedia("(max-width: 45rem)")

class AutoSubmit extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => event.target.form?.requestSubmit())
    this.fold = this.querySelector(".filter-fold")
    if (!this.fold) return
    this.fit()
    phone.addEventListener("change", this.fit)
  }

  disconnectedCallback() {
    phone.removeEventListener("change", this.fit)
  }

  fit = () => { this.fold.open = !phone.matches || this.fold.classList.contains("in-force") }
}
customElements.define("auto-submit", AutoSubmit)
