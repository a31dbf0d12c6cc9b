// Sends scans one by one under ids of their own. What was not answered is sent again with the same id, in order.
const AGAIN = 3000
const PATIENCE = 8000
const FOR_GOOD = new Set([400, 401, 403, 404, 413, 422])

export class Sender {
  constructor(event, onAnswer, onWaiting) {
    Object.assign(this, { event, onAnswer, onWaiting, queue: [], busy: false })
    addEventListener("online", () => this.work())
    addEventListener("beforeunload", (leaving) => this.queue.length && leaving.preventDefault())
  }

  send(scan, device) {
    this.queue.push({ device, scan: { id: newId(), scanned_at: new Date().toISOString(), ...scan } })
    return this.work()
  }

  async work() {
    if (this.busy) return
    this.busy = true
    try {
      while (this.queue.length && (await this.first())) this.queue.shift()
    } finally {
      this.busy = false
    }
    this.onWaiting(this.queue.length)
    if (this.queue.length) setTimeout(() => this.work(), AGAIN)
  }

  async first() {
    const { device, scan } = this.queue[0]
    const answer = await post(`/api/v1/events/${this.event}/scans`, { device, scans: [scan] }).catch(() => null)
    if (answer?.ok) {
      this.onAnswer((await answer.json()).results[0], scan)
      return true
    }
    if (answer && FOR_GOOD.has(answer.status)) {
      this.onAnswer({ id: scan.id, outcome: "refused", title: (await answer.json()).title }, scan)
      return true
    }
    this.onWaiting(this.queue.length)
    return false
  }
}

export function post(path, body) {
  const headers = { "content-type": "application/json", "x-csrf": document.querySelector('meta[name="csrf"]').content }
  const sent = body === undefined ? undefined : JSON.stringify(body)
  return fetch(path, { method: "POST", headers, body: sent, signal: AbortSignal.timeout(PATIENCE) })
}

// crypto.randomUUID exists on HTTPS and localhost only; typing must work on plain HTTP, too.
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 15) | 64
  bytes[8] = (bytes[8] & 63) | 128
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}
