// Whether the server answers: found out by itself, shown, and used to send what waits.
import { say } from "./verdict.js"
import { unwarn, warn } from "./warnings.js"

const OFTEN = 15_000
const SOON = 3_000
const PULSE = 30_000
const SKEWED = 120_000
const UNDER_WAY = 1_000

export class Link {
  constructor(event, on) {
    Object.assign(this, { event, on, state: navigator.onLine ? "online" : "offline", left: 0, soon: null, pulses: true })
    new BroadcastChannel("door").addEventListener("message", ({ data }) => this.told(data))
    addEventListener("online", () => this.beat())
    addEventListener("offline", () => this.becomes("offline"))
    addEventListener("beforeunload", (leaving) => this.left && leaving.preventDefault())
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.beat())
    setInterval(() => this.beat(), OFTEN)
    setInterval(() => this.pulse(), PULSE)
  }

  get offline() {
    return this.state !== "online"
  }

  // A scan that is answered at once was never left behind: a line that blinks at every guest is no warning.
  added() {
    this.left += 1
    if (this.offline) this.draw()
    else setTimeout(() => this.draw(), UNDER_WAY)
  }

  async beat() {
    const heard = await DoorQueue.hear(this.event).catch(() => null)
    if (!heard || heard.status >= 500) this.becomes("offline")
    else if (!heard.ok) this.becomes("shut")
    else this.news(heard.said)
    if (heard?.ok) await this.flush()
    else await this.count()
  }

  async flush() {
    this.told(await DoorQueue.flush())
  }

  async count() {
    this.left = (await DoorQueue.all()).length
    this.on.settled()
    this.draw()
  }

  told({ left, state, shut, answered }) {
    if (answered) return this.on.answered(answered.filter(({ event }) => event === this.event))
    this.left = left
    this.on.settled()
    this.becomes(shut.includes(this.event) ? "shut" : state)
    if (left && this.offline) this.soon ??= setTimeout(() => { this.soon = null; this.flush() }, SOON)
  }

  becomes(state) {
    const was = this.state
    this.state = state
    this.draw()
    if (state === "shut") warn("shut", { count: this.left })
    else unwarn("shut")
    if (state !== was) this.on.changed(state)
  }

  news(said) {
    this.becomes("online")
    document.querySelector('meta[name="csrf"]').content = said.csrf
    for (const box of document.querySelectorAll('input[name="_csrf"]')) box.value = said.csrf
    const skew = DoorClock.skew() ?? 0
    if (Math.abs(skew) > SKEWED) warn("clock", { minutes: Math.round(Math.abs(skew) / 60_000) })
    else unwarn("clock")
    this.on.news(said)
  }

  draw() {
    const badge = document.getElementById("link")
    const facts = { count: this.left }
    const words = this.left ? say(`is_${this.state}_unsent`, facts) : say(`is_${this.state}`)
    badge.dataset.state = this.state
    badge.toggleAttribute("data-unsent", this.left > 0)
    if (badge.querySelector("b").textContent !== words) badge.querySelector("b").textContent = words
  }

  // The organiser's list of devices: how many scans wait here, and how long the battery may last.
  async pulse() {
    if (this.offline || !this.pulses) return
    const battery = await navigator.getBattery?.().catch(() => null)
    const body = { unsent: this.left, battery: battery ? Math.round(battery.level * 100) : null }
    const answer = await DoorQueue.post(this.event, `/door/${this.event}/pulse`, body).catch(() => null)
    if (answer?.status === 404) this.pulses = false
  }
}
