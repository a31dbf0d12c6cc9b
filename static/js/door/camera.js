// The camera loop: about eight looks a second, none while the page is hidden; a code that stays in view is told once.
import { makeDetector } from "./detector.js"

const PAUSE = 120
const LARGEST = 800
const SAME_CODE = 3000
const WISHES = { audio: false, video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } } }

export class Camera {
  constructor(video, wasm, onCode) {
    Object.assign(this, { video, wasm, onCode, stream: null, last: "", seenAt: 0 })
    this.canvas = document.createElement("canvas")
    this.context = this.canvas.getContext("2d", { willReadFrequently: true })
  }

  get running() {
    return this.stream !== null
  }

  async start() {
    this.stream = await navigator.mediaDevices.getUserMedia(WISHES)
    this.video.srcObject = this.stream
    await this.video.play()
    this.detector = await makeDetector(this.wasm)
    this.look()
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop())
    this.stream = this.video.srcObject = null
  }

  async look() {
    if (!this.running) return
    if (this.video.readyState >= 2 && !document.hidden) await this.read(this.video, this.video.videoWidth, this.video.videoHeight)
    setTimeout(() => this.look(), PAUSE)
  }

  async read(source, width, height) {
    const scale = Math.min(1, LARGEST / Math.max(width, height))
    this.canvas.width = width * scale
    this.canvas.height = height * scale
    this.context.drawImage(source, 0, 0, this.canvas.width, this.canvas.height)
    const found = await this.detector.detect(this.context.getImageData(0, 0, this.canvas.width, this.canvas.height)).catch(() => [])
    for (const code of found) this.tell(code.rawValue)
    return found.length
  }

  tell(code) {
    const now = Date.now()
    const fresh = code !== this.last || now - this.seenAt > SAME_CODE
    this.last = code
    this.seenAt = now
    if (fresh) this.onCode(code, "camera")
  }

  async photo(file) {
    this.detector ??= await makeDetector(this.wasm)
    const picture = await createImageBitmap(file)
    this.last = ""
    return this.read(picture, picture.width, picture.height)
  }
}
