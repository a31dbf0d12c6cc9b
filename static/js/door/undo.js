// Taking a scan back, or letting somebody in against a refusal, without leaving the page: the camera keeps running.
import { say, show, takeBack } from "./verdict.js"

export function undoInPlace(form, event, onUndone) {
  form.addEventListener("submit", async (submit) => {
    submit.preventDefault()
    const path = new URL(form.action).pathname
    const answer = await DoorQueue.post(event, path.replace("/door/", "/api/v1/events/")).catch(() => null)
    if (answer?.ok) {
      takeBack(path.split("/").at(-2))
      onUndone()
    } else takeBack(null, answer ? (await title(answer)) : say("not_undone"))
  })
}

// For those who may: a reason, and the guest is in. The refusal stays on record.
export function admitAnyway(button, dialog, event, onAnswer) {
  const form = dialog.querySelector("form")
  const { reason } = form.elements
  const fault = dialog.querySelector("[data-fault]")
  button.addEventListener("click", () => { form.reset(); fault.textContent = ""; dialog.showModal() })
  dialog.querySelector("[data-no]").addEventListener("click", () => dialog.close())
  form.addEventListener("submit", async (submit) => {
    submit.preventDefault()
    const scan = document.getElementById("verdict").dataset.shown
    const path = `/api/v1/events/${event}/scans/${scan}/override`
    const answer = await DoorQueue.post(event, path, { reason: reason.value.trim() }).catch(() => null)
    if (!answer?.ok) return (fault.textContent = answer ? await title(answer) : say("not_overridden"))
    dialog.close()
    const verdict = { outcome: "admitted", ...(await answer.json()), id: scan }
    show(verdict)
    onAnswer(verdict)
  })
}

async function title(answer) {
  const said = await answer.json().catch(() => ({}))
  return said.errors?.[0]?.message ?? said.title ?? String(answer.status)
}
