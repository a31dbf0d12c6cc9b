// <fault-names>: the summary above a refused form says of which field each fault is, by the words of its label.
class FaultNames extends HTMLElement {
  connectedCallback() {
    for (const link of this.querySelectorAll('a[href^="#"]:not([data-named])')) {
      const field = document.getElementById(decodeURIComponent(link.hash.slice(1)))
      const words = (field?.labels?.[0] ?? field?.closest("fieldset")?.querySelector("legend"))?.firstChild?.textContent.trim()
      if (!words) continue
      link.dataset.named = ""
      link.prepend(`${words}: `)
    }
  }
}
customElements.define("fault-names", FaultNames)
