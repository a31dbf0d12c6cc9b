// Each outcome has a sound and a vibration of its own, so that nobody needs to look; either can be switched off.
const TONES = {
  admitted: [[880, 0.09], [1320, 0.14]],
  already: [[660, 0.1], [0, 0.06], [660, 0.1]],
  left: [[660, 0.1], [440, 0.14]],
  refused: [[196, 0.4]],
  recorded: [[392, 0.15], [330, 0.15]],
  seen: [[1047, 0.05]],
}
const PULSES = { admitted: [90], already: [70, 70, 70], left: [40], refused: [350, 120, 350], recorded: [150, 80, 60], seen: [20] }
let audio = null

export function signal(outcome, muted) {
  if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.(PULSES[outcome])
  if (muted) return
  audio ??= new AudioContext()
  if (audio.state === "suspended") audio.resume().catch(() => {})
  let at = audio.currentTime
  for (const [pitch, seconds] of TONES[outcome]) {
    if (pitch) play(pitch, at, seconds)
    at += seconds
  }
}

function play(pitch, at, seconds) {
  const tone = audio.createOscillator()
  const loudness = audio.createGain()
  tone.frequency.value = pitch
  loudness.gain.setValueAtTime(0.2, at)
  loudness.gain.exponentialRampToValueAtTime(0.001, at + seconds)
  tone.connect(loudness).connect(audio.destination)
  tone.start(at)
  tone.stop(at + seconds)
}
