// <shown-picture>: where the picture of a file does not come, its words do: that it cannot be shown, and to download it.
class ShownPicture extends HTMLElement {
  connectedCallback() {
    const picture = this.querySelector("img")
    if (picture.complete && !picture.naturalWidth) this.speak()
    else picture.addEventListener("error", () => this.speak())
  }

  speak() {
    this.querySelector("figure").hidden = true
    this.querySelector("p[hidden]").hidden = false
  }
}
customElements.define("shown-picture", ShownPicture)
