// What was typed and is not answered yet: kept in this browser, sent in order, again and again until the server answers.
export class Queue {
  constructor(key, api, told) {
    Object.assign(this, { key, api, told })
    this.wait = 1000
    addEventListener("online", () => this.send())
  }

  all() {
    try { return JSON.parse(localStorage.getItem(this.key)) ?? [] } catch { return [] }
  }

  keep(entries) {
    try {
      if (entries.length) localStorage.setItem(this.key, JSON.stringify(entries))
      else localStorage.removeItem(this.key)
      return true
    } catch { return false } // a full or forbidden store: the page itself still holds the line
  }

  add(entry) {
    const entries = [...this.all(), entry]
    if (!this.keep(entries)) this.spare = entries
    this.told.waiting(entry)
    this.send()
  }

  waiting() { return this.spare ?? this.all() }

  take(id) {
    const left = this.waiting().filter((one) => one.body.id !== id)
    if (this.spare) this.spare = left.length ? left : null
    this.keep(left)
  }

  // One tab sends at a time, where the browser can see to that; a line sent twice is one line all the same.
  async send() {
    if (this.sending) return
    this.sending = true
    clearTimeout(this.timer)
    try {
      for (let first; (first = this.waiting().find((one) => !one.fault));) await this.one(first)
      this.wait = 1000
      this.told.through()
    } catch (fault) {
      this.told.stuck(fault.message)
      this.timer = setTimeout(() => this.send(), this.wait)
      this.wait = Math.min(this.wait * 2, 15000)
    } finally { this.sending = false }
  }

  async one(entry) {
    const answer = await call("POST", this.api + entry.path, entry.body)
    if (answer.status === 401 || answer.status === 403 || answer.redirected) throw new Error("signin")
    if (answer.ok) {
      const line = await answer.json()
      this.take(entry.body.id)
      return this.told.kept(entry, line)
    }
    if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new Error("lost")
    const fault = await said(answer)
    const entries = this.waiting().map((one) => (one.body.id === entry.body.id ? { ...one, fault } : one))
    if (this.spare) this.spare = entries
    this.keep(entries)
    this.told.refused(entry, fault)
  }
}

export function call(method, path, body) {
  const headers = { "content-type": "application/json", "accept-language": document.documentElement.lang, "x-csrf": document.querySelector("meta[name=csrf]").content }
  return fetch(path, { method, headers, body: body && JSON.stringify(body) })
}

// An id of our own for a line; randomUUID is there on secure pages only.
export function fresh() {
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 15) | 64
  bytes[8] = (bytes[8] & 63) | 128
  return [...bytes].map((one, place) => ([4, 6, 8, 10].includes(place) ? "-" : "") + one.toString(16).padStart(2, "0")).join("")
}

// The faults of a refusal in words.
export async function said(answer) {
  const problem = await answer.json().catch(() => ({}))
  return problem.errors?.map((one) => one.message).join(" ") || problem.detail || problem.title || String(answer.status)
}
