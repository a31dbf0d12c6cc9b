// <hold-link>: a link that a guest's stray finger does not follow; held for two seconds, by finger or by Enter, it opens.
const LONG = 2000

class HoldLink extends HTMLElement {
  connectedCallback() {
    this.link = this.querySelector("a")
    this.link.addEventListener("click", (click) => this.refuse(click))
    this.link.addEventListener("contextmenu", (menu) => menu.preventDefault())
    this.link.addEventListener("pointerdown", () => this.press())
    for (const end of ["pointerup", "pointerleave", "pointercancel", "keyup", "blur"]) this.link.addEventListener(end, () => this.release())
    this.link.addEventListener("keydown", (key) => {
      if (key.key !== "Enter") return
      key.preventDefault()
      if (!key.repeat) this.press()
    })
  }

  press() {
    this.release()
    this.says(this.dataset.hint)
    this.waiting = setTimeout(() => location.assign(this.link.href), LONG)
  }

  release() {
    clearTimeout(this.waiting)
  }

  refuse(click) {
    click.preventDefault()
    this.says(this.dataset.hint)
  }

  says(text) {
    this.querySelector("[role=status]").textContent = text
  }
}

customElements.define("hold-link", HoldLink)
