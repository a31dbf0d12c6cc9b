// <form data-confirm="question" data-confirm-yes="label">: asks in the page's own dialog before it is sent.
const dialog = () => document.getElementById("confirm-dialog")
const asked = new WeakSet()

document.addEventListener("submit", (event) => {
  const form = event.target
  if (!form.dataset.confirm || asked.has(form) || !dialog()) return
  event.preventDefault()
  event.stopImmediatePropagation()
  ask(form, event.submitter)
}, true)

function ask(form, submitter) {
  const box = dialog()
  const yes = box.querySelector("[data-yes]")
  yes.dataset.usual ??= yes.textContent
  yes.textContent = form.dataset.confirmYes ?? yes.dataset.usual
  box.querySelector("h2").textContent = form.dataset.confirm
  box.returnValue = ""
  box.addEventListener("close", () => { if (box.returnValue === "yes") send(form, submitter) }, { once: true })
  box.showModal()
}

function send(form, submitter) {
  asked.add(form)
  form.requestSubmit(submitter)
  asked.delete(form)
}
