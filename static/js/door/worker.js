// The door's service worker, behind its list of files (events_app/checkin/offline/shell.py): opens the door without a
// network, never anything else, and sends waiting scans when the network is back while no page is open.
const KEPT = `door-${BUILD}`
const SHELLS = "door-shells"
const PATIENCE = 400
const DOOR = /^\/door\/[0-9a-f-]{36}$/
const LOST = [502, 503, 504]
let opened = null // the files, opened once while this worker lives

addEventListener("install", (event) => event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(FILES)).then(() => skipWaiting())))

addEventListener("activate", (event) => event.waitUntil(begin()))

addEventListener("sync", (event) => event.tag === "door-flush" && event.waitUntil(flushed()))

addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url)
  if (event.request.method !== "GET" || origin !== location.origin) return
  if (pathname.startsWith("/static/")) event.respondWith(file(event.request, pathname))
  else if (event.request.mode === "navigate" && DOOR.test(pathname)) event.respondWith(page(event, pathname))
})

async function begin() {
  for (const name of await caches.keys()) if (name.startsWith("door-") && name !== KEPT && name !== SHELLS) await caches.delete(name)
  await registration.navigationPreload?.enable()
  await clients.claim()
  const shells = await caches.open(SHELLS)
  await Promise.all((await shells.keys()).map(async (one) => renew(shells, new URL(one.url).pathname).catch(() => null)))
}

// A page that was kept may name files of a build that is gone: the same file of this build does as well.
async function file(request, pathname) {
  const kept = await (opened ??= caches.open(KEPT))
  const now = `/static/${BUILD}/${pathname.split("/").slice(3).join("/")}`
  return (await kept.match(pathname)) ?? (pathname === now ? fetch(request) : other(kept, request, now))
}

async function other(kept, request, now) {
  const answer = await fetch(request).catch(() => null)
  return answer?.ok ? answer : ((await kept.match(now)) ?? answer ?? Response.error())
}

// The server's page when it comes at once, else the kept one; the server alone says that a door is shut.
async function page(event, pathname) {
  const kept = await (await caches.open(SHELLS)).match(pathname)
  const asked = ask(event)
  if (!kept) return asked
  event.waitUntil(asked.catch(() => null))
  const late = new Promise((done) => setTimeout(done, PATIENCE, kept))
  return Promise.race([asked.then((answer) => (LOST.includes(answer.status) ? kept : answer), () => kept), late])
}

async function ask(event) {
  return (await event.preloadResponse) ?? fetch(event.request)
}

async function renew(shells, pathname) {
  const answer = await fetch(`${pathname}/shell`, { redirect: "manual" })
  if (answer.ok) await shells.put(pathname, answer)
  else if (answer.status < 500) await shells.delete(pathname)
}

async function flushed() {
  const { state } = await DoorQueue.flush()
  if (state === "offline") throw new Error("the server does not answer yet") // so that the browser tries again
}
