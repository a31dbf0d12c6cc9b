// <search-box>: `/` and Ctrl+K (⌘K) lead to the box that is in sight, unless somebody is typing elsewhere.
const typing = (target) => target.closest("input, textarea, select, [contenteditable]")

class SearchBox extends HTMLElement {
  connectedCallback() {
    this.press = (event) => this.isCalled(event) && this.focusBox(event)
    document.addEventListener("keydown", this.press)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.press)
  }

  isCalled(event) {
    if (event.altKey || event.shiftKey) return false
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return true
    return event.key === "/" && !event.ctrlKey && !event.metaKey && !typing(event.target)
  }

  focusBox(event) {
    const input = this.querySelector("input")
    if (!input.checkVisibility()) return
    event.preventDefault()
    input.focus()
    input.select()
  }
}
customElements.define("search-box", SearchBox)
