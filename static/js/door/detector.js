// Reads QR codes: the browser's own detector where there is one, else the vendored wasm, which asks no other host.
export async function makeDetector(wasm) {
  return (await native()) ?? (await vendored(wasm))
}

async function native() {
  try {
    const formats = await globalThis.BarcodeDetector.getSupportedFormats()
    return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null
  } catch {
    return null
  }
}

async function vendored(wasm) {
  const { BarcodeDetector, prepareZXingModule } = globalThis.BarcodeDetectionAPI
  const locateFile = (path, prefix) => (path.endsWith(".wasm") ? wasm : prefix + path)
  await prepareZXingModule({ overrides: { locateFile }, fireImmediately: true })
  return new BarcodeDetector({ formats: ["qr_code"] })
}
