// Runs before the first paint: where the reader has not chosen, the device's setting becomes Bootstrap's attribute.
(() => {
  const root = document.documentElement
  if (root.dataset.bsTheme) return
  const dark = matchMedia("(prefers-color-scheme: dark)")
  const follow = () => { if (!document.cookie.includes("theme=")) root.dataset.bsTheme = dark.matches ? "dark" : "light" }
  follow()
  dark.addEventListener("change", follow)
})()
