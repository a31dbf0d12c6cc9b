// The same rules as `normalise` in events_app/tokens.py: a test holds the two together.
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]"
const EDGES = new RegExp(`^${SPACE}+|${SPACE}+$`, "g")
const ALIKE = { I: "1", L: "1", O: "0", U: "V" }

export function normalise(text) {
  const bare = text.replace(EDGES, "").split("?")[0].split("#")[0].replace(/\/+$/, "").split("/").at(-1)
  return bare.toUpperCase().replace(/[- ]/g, "").replace(/[ILOU]/g, (letter) => ALIKE[letter])
}

// By what a roster may know this code: the digest of a pass, and that of a short code of one event.
export async function digests(code, event) {
  const bare = normalise(code)
  return Promise.all([bare, `${event}|${bare}`].map(digest))
}

async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))
  return [...bytes.slice(0, 12)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}
