// USB and Bluetooth scanners type very fast and press Enter. Heard anywhere on the page, also in a field, which gets
// back what it held before; a person never types so fast.
const FASTEST_HAND = 60
const SHORTEST = 8

export function listenToWedge(onCode) {
  let burst = begin()

  function begin(field = null) {
    return { typed: "", last: 0, field, before: field?.value }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (event.timeStamp - burst.last > FASTEST_HAND) burst = begin(event.target.closest("input, textarea"))
    burst.last = event.timeStamp
    if (event.key.length === 1) burst.typed += event.key
    if (event.key !== "Enter" || burst.typed.length < SHORTEST) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (burst.field) burst.field.value = burst.before
    onCode(burst.typed, "usb")
    burst = begin()
  }, true)
}
