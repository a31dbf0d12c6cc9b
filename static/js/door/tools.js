// This device's own things: how it works, its scans as a file, and forgetting an event.
import { recall, remember } from "./memory.js"
import { forget } from "./snapshot.js"
import { say } from "./verdict.js"

export class Tools {
  constructor(page, event) {
    Object.assign(this, { page, event })
    page.querySelector(".door-tools").hidden = false
    for (const box of page.querySelectorAll("[name=mode]")) box.checked = box.value === recall("mode", "express")
    page.addEventListener("change", ({ target }) => target.name === "mode" && remember("mode", target.value))
    const mute = this.part("[data-mute]")
    mute.checked = recall("muted") === "yes"
    mute.addEventListener("change", () => remember("muted", mute.checked ? "yes" : "no"))
    this.part("[data-export]").addEventListener("click", () => this.export())
    this.part("[data-forget]").addEventListener("click", () => this.forget())
    this.rememberDevice()
    this.offerInstall()
  }

  get tap() {
    return this.part("[name=mode]:checked").value === "tap"
  }

  get muted() {
    return this.part("[data-mute]").checked
  }

  async export() {
    const mine = (await DoorQueue.all()).filter(({ event }) => event === this.event)
    if (!mine.length) return this.says("nothing_unsent")
    const link = document.createElement("a")
    link.href = URL.createObjectURL(new Blob([JSON.stringify(await file(this.event, mine), null, 1)], { type: "application/json" }))
    link.download = `door-${this.event}-${new Date().toISOString().slice(0, 16).replaceAll(":", "")}.json`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
    this.says("exported", { count: mine.length })
  }

  async forget() {
    this.page.setAttribute("data-forgotten", "") // until somebody opens the page anew
    await forget(this.event)
    document.getElementById("latest").replaceChildren()
    this.says("forgotten")
  }

  rememberDevice() {
    const box = this.part("[data-typed]").elements.device
    box.value ||= recall("device")
    box.addEventListener("change", () => remember("device", box.value.trim()))
    const others = document.querySelectorAll('input[type="hidden"][name="device"]')
    for (const other of others) other.form.addEventListener("submit", () => (other.value = box.value.trim()))
  }

  offerInstall() {
    const button = this.part("[data-install]")
    addEventListener("beforeinstallprompt", (offer) => {
      offer.preventDefault()
      button.hidden = false
      button.onclick = () => { button.hidden = true; offer.prompt() }
    })
  }

  says(name, facts) {
    this.part(".door-tools-says").textContent = say(name, facts)
  }

  part(selector) {
    return this.page.querySelector(selector)
  }
}

async function file(event, rows) {
  const moment = ({ device_at, skew, sure }) => new Date(device_at + (sure ? skew : (DoorClock.skew() ?? skew))).toISOString()
  const facts = (row) => ({ id: row.id, session_id: row.session_id, scanned_at: moment(row), device: row.device })
  const scans = rows.filter(({ sealed }) => !sealed).map((row) => ({ ...facts(row), code: row.code, direction: row.direction, method: row.method }))
  const named = await Promise.all(rows.filter(({ sealed }) => sealed).map(async (row) => [row, await DoorWalkIns.read(row)]))
  const walk_ins = named.filter(([, typed]) => typed).map(([row, typed]) => ({ ...facts(row), ...typed }))
  return { kind: "door-queue", version: 1, event, exported_at: new Date().toISOString(), scans, walk_ins }
}
