// <door-page>: joins camera, scanner, typing and photo to the server's verdict. Without it, the forms work.
import { Camera } from "./camera.js"
import { Sender } from "./sender.js"
import { signal } from "./signals.js"
import { undoInPlace } from "./undo.js"
import { list, say, show } from "./verdict.js"
import { listenToWedge } from "./wedge.js"

class DoorPage extends HTMLElement {
  connectedCallback() {
    const { event, wasm } = this.dataset
    this.sender = new Sender(event, (verdict) => this.told(verdict), (count) => this.waiting(count))
    this.camera = new Camera(this.querySelector("video"), wasm, (code, method) => this.scan(code, method))
    this.form = this.querySelector("[data-typed]")
    this.form.addEventListener("submit", (submit) => this.typed(submit))
    undoInPlace(this.part(".verdict-undo"), () => this.recount())
    listenToWedge((code, method) => this.scan(code, method))
    this.rememberDevice()
    this.offerCamera()
  }

  typed(submit) {
    submit.preventDefault()
    const box = this.form.elements.code
    if (box.value.trim()) this.scan(box.value.trim(), "typed")
    box.value = ""
    box.focus()
  }

  scan(code, method) {
    const { direction, session_id, device } = this.form.elements
    const scan = { code, method, direction: direction.value, session_id: session_id.value || null }
    this.sender.send(scan, device.value.trim() || null)
  }

  told(verdict) {
    show(verdict, this.dataset.zone, this.dataset.event)
    list(verdict, this.dataset.zone)
    signal(verdict.outcome)
    this.recount()
  }

  waiting(count) {
    const note = document.getElementById("unsent")
    note.querySelector("b").textContent = count
    if (count && note.hidden) {
      show({ outcome: "unsent" }, this.dataset.zone, this.dataset.event)
      signal("unsent")
    }
    note.hidden = count === 0
  }

  async recount() {
    const answer = await fetch(`/door/${this.dataset.event}/count`).catch(() => null)
    if (!answer?.ok) return
    const count = await answer.json()
    document.getElementById("present").textContent = count.present
    document.getElementById("expected").textContent = count.expected
  }

  rememberDevice() {
    const box = this.form.elements.device
    box.value ||= localStorage.getItem("door-device") ?? ""
    box.addEventListener("change", () => localStorage.setItem("door-device", box.value.trim()))
    const others = document.querySelectorAll('input[type="hidden"][name="device"]')
    for (const other of others) other.form.addEventListener("submit", () => (other.value = box.value.trim()))
  }

  offerCamera() {
    this.part(".door-camera").hidden = false
    this.part("[data-camera]").addEventListener("click", () => this.toggle())
    this.part("[data-photo]").addEventListener("change", (chosen) => this.photo(chosen.target))
    if (!navigator.mediaDevices) this.says("insecure")
    else this.says("looking")
  }

  async toggle() {
    if (this.camera.running) this.camera.stop()
    else {
      this.says("starting")
      this.part("video").hidden = false
      const fault = await this.camera.start().then(() => null, (error) => error)
      this.says(fault ? (fault.name === "NotAllowedError" ? "refused_camera" : navigator.mediaDevices ? "no_camera" : "insecure") : "looking")
    }
    this.part("video").hidden = !this.camera.running
    this.part("[data-camera] span").textContent = say(this.camera.running ? "stop" : "start")
  }

  async photo(input) {
    const found = await this.camera.photo(input.files[0]).catch(() => 0)
    this.says(found ? "looking" : "no_code")
    input.value = ""
  }

  says(name) {
    this.part(".door-camera-says").textContent = say(name)
  }

  part(selector) {
    return this.querySelector(selector)
  }
}

customElements.define("door-page", DoorPage)
