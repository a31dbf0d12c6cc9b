// What a reader of the screen hears: a refusal interrupts, everything else waits for its turn.
const PARTS = [".verdict-word", ".verdict-name", ".verdict-more", ".verdict-place", ".verdict-notes", ".verdict-why"]

export function announce(panel, urgent) {
  const text = PARTS.map((part) => panel.querySelector(part).textContent.trim()).filter(Boolean).join(". ")
  const [calm, alarm] = ["door-says", "door-warns"].map((id) => document.getElementById(id))
  const [speaker, silent] = urgent ? [alarm, calm] : [calm, alarm]
  silent.textContent = ""
  speaker.textContent = ""
  requestAnimationFrame(() => (speaker.textContent = text)) // the same words twice are heard twice
}
