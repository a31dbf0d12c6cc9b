// <unsaved-guard><form>…: the browser asks before typed work is thrown away; `dirty` where the page came with some.
class UnsavedGuard extends HTMLElement {
  connectedCallback() {
    this.dirty = this.hasAttribute("dirty")
    this.addEventListener("input", () => { this.dirty = true })
    this.addEventListener("submit", () => { this.dirty = false })
    this.warn = (event) => { if (this.dirty) event.preventDefault() }
    addEventListener("beforeunload", this.warn)
  }

  disconnectedCallback() { removeEventListener("beforeunload", this.warn) }
}
customElements.define("unsaved-guard", UnsavedGuard)
