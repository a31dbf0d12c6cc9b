// <door-page>: a code from the camera, a scanner or a hand goes into the queue, and the server's verdict onto the
// screen; while there is no server, what this device knows. Without this script the forms work.
import { Eyes } from "./eyes.js"
import { newId } from "./ids.js"
import { fetchLatest, note } from "./latest.js"
import { showLate } from "./late.js"
import { Link } from "./link.js"
import { normalise } from "./pass.js"
import { signal } from "./signals.js"
import { find, forget, load, refresh, sweep } from "./snapshot.js"
import { Tools } from "./tools.js"
import { admitAnyway, undoInPlace } from "./undo.js"
import { show, shown, words } from "./verdict.js"
import { takeWalkIns } from "./walk-in.js"
import { warn } from "./warnings.js"
import { keepWay } from "./way.js"
import { listenToWedge } from "./wedge.js"

const SLOW = 2_500
const LIST_AGE = 300_000
const LONGEST = 4_500 // a QR code holds no more

class DoorPage extends HTMLElement {
  connectedCallback() {
    Object.assign(this, { event: this.dataset.event, waiting: new Map(), seen: null, listAt: -Infinity })
    this.closes = Date.parse(this.dataset.closes) || null
    DoorQueue.use(document.querySelector('meta[name="csrf"]').content)
    this.form = this.querySelector("[data-typed]")
    this.tools = new Tools(this, this.event)
    keepWay(this.form, this.event)
    this.link = new Link(this.event, { answered: (all) => this.answered(all), settled: () => showLate(this.event), changed: (state) => this.changed(state), news: (said) => this.news(said) })
    this.eyes = new Eyes(this, (code, method) => this.scan(code, method))
    this.listen()
    this.setAttribute("data-open", "")
    this.begin()
  }

  listen() {
    this.form.addEventListener("submit", (submit) => this.typed(submit))
    this.querySelector("[data-record]").addEventListener("click", () => this.record())
    const walkIn = this.querySelector("[data-walk-in]")
    if (walkIn) takeWalkIns(walkIn, this)
    undoInPlace(this.querySelector(".verdict-undo"), this.event, () => this.link.beat())
    const override = this.querySelector(".verdict-override")
    if (override) admitAnyway(override, document.getElementById("override"), this.event, (verdict) => this.settled(verdict))
    listenToWedge((code, method) => this.scan(code, method))
    setInterval(() => this.closeInTime(), 20_000)
  }

  async begin() {
    globalThis.navigator.serviceWorker?.register("/door/sw.js", { scope: "/door/" }).catch(() => null)
    if (DoorSeal.able()) navigator.storage?.persist?.().catch(() => null)
    await sweep(this.event)
    await load(this.event, this.closes)
    await this.link.beat()
    this.setAttribute("data-ready", "")
  }

  typed(submit) {
    submit.preventDefault()
    const box = this.form.elements.code
    if (box.value.trim()) this.scan(box.value.trim(), "typed")
    box.value = ""
    box.focus()
  }

  // In tap mode a code that the camera saw waits for a finger: crowds hold many passes into one picture.
  async scan(code, method) {
    if (method !== "camera" || !this.tools.tap) return this.take(code, method)
    this.seen = { code, method }
    show({ id: "", outcome: "seen", guest: guestOf(await find(code, this.event)) })
    signal("seen", this.tools.muted)
    this.querySelector("[data-record]").focus()
  }

  record() {
    const { code, method } = this.seen ?? {}
    this.seen = null
    if (code) this.take(code, method)
  }

  async take(code, method) {
    const row = await this.row(code.slice(0, LONGEST), method)
    const fault = await DoorQueue.add(row)
    if (fault) warn(fault)
    this.link.added()
    const slow = setTimeout(() => this.recorded(row), row.late ? 0 : SLOW)
    this.waiting.set(row.id, { row, slow })
    await this.link.flush()
    if (this.link.offline) await this.sendInBackground()
  }

