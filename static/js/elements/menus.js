// <details data-menu>: closes on Escape, on a press elsewhere and when the focus leaves.
const open = () => document.querySelectorAll("details[data-menu][open]")

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  for (const menu of open()) {
    menu.open = false
    menu.querySelector("summary").focus()
  }
})

for (const kind of ["pointerdown", "focusin"]) {
  document.addEventListener(kind, (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false
  })
}
