// What this device keeps of the door. Shared by the page and its service worker, so it is no module.
const DoorStore = (() => {
  const STORES = { queue: { keyPath: "id" }, late: { keyPath: "id" }, snapshot: { keyPath: "event" }, keys: {} }
  let opened = null

  // A browser that keeps nothing may refuse at once; whoever asks hears of it the same way.
  const begin = async () => idb.openDB("door", 1, {
    upgrade: (database) => Object.entries(STORES).forEach(([name, how]) => database.createObjectStore(name, how)),
    blocking: (_now, _wanted, event) => event.target.close(),
    terminated: () => (opened = null),
  })

  function open() {
    opened ??= begin()
    opened.catch(() => (opened = null))
    return opened
  }

  // "strict": a scan is on the disk before anybody is told that it was taken; a battery may end any moment.
  async function change(stores, work) {
    const change = (await open()).transaction(stores, "readwrite", { durability: "strict" })
    const [, made] = await Promise.all([change.done, work(change)])
    return made
  }

  return { open, change }
})()
