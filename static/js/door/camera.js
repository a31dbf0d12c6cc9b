// The camera loop: about eight looks a second, none while the page is hidden; a code that stays in view is told once.
import { makeDetector } from "./detector.js"

const PAUSE = 120
const LARGEST = 800
const SAME_CODE = 3000
const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } }

export class Camera {
  constructor(video, wasm, onCode) {
    Object.assign(this, { video, wasm, onCode, onLost: () => null, stream: null, last: "", seenAt: 0, reader: null, kind: null })
    this.canvas = document.createElement("canvas")
    this.context = this.canvas.getContext("2d", { willReadFrequently: true })
  }

  // The camera on the back looks at whoever comes; a tablet that stands there looks with its face.
  get facing() {
    return "environment"
  }

  get running() {
    return this.stream !== null
  }

  get track() {
    return this.stream?.getVideoTracks()[0] ?? null
  }

  async start(device, wanted) {
    this.stop()
    const which = device ? { deviceId: { exact: device } } : { facingMode: { ideal: this.facing } }
    const stream = this.stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...which, ...SIZE } })
    this.track.addEventListener("ended", () => this.onLost()) // pulled out, or taken by the system while the tab slept
    this.video.srcObject = stream
    await this.video.play()
    await this.read_with(wanted)
    this.look(stream)
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop())
    this.stream = this.video.srcObject = null
  }

  async read_with(wanted) {
    Object.assign(this, await makeDetector(this.wasm, wanted))
  }

  async look(stream) {
    if (this.stream !== stream) return
    if (this.video.readyState >= 2 && !document.hidden) await this.read(this.video, this.video.videoWidth, this.video.videoHeight)
    setTimeout(() => this.look(stream), PAUSE)
  }

  async read(source, width, height) {
    const scale = Math.min(1, LARGEST / Math.max(width, height))
    this.canvas.width = width * scale
    this.canvas.height = height * scale
    const began = performance.now()
    this.context.drawImage(source, 0, 0, this.canvas.width, this.canvas.height)
    const found = await this.reader.detect(this.context.getImageData(0, 0, this.canvas.width, this.canvas.height)).catch(() => [])
    for (const code of found) this.tell(code.rawValue, began)
    return found.length
  }

  tell(code, began) {
    const now = Date.now()
    const fresh = code !== this.last || now - this.seenAt > SAME_CODE
    this.last = code
    this.seenAt = now
    if (!fresh) return
    performance.mark("door-frame", { startTime: began })
    this.onCode(code, "camera")
  }

  async photo(file) {
    if (!this.reader) await this.read_with("wasm")
    const picture = await createImageBitmap(file)
    this.last = ""
    return this.read(picture, picture.width, picture.height)
  }
}
