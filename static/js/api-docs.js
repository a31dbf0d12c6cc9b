// Starts the viewer of the HTTP interface: <div id="api-docs" data-document="/…/openapi.json">. Asks no other host.
const place = document.getElementById("api-docs")

// The viewer draws its choice of servers when it likes, also anew, and gives it no name.
const name = () => place.querySelector("#servers:not([aria-label])")?.setAttribute("aria-label", "Server")
new MutationObserver(name).observe(place, { childList: true, subtree: true })

SwaggerUIBundle({
  domNode: place,
  url: place.dataset.document,
  deepLinking: true,
  validatorUrl: null,
  docExpansion: "none",
  presets: [SwaggerUIBundle.presets.apis],
})
