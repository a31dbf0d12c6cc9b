// Names on this device are sealed by a key that no script can read out. Shared by the page and its service worker.
const DoorSeal = (() => {
  const AES = { name: "AES-GCM", length: 256 }
  const able = () => Boolean(globalThis.crypto?.subtle)

  const known = async (event) => (await DoorStore.open()).get("keys", event)

  async function key(event) {
    const had = await known(event)
    if (had) return had
    const fresh = await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"])
    return DoorStore.change(["keys"], async (change) => {
      const keys = change.objectStore("keys")
      const others = await keys.get(event) // another tab may have been faster
      if (!others) await keys.put(fresh, event)
      return others ?? fresh
    })
  }

  async function seal(event, value) {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const plain = new TextEncoder().encode(JSON.stringify(value))
    return { iv, sealed: await crypto.subtle.encrypt({ name: AES.name, iv }, await key(event), plain) }
  }

  // Nothing at all when the key is gone: then nobody can read it, we neither.
  async function open(event, { iv, sealed }) {
    const mine = sealed && (await known(event))
    if (!mine) return null
    const plain = await crypto.subtle.decrypt({ name: AES.name, iv }, mine, sealed).catch(() => null)
    return plain && JSON.parse(new TextDecoder().decode(plain))
  }

  return { able, seal, open }
})()
