// The headers that every fetch of ours carries; the token is read when it is sent, so a new page brings a new one.
export function headers(extra = {}) {
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  return { "X-CSRFToken": token, "X-Requested-With": "fetch", ...extra };
}

export function getPage(url, signal) {
  return fetch(url, { headers: headers({ Accept: "text/html" }), credentials: "same-origin", signal });
}
