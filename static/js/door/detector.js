// Reads QR codes: the browser's own detector where there is one, else the vendored wasm, which asks no other host.
export const READERS = ["native", "wasm"]

export const hasNative = async () => {
  try {
    return (await globalThis.BarcodeDetector.getSupportedFormats()).includes("qr_code")
  } catch {
    return false
  }
}

export async function makeDetector(wasm, wanted) {
  if (wanted !== "wasm" && (await hasNative())) return { kind: "native", reader: new BarcodeDetector({ formats: ["qr_code"] }) }
  return { kind: "wasm", reader: await vendored(wasm) }
}

async function vendored(wasm) {
  const { BarcodeDetector, prepareZXingModule } = globalThis.BarcodeDetectionAPI
  const locateFile = (path, prefix) => (path.endsWith(".wasm") ? wasm : prefix + path)
  await prepareZXingModule({ overrides: { locateFile }, fireImmediately: true })
  return new BarcodeDetector({ formats: ["qr_code"] })
}
