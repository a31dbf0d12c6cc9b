// USB and Bluetooth scanners type very fast and press Enter, or Tab. Heard anywhere on the page, also in a field, which gets
// back what it held before; a person never types so fast.
const FASTEST_HAND = 60
const SHORTEST = 8
const ENDS = ["Enter", "Tab"] // as scanners are set up in the shop

export function listenToWedge(onCode) {
  let burst = begin()

  function begin(field = null) {
    return { typed: "", last: 0, field, before: field?.value }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (event.timeStamp - burst.last > FASTEST_HAND) burst = begin(event.target.closest("input, textarea, select"))
    burst.last = event.timeStamp
    if (event.key.length === 1) burst.typed += event.key
    if (!ENDS.includes(event.key) || burst.typed.length < SHORTEST) return
    event.preventDefault()
    event.stopImmediatePropagation()
    giveBack(burst)
    onCode(burst.typed, "usb")
    burst = begin()
  }, true)
}

// What was chosen by letters that a scanner typed was chosen by nobody, and whoever heard of it hears so.
function giveBack({ field, before }) {
  if (!field || field.value === before) return
  field.value = before
  field.dispatchEvent(new Event("change", { bubbles: true }))
}
