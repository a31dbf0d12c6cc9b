// <local-date for="id">: the native picker writes dates in the browser's manner; this repeats them in the page's language.
class LocalDate extends HTMLElement {
  connectedCallback() {
    this.input = document.getElementById(this.getAttribute("for"))
    this.input?.addEventListener("input", () => this.show())
    this.show()
  }

  show() {
    const moment = new Date(this.input?.type === "date" ? `${this.input.value}T00:00` : this.input?.value)
    this.textContent = isNaN(moment) ? "" : this.words(moment)
  }

  words(moment) {
    const language = document.documentElement.lang
    const day = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "full" }).format(moment)
    if (this.input.type === "date") return day
    const time = moment.toTimeString().slice(0, 5)
    return language === "id" ? `${day}, pukul ${time.replace(":", ".")}` : `${day}, ${time}`
  }
}
customElements.define("local-date", LocalDate)
