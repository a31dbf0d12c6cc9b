// <print-button hidden><button type="button">: prints this page; without a script the browser's own menu does.
class PrintButton extends HTMLElement {
  connectedCallback() {
    this.hidden = false
    this.querySelector("button").addEventListener("click", () => print())
  }
}
customElements.define("print-button", PrintButton)
