// <fold-sections><details class="fold" open>…: on a phone they are shut at first, but for those that are kept open, that were
// opened before in this tab, or that the address leads into.
const phone = matchMedia("(max-width: 45rem)")
const KEY = `folds:${location.pathname}`

class FoldSections extends HTMLElement {
  connectedCallback() {
    this.folds = [...this.querySelectorAll("details.fold")]
    if (phone.matches) this.shut()
    this.addEventListener("toggle", () => this.keep(), true)
  }

  shut() {
    const open = sessionStorage.getItem(KEY)?.split(" ") ?? []
    const led = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
    this.folds.forEach((fold, at) => {
      fold.open = "keep" in fold.dataset || open.includes(String(at)) || Boolean(led && (fold.contains(led) || led.contains(fold)))
    })
    if (led) led.scrollIntoView()
  }

  keep() {
    if (!phone.matches) return
    const open = this.folds.flatMap((fold, at) => fold.open ? [at] : [])
    sessionStorage.setItem(KEY, open.join(" "))
  }
}
customElements.define("fold-sections", FoldSections)
