// The guest list on this device, sealed: who stands at the door, when the server cannot say. Gone when the door closes.
import { digests } from "./pass.js"

const SHELLS = "door-shells"
const shells = async () => globalThis.caches.open(SHELLS) // async: a browser that keeps nothing refuses it at the name
let guests = null

export async function load(event, closes) {
  if (closes && DoorClock.server() > closes) return forget(event)
  const kept = DoorSeal.able() && (await DoorStore.open().then((store) => store.get("snapshot", event)).catch(() => null))
  const entries = kept && (await DoorSeal.open(event, kept))
  if (entries) guests = index(entries)
}

// Whether the list is here; a server that says no ends what this device knew.
export async function refresh(event, closes) {
  if (!DoorSeal.able() || closes === null || DoorClock.server() > closes) return forget(event)
  const answer = await fetch(`/api/v1/events/${event}/roster`).catch(() => null)
  if (!answer?.ok) return
  const { entries } = await answer.json()
  guests = index(entries)
  const sealed = await DoorSeal.seal(event, entries)
  await DoorStore.change(["snapshot"], (change) => change.objectStore("snapshot").put({ event, closes, ...sealed }))
  await keepShell(event)
}

export async function find(code, event) {
  if (!guests) return null
  const [known] = (await digests(code, event)).filter((digest) => guests.has(digest))
  return guests.get(known) ?? null
}

// The institutions that the list names.
export function offices() {
  return [...new Set([...(guests?.values() ?? [])].map(({ institution }) => institution).filter(Boolean))].sort()
}

// The list, its key and the page; scans that wait stay until they are sent.
export async function forget(event) {
  guests = null
  await DoorStore.change(["snapshot", "keys"], (change) =>
    Promise.all([change.objectStore("snapshot").delete(event), change.objectStore("keys").delete(event)]),
  ).catch(() => null)
  await shells().then((kept) => kept.delete(`/door/${event}`)).catch(() => null)
}

// What other events left here whose doors have closed, and keys that have nothing left to open.
export async function sweep(here) {
  const store = await DoorStore.open().catch(() => null)
  const kept = (await store?.getAll("snapshot")) ?? []
  const open = new Set(kept.filter(({ closes }) => DoorClock.server() <= closes).map(({ event }) => event))
  for (const event of (await store?.getAllKeys("keys")) ?? []) if (![here, DoorWalkIns.KEY].includes(event) && !open.has(event)) await forget(event)
}

async function keepShell(event) {
  if (!navigator.serviceWorker) return
  const answer = await fetch(`/door/${event}/shell`, { redirect: "manual" })
  if (answer.ok) await (await shells()).put(`/door/${event}`, answer)
}

function index(entries) {
  return new Map(entries.flatMap((one) => [[one.hash, one], [one.short_hash, one]]))
}
