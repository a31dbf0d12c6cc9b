// <copy-button text="…"><button>: copies, and says so for a while.
class CopyButton extends HTMLElement {
  connectedCallback() { this.querySelector("button").addEventListener("click", () => this.copy()) }

  async copy() {
    await (navigator.clipboard?.writeText(this.getAttribute("text")) ?? this.copyTheOldWay())
    this.setAttribute("copied", "")
    setTimeout(() => this.removeAttribute("copied"), 4000)
  }

  // The clipboard exists only on HTTPS and on this machine; a hall's plain HTTP still deserves the button.
  copyTheOldWay() {
    const area = Object.assign(document.createElement("textarea"), { value: this.getAttribute("text") })
    document.body.append(area)
    area.select()
    document.execCommand("copy")
    area.remove()
  }
}
customElements.define("copy-button", CopyButton)
