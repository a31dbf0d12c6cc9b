// <theme-switch>: light, dark, or as the device says; kept in the cookie the server reads.
class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button")
      if (button) choose(button.value)
    })
    show()
  }
}

function chosen() {
  return document.cookie.match(/(?:^|; )theme=(light|dark)/)?.[1] ?? ""
}

function choose(theme) {
  document.cookie = `theme=${theme}; path=/; samesite=lax; max-age=${theme ? 31536000 : 0}`
  const device = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"
  document.documentElement.dataset.bsTheme = theme || device
  show()
}

function show() {
  for (const button of document.querySelectorAll("theme-switch button")) {
    button.setAttribute("aria-pressed", String(button.value === chosen()))
  }
}

customElements.define("theme-switch", ThemeSwitch)