  async row(code, method) {
    const { direction, session_id, device } = this.form.elements
    const same = [normalise(code), direction.value, session_id.value].join()
    const before = (await DoorQueue.all()).find((one) => one.event === this.event && one.same === same)
    return {
      id: newId(), event: this.event, device: device.value.trim(), code, method, same, direction: direction.value, session_id: session_id.value || null,
      ...DoorClock.now(), late: this.link.offline, again: Boolean(before), before: before ? before.device_at + before.skew : null,
    }
  }

  // No answer in time, or none to be had: amber, with what this device knows, and never green.
  async recorded(row) {
    const known = await find(row.code, this.event)
    if (!this.waiting.has(row.id)) return
    this.waiting.get(row.id).told = true
    const refused = words.reasons[known?.state]
    const hint = row.again ? "recorded_before" : known ? "recorded_known" : "to_check"
    const verdict = { id: row.id, outcome: "recorded", guest: guestOf(known), hint, before: row.before, title: row.again ? null : refused }
    this.told(verdict)
  }

  answered(verdicts) {
    for (const verdict of verdicts) {
      const mine = this.waiting.get(verdict.id)
      clearTimeout(mine?.slow)
      this.waiting.delete(verdict.id)
      if (mine && (!mine.told || shown(verdict.id))) this.told(verdict)
      else if (mine) note(verdict)
    }
    if (verdicts.length) this.recount()
  }

  told(verdict) {
    show(verdict)
    note(verdict)
    signal(verdict.outcome, this.tools.muted)
    requestAnimationFrame(() => setTimeout(() => performance.mark("door-verdict"))) // painted: see bench/door_browser.py
  }

  settled(verdict) {
    note(verdict)
    this.recount()
  }

  async recount() {
    const heard = await DoorQueue.hear(this.event).catch(() => null)
    if (heard?.ok) this.figures(heard.said)
  }

  async news(said) {
    this.closes = Date.parse(said.closes_at) || null
    this.figures(said)
    if (said.build !== this.dataset.build) this.newer()
    if (this.hasAttribute("data-kept") && (await fetchLatest(this.event))) this.removeAttribute("data-kept")
    if (performance.now() - this.listAt > LIST_AGE) await this.renewList()
  }

  async renewList() {
    if (this.hasAttribute("data-forgotten")) return
    this.listAt = performance.now()
    await refresh(this.event, this.closes).catch(() => warn("no_list"))
  }

  figures({ present, expected }) {
    document.getElementById("present").textContent = present
    document.getElementById("expected").textContent = expected
  }

  async newer() {
    warn("newer")
    await (await navigator.serviceWorker?.getRegistration("/door/"))?.update().catch(() => null)
  }

  changed(state) {
    if (state === "shut") forget(this.event)
    if (state === "online") this.listAt = -Infinity
  }

  closeInTime() {
    if (this.closes && DoorClock.server() > this.closes) forget(this.event)
  }

  async sendInBackground() {
    const registration = await navigator.serviceWorker?.getRegistration("/door/")
    await registration?.sync?.register("door-flush").catch(() => null)
  }

  // Somebody by name, while the server is away: on this device before anybody is told that they were taken.
  async keepWalkIn(typed) {
    const row = { ...(await this.row(newId(), "staff_list")), code: "", direction: "in", late: true }
    const fault = await DoorWalkIns.keep(row, typed)
    if (fault) warn(fault)
    this.link.added()
    this.waiting.set(row.id, { row, told: true })
    const guest = { display_name: typed.full_name, institution: typed.institution_name }
    this.told({ id: row.id, outcome: "recorded", guest, hint: "recorded_walk_in" })
    this.link.flush().then(() => this.link.offline && this.sendInBackground())
  }
}

function guestOf(known) {
  return known && { display_name: known.display_name, institution: known.institution, in_place_of: known.in_place_of }
}

customElements.define("door-page", DoorPage)
