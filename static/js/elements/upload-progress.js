// <upload-progress label done><form enctype="multipart/form-data">…: sends the form itself and shows how far it is.
// Without a script the browser sends it and shows nothing; the server's answer is the same page either way.
class UploadProgress extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => this.send(event))
  }

  send(event) {
    const form = event.target
    if (event.defaultPrevented || ![...form.querySelectorAll("input[type=file]")].some((one) => one.files.length)) return
    event.preventDefault()
    const request = new XMLHttpRequest()
    request.open("POST", form.action)
    request.upload.addEventListener("progress", (now) => this.show(now.loaded, now.total))
    request.addEventListener("load", () => this.follow(request))
    request.addEventListener("error", () => form.submit())
    request.send(new FormData(form))
    form.querySelectorAll("button").forEach((button) => (button.disabled = true))
    this.show(0, 1)
  }

  show(loaded, total) {
    this.bar ??= this.appendChild(this.makeBar())
    const share = Math.round((100 * loaded) / total)
    this.bar.querySelector("progress").value = share
    this.bar.querySelector("[role=status]").textContent =
      share < 100 ? `${this.getAttribute("label")}: ${share} %` : this.getAttribute("done")
  }

  makeBar() {
    const bar = document.createElement("div")
    bar.className = "upload-bar"
    bar.innerHTML = `<progress max="100" value="0"></progress><p role="status" class="muted"></p>`
    bar.querySelector("progress").setAttribute("aria-label", this.getAttribute("label"))
    return bar
  }

  // The answer is a whole page: a refusal with all that was typed, or the list after the redirect.
  follow(request) {
    const answer = new DOMParser().parseFromString(request.responseText, "text/html")
    const fresh = answer.getElementById("content")
    if (!fresh) return location.reload()
    history.replaceState(null, "", request.responseURL)
    document.getElementById("content").replaceWith(fresh)
    fresh.querySelector(".alert, [role=alert]")?.scrollIntoView()
    fresh.focus()
  }
}
customElements.define("upload-progress", UploadProgress)
