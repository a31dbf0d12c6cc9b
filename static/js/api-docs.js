// Starts the viewer of the HTTP interface: <div id="api-docs" data-document="/…/openapi.json">. Asks no other host.
const place = document.getElementById("api-docs")

SwaggerUIBundle({
  domNode: place,
  url: place.dataset.document,
  deepLinking: true,
  validatorUrl: null,
  docExpansion: "none",
  onComplete: () => place.querySelector("#servers")?.setAttribute("aria-label", "Server"),
  presets: [SwaggerUIBundle.presets.apis],
})
