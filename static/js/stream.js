// What the server says by a stream; where none gets through, by asking, while the stream is tried anew from time to time.
const TRY_STREAM = 30000

export class Stream {
  // heard(data, how) with how "live" or "polling"; lost() where nothing answers; ended() where there is no more to ask for.
  constructor(address, { every, heard, lost, ended = lost }) {
    Object.assign(this, { address, every, heard, lost, ended })
  }

  listen() {
    this.stop()
    if (!("EventSource" in window)) return this.fallBack()
    this.source = new EventSource(this.address)
    this.source.addEventListener("board", (event) => this.heard(JSON.parse(event.data), "live"))
    this.source.addEventListener("error", () => this.fallBack())
  }

  fallBack() {
    this.stop()
    this.ask()
    this.asking = setInterval(() => this.ask(), this.every)
    this.trying = setTimeout(() => this.listen(), TRY_STREAM)
  }

  async ask() {
    try {
      const answer = await fetch(this.address, { headers: { accept: "application/json" } })
      if ([401, 403, 404].includes(answer.status) || answer.redirected) return this.ended()
      if (!answer.ok) throw new Error(answer.status)
      const data = await answer.json()
      if (this.asking) this.heard(data, "polling")
    } catch {
      if (this.asking) this.lost()
    }
  }

  stop() {
    this.source?.close()
    clearInterval(this.asking)
    clearTimeout(this.trying)
    this.asking = null
  }
}
