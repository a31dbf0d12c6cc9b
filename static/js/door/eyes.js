// The camera's own controls: which one, its light, how near, which reader. Each shows only where the device has it.
import { Camera } from "./camera.js"
import { READERS, hasNative } from "./detector.js"
import { recall, remember } from "./memory.js"
import { say } from "./verdict.js"

const FAULTS = { NotAllowedError: "refused_camera", NotReadableError: "busy_camera" }

export class Eyes {
  constructor(page, onCode) {
    Object.assign(this, { page, reader: recall("reader", "native"), lock: null, busy: false, lost: false })
    this.camera = new Camera(this.part("video"), page.dataset.wasm, onCode)
    this.camera.onLost = () => this.lose()
    this.part(".door-camera").hidden = false
    this.on("[data-camera]", "click", () => this.toggle())
    this.on("[data-photo]", "change", (chosen) => this.photo(chosen.target))
    this.on("[data-choose]", "change", ({ target }) => this.choose(target.value))
    this.on("[data-torch]", "click", () => this.light())
    this.on("[data-zoom]", "input", ({ target }) => this.zoom(target.value))
    this.on("[data-reader]", "click", () => this.switchReader())
    document.addEventListener("visibilitychange", () => this.wake())
    this.says(navigator.mediaDevices ? "looking" : "insecure")
  }

  // A second press while the camera is being asked for would leave one running that nobody can stop.
  async toggle() {
    if (this.busy) return
    this.busy = true
    this.lost = false
    if (this.camera.running) this.camera.stop()
    else await this.start(recall("camera"))
    this.busy = false
    this.shown()
  }

  lose() {
    this.lost = true
    this.camera.stop()
    this.shown()
    this.says("lost_camera")
  }

  async wake() {
    if (this.lost && document.visibilityState === "visible") await this.toggle()
    else await this.stayAwake()
  }

  async start(device) {
    this.says("starting")
    this.part("video").hidden = false
    const fault = await this.camera.start(device, this.reader).then(() => null, (error) => error)
    if (this.lost) return // while it was made ready, and said so
    if (fault?.name === "OverconstrainedError" && device) return this.start("") // that camera is gone
    if (fault) this.camera.stop()
    this.says(fault ? this.reasonOf(fault) : "looking")
    if (!fault) await this.offer()
  }

  reasonOf(fault) {
    return navigator.mediaDevices ? (FAULTS[fault.name] ?? "no_camera") : "insecure"
  }

  shown() {
    const { running } = this.camera
    this.page.toggleAttribute("data-looking", running)
    this.part("video").hidden = this.part("[data-camera-set]").hidden = !running
    this.part("[data-camera] span").textContent = say(running ? "stop" : "start")
    this.stayAwake()
  }

  async offer() {
    const { track } = this.camera
    const can = track.getCapabilities?.() ?? {}
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "videoinput")
    const choose = this.part("[data-choose]")
    choose.replaceChildren(...cameras.map((one, place) => new Option(one.label || `${say("camera")} ${place + 1}`, one.deviceId)))
    choose.value = track.getSettings().deviceId ?? ""
    choose.parentElement.hidden = cameras.length < 2
    this.part("[data-torch]").hidden = !can.torch
    this.part("[data-torch]").setAttribute("aria-pressed", "false")
    this.offerZoom(can.zoom)
    this.part("[data-reader]").hidden = !(await hasNative())
  }

  offerZoom(range) {
    const zoom = this.part("[data-zoom]")
    zoom.parentElement.hidden = !range || range.max <= range.min
    if (zoom.parentElement.hidden) return
    Object.assign(zoom, { min: range.min, max: range.max, step: range.step || 0.1 })
    zoom.value = recall("zoom", range.min)
    this.zoom(zoom.value)
  }

  async choose(device) {
    remember("camera", device)
    await this.start(device)
    this.shown()
  }

  async light() {
    const button = this.part("[data-torch]")
    const torch = button.getAttribute("aria-pressed") !== "true"
    const lit = await this.camera.track?.applyConstraints({ advanced: [{ torch }] }).then(() => true, () => false)
    if (lit) button.setAttribute("aria-pressed", String(torch))
  }

  zoom(value) {
    remember("zoom", value)
    this.camera.track?.applyConstraints({ advanced: [{ zoom: Number(value) }] }).catch(() => null)
  }

  async switchReader() {
    this.reader = READERS.find((one) => one !== this.reader)
    remember("reader", this.reader)
    await this.camera.read_with(this.reader)
    this.says(this.camera.kind === "wasm" ? "reader_own" : "reader_device")
  }

  async photo(input) {
    const found = await this.camera.photo(input.files[0]).catch(() => 0)
    this.says(found ? "looking" : "no_code")
    input.value = ""
  }

  // A phone at the door must not go dark between two guests.
  async stayAwake() {
    const wanted = this.camera.running && document.visibilityState === "visible"
    if (wanted) this.lock ??= await navigator.wakeLock?.request("screen").catch(() => null)
    this.lock?.addEventListener("release", () => (this.lock = null), { once: true })
    if (!wanted) await this.lock?.release()
  }

  says(name) {
    this.part(".door-camera-says").textContent = say(name)
  }

  on(selector, kind, act) {
    this.part(selector).addEventListener(kind, act)
  }

  part(selector) {
    return this.page.querySelector(selector)
  }
}
