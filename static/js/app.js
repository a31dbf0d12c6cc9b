// What every page loads. Each element is an enhancement: the page works without it.
import "./elements/auto-submit.js"
import "./elements/board-keys.js"
import "./elements/calendar-drag.js"
import "./elements/capture-page.js"
import "./elements/confirm-dialog.js"
import "./elements/copy-button.js"
import "./elements/live-board.js"
import "./elements/live-progress.js"
import "./elements/file-limit.js"
import "./elements/fold-sections.js"
import "./elements/local-date.js"
import "./elements/menus.js"
import "./elements/pick-one.js"
import "./elements/minutes-desk.js"
import "./elements/print-button.js"
import "./elements/repeat-rows.js"
import "./elements/review-keys.js"
import "./elements/search-box.js"
import "./elements/shared-note.js"
import "./elements/shown-picture.js"
import "./elements/signature-pad.js"
import "./elements/theme-switch.js"
import "./elements/tick-count.js"
import "./elements/upload-progress.js"
import "./elements/unsaved-guard.js"

const csrf = () => document.querySelector('meta[name="csrf"]')?.content ?? ""

document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRF"] = csrf() })

// A refused form names its faults first; a reader of the screen should hear them first, too.
document.addEventListener("htmx:afterSettle", () => document.querySelector(".form-errors")?.focus())

// On a phone a long row of tabs begins with the one that is open.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const row = tab.closest(".tabs")
  row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2
}

// A second press while the first is on its way would send the form twice.
document.addEventListener("submit", (event) => {
  const form = event.target
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return
  if (form.hasAttribute("data-sent")) return event.preventDefault()
  form.setAttribute("data-sent", "")
  event.submitter?.setAttribute("aria-busy", "true")
  setTimeout(release, 5000) // the answer may be a download, which leaves this page standing
})
addEventListener("pageshow", release)

function release() {
  for (const form of document.querySelectorAll("form[data-sent]")) form.removeAttribute("data-sent")
  for (const button of document.querySelectorAll('[aria-busy="true"]')) button.removeAttribute("aria-busy")
}
