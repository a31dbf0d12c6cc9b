// USB and Bluetooth scanners type very fast and press Enter. Heard anywhere on the page but inside a field.
const FASTEST_HAND = 60
const SHORTEST = 8

export function listenToWedge(onCode) {
  let typed = ""
  let lastAt = 0
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, [contenteditable]")) return
    if (event.timeStamp - lastAt > FASTEST_HAND) typed = ""
    lastAt = event.timeStamp
    if (event.key === "Enter" && typed.length >= SHORTEST) {
      event.preventDefault()
      onCode(typed, "usb")
      typed = ""
    } else if (event.key.length === 1) typed += event.key
  })
}
