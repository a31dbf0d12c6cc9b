// What this device was told last time: its name, its way of working. Nothing of it is about a guest.
export function recall(name, otherwise = "") {
  try {
    return localStorage.getItem(`door-${name}`) ?? otherwise
  } catch {
    return otherwise
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`door-${name}`, value)
  } catch {
    // a browser that keeps nothing asks again next time
  }
}
