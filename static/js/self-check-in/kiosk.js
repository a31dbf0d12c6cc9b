// <kiosk-page>: a tablet that shows one guest their verdict for four seconds, then forgets them. Without it, the form works.
import { Camera } from "../door/camera.js"
import "./hold-link.js"

const SHOWN = 4000
const IDLE = 20_000
const AGAIN = 5000
const GONE = ["NotReadableError", "NotFoundError"]
const PATIENCE = 8000

// The tablet's face is turned to the guest, so is its camera.
class FrontCamera extends Camera {
  get facing() {
    return "user"
  }
}

class KioskPage extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form")
    this.busy = false
    this.form.addEventListener("submit", (submit) => this.typed(submit))
    this.addEventListener("input", () => this.idleAgain())
    addEventListener("pageshow", () => this.forget())
    this.offerCamera()
    this.verdictGoes()
  }

  typed(submit) {
    submit.preventDefault()
    const code = this.form.elements.code.value.trim()
    if (code) this.send(code, "typed")
  }

  async send(code, method) {
    if (this.busy) return
    this.busy = true
    const body = new URLSearchParams(new FormData(this.form))
    body.set("code", code)
    body.set("method", method)
    const answer = await fetch(this.form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) }).catch(() => null)
    const page = answer?.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), "text/html") : null
    this.forget()
    this.show(page?.querySelector("#kiosk-verdict") ?? this.copy("failed"))
    this.busy = false
  }

  show(verdict) {
    this.querySelector("[data-verdict]").replaceChildren(verdict)
    this.verdictGoes()
  }

  verdictGoes() {
    clearTimeout(this.going)
    if (this.querySelector("[data-verdict] [data-idle]")) return
    this.going = setTimeout(() => this.querySelector("[data-verdict]").replaceChildren(this.copy("waiting")), SHOWN)
  }

  copy(name) {
    return this.querySelector(`template[data-${name}]`).content.querySelector("section").cloneNode(true)
  }

  forget() {
    this.form.elements.code.value = ""
    clearTimeout(this.idle)
  }

  idleAgain() {
    clearTimeout(this.idle)
    this.idle = setTimeout(() => this.forget(), IDLE)
  }

  offerCamera() {
    const part = this.querySelector(".kiosk-camera")
    part.hidden = !navigator.mediaDevices
    this.camera = new FrontCamera(part.querySelector("video"), this.dataset.wasm, (code) => this.send(code, "camera"))
    this.camera.onLost = () => this.lose(part)
    part.querySelector("[data-camera]").addEventListener("click", () => this.start(part))
    this.startByItself(part)
  }

  // Nobody stands beside a tablet: it looks for its camera until it is there again.
  lose(part) {
    this.camera.stop()
    this.told(part, true)
    this.tryAgain(part)
  }

  tryAgain(part) {
    this.again = setTimeout(() => this.start(part), AGAIN)
  }

  // A tablet that was allowed once starts by itself after every reset of its own.
  async startByItself(part) {
    const known = await navigator.permissions?.query({ name: "camera" }).catch(() => null)
    if (known?.state === "granted" && navigator.mediaDevices) await this.start(part)
  }

  async start(part) {
    clearTimeout(this.again)
    part.querySelector("video").hidden = false
    const fault = await this.camera.start().then(() => null, (error) => error)
    if (!fault && !this.camera.running) return // lost while it was made ready, and said so
    this.told(part, Boolean(fault))
    if (GONE.includes(fault?.name)) this.tryAgain(part)
  }

  told(part, without) {
    part.querySelector("video").hidden = without
    part.querySelector("[data-camera]").hidden = !without
    const says = part.querySelector(".kiosk-says")
    says.textContent = without ? says.dataset.refused : ""
  }
}

customElements.define("kiosk-page", KioskPage)
