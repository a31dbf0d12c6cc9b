// The server's time on a device whose clock is wrong, jumps or sleeps. Shared by the page and its service worker.
const DoorClock = (() => {
  const STALE = 600_000
  const SLEEP = 5_000
  const LONGEST_SLEEP = 12 * 3_600_000
  let heard = null

  // An answer said what time it was; of two, the one that travelled faster is nearer to the truth.
  function hear(said, sent, got) {
    const round = got - sent
    if (heard && round > 2 * heard.round && got - heard.at < STALE) return
    const server = Date.parse(said) + round / 2
    heard = { server, at: got, round, skew: server - Date.now() }
  }

  // The monotonic clock knows nothing of a jump, and on some devices nothing of a sleep either: a device's clock
  // that is later by less than a night has slept, any other one has jumped.
  function now() {
    const device_at = Date.now()
    if (!heard) return { device_at, skew: 0, sure: false }
    const steady = heard.server + performance.now() - heard.at
    const apart = device_at + heard.skew - steady
    const slept = apart > 0 && apart < LONGEST_SLEEP
    const moment = Math.abs(apart) < SLEEP || slept ? device_at + heard.skew : steady
    return { device_at, skew: moment - device_at, sure: true }
  }

  const skew = () => (heard ? now().skew : null)
  const server = () => Date.now() + (skew() ?? 0)
  return { hear, now, skew, server }
})()
