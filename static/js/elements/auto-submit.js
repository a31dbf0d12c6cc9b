// <auto-submit><form method="get">…: a changed filter applies at once.
class AutoSubmit extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => event.target.form?.requestSubmit())
  }
}
customElements.define("auto-submit", AutoSubmit)
