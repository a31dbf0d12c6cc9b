// Walk-ins that wait on this device hold names, so they are sealed like the guest list, by a key of their own: that goes
// when none waits any more, and not with the list. Shared by the page and its service worker, so it is no module.
const DoorWalkIns = (() => {
  const KEY = "walk-ins"
  const able = () => DoorSeal.able() && Boolean(navigator.locks)

  // The key must not go between sealing and keeping, in whatever tab.
  const alone = (work) => navigator.locks.request("door-walk-ins", work)

  const keep = (row, typed) => alone(async () => DoorQueue.add({ ...row, ...(await DoorSeal.seal(KEY, typed)) }))
  const read = (row) => DoorSeal.open(KEY, row)

  const tidy = () => alone(async () => {
    if ((await DoorQueue.all()).some(({ sealed }) => sealed)) return
    await DoorStore.change(["keys"], (change) => change.objectStore("keys").delete(KEY)).catch(() => null)
  })

  return { KEY, able, keep, read, tidy }
})()
