// Scans wait here: kept before they are sent, gone only when the server has answered for good.
// Shared by the page and its service worker; whatever it learns it says on the channel "door".
const DoorQueue = (() => {
  const BATCH = 100
  const PATIENCE = 8_000
  const SLOW = 2_500
  const NEWS_AGE = 60_000
  const SHUT = new Set([401, 403, 404])
  const WRONG = new Set([400, 413, 422])
  const channel = new BroadcastChannel("door")
  const spare = new Map() // where the browser refuses to keep anything
  const done = new Set() // answered, should the browser refuse to forget
  const news = new Map()
  let running = null
  let again = false
  let csrf = ""

  async function add(row) {
    try {
      await DoorStore.change(["queue"], (change) => change.objectStore("queue").put(row))
      return null
    } catch (refused) {
      spare.set(row.id, row)
      return refused.name === "QuotaExceededError" ? "storage_full" : "storage_refused"
    }
  }

  async function all() {
    const kept = await DoorStore.open().then((store) => store.getAll("queue")).catch(() => [])
    return [...kept, ...spare.values()].filter(({ id }) => !done.has(id)).sort((one, other) => one.device_at - other.device_at)
  }

  // What is added while a flush is at work goes with it, or right after.
  function flush() {
    if (running) again = true
    return (running ??= repeat().finally(() => (running = null)))
  }

  async function repeat() {
    for (;;) {
      again = false
      const said = await alone()
      if (!again || said.state === "offline") return said
    }
  }

  // One flusher over all tabs and the worker; where the browser refuses locks it keeps nothing that two could send.
  const alone = () => (navigator.locks ? navigator.locks.request("door-flush", drain).catch(withoutLock) : drain())
  const withoutLock = (refused) => (refused.name === "SecurityError" ? drain() : Promise.reject(refused))

  async function drain() {
    const [shut, held] = [new Set(), new Set()]
    let [state, most] = ["online", BATCH]
    for (;;) {
      const batch = next((await all()).filter((row) => !shut.has(row.event) && !held.has(row.id)), most)
      if (!batch.length) break
      const said = await send(batch).catch(() => ({ state: "offline" }))
      if (said.state === "offline") { state = "offline"; break }
      if (said.state === "wrong" && batch.length > 1) { most = 1; continue } // find the one that is
      if (said.state === "shut") shut.add(batch[0].event)
      else if (said.state === "held") held.add(batch[0].id)
      else await settle(batch, said.results)
    }
    const left = (await all()).length
    channel.postMessage({ left, state, shut: [...shut] })
    return { left, state, shut: [...shut] }
  }

  function next(rows, most) {
    const [first] = rows
    if (first?.sealed) return [first]
    return rows.filter((row) => !row.sealed && row.event === first.event && row.device === first.device).slice(0, most)
  }

  async function send(batch) {
    const [{ event, sealed }] = batch
    if (!(Date.now() - news.get(event) < NEWS_AGE)) {
      const heard = await hear(event)
      if (!heard.ok) return SHUT.has(heard.status) ? { state: "shut" } : { state: "offline" }
    }
    return sealed ? sendWalkIn(batch[0]) : sendScans(batch)
  }

  async function sendScans(batch) {
    const [{ event, device }] = batch
    const answer = await post(event, `/api/v1/events/${event}/scans`, { device: device || null, scans: batch.map(wire) })
    if (answer.ok) return whole(await answer.json(), batch)
    if (SHUT.has(answer.status)) return { state: "shut" }
    if (!WRONG.has(answer.status)) return { state: "offline" }
    const { title } = await answer.json().catch(() => ({ title: String(answer.status) }))
    return { state: "wrong", results: batch.map(({ id }) => ({ id, outcome: "refused", title })) }
  }

  // One that this phone may not send waits for somebody who may; scans go on meanwhile.
  async function sendWalkIn(row) {
    const typed = await DoorWalkIns.read(row)
    if (!typed) return { state: "wrong", results: [{ id: row.id, outcome: "refused", reason: "unreadable" }] }
    const { id, session_id, scanned_at, offline } = wire(row)
    const body = { ...typed, id, session_id, scanned_at, offline, device: row.device }
    const answer = await post(row.event, `/api/v1/events/${row.event}/walk-ins`, body)
    const said = await answer.json().catch(() => ({}))
    if (answer.ok) return said.id === id ? { results: [said] } : { state: "offline" }
    if (answer.status === 403) return { state: "held" }
    if (SHUT.has(answer.status)) return { state: "shut" }
    if (answer.status !== 409 && !WRONG.has(answer.status)) return { state: "offline" }
    const title = said.errors?.[0]?.message ?? said.title ?? String(answer.status)
    return { state: "wrong", results: [{ id, outcome: "refused", title, guest: { display_name: typed.full_name } }] }
  }

  // A hall's own network may answer in the server's place, with a page of its own.
  const whole = (said, batch) => (said.results?.length === batch.length ? said : { state: "offline" })

  // Whom the staff let in by amber went in; the server holds that against what it knows.
  function wire({ id, code, session_id, direction, method, device_at, skew, sure, late }) {
    const moment = device_at + (sure ? skew : (DoorClock.skew() ?? skew))
    return { id, code, session_id, direction, method, scanned_at: new Date(moment).toISOString(), offline: late || Date.now() - device_at > SLOW }
  }

  // The secret of the forms may be older than this page, which was kept for when there is no network.
  async function post(event, path, body) {
    const answer = await write(path, body)
    if (answer.status !== 403 || (await answer.clone().json().catch(() => ({}))).code !== "forged_request") return answer
    const heard = await hear(event)
    return heard.ok ? write(path, body) : heard
  }

  function write(path, body) {
    const headers = { "content-type": "application/json", "x-csrf": csrf }
    const sent = body === undefined ? undefined : JSON.stringify(body)
    return fetch(path, { method: "POST", headers, body: sent, signal: AbortSignal.timeout(PATIENCE) })
  }

  async function hear(event) {
    const sent = performance.now()
    const answer = await fetch(`/door/${event}/count`, { signal: AbortSignal.timeout(PATIENCE), redirect: "manual" })
    if (answer.type === "opaqueredirect") return { ok: false, status: 401 } // to the page where one signs in
    if (!answer.ok) return { ok: false, status: answer.status }
    const got = performance.now()
    const said = await answer.json()
    DoorClock.hear(said.server_time, sent, got)
    csrf = said.csrf
    news.set(event, Date.now())
    return { ok: true, status: 200, said }
  }

  async function settle(batch, results) {
    const answered = batch.map((row, place) => ({ row, result: results[place] }))
    channel.postMessage({ answered: answered.map(({ row, result }) => ({ ...result, event: row.event })) })
    const kept = await Promise.all(answered.filter(looksWrong).map(late))
    await DoorStore.change(["queue", "late"], async (change) => {
      await Promise.all(batch.map(({ id }) => change.objectStore("queue").delete(id)))
      await Promise.all(kept.map((one) => change.objectStore("late").put(one)))
    }).catch(() => null)
    for (const { id } of batch) { done.add(id); spare.delete(id) }
    if (batch[0].sealed) await DoorWalkIns.tidy()
  }

  // An answer that came when the guest had long gone on, and is not what the staff were told.
  function looksWrong({ row, result }) {
    const slow = row.late || Date.now() - row.device_at > SLOW
    return slow && (result.outcome === "refused" || (result.outcome === "already" && !row.again))
  }

  async function late({ row, result }) {
    const { id, event, device, device_at, skew } = row
    const name = result.guest && DoorSeal.able() ? await DoorSeal.seal(event, result.guest.display_name).catch(() => ({})) : {}
    const { outcome, reason = null, title = null, first_in_at = null, first_in_device = null } = result
    return { id, event, device, at: device_at + skew, outcome, reason, title, first_in_at, first_in_device, ...name }
  }

  return { add, all, flush, post, hear, write, use: (secret) => (csrf = secret) }
})()
