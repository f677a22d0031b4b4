// One file on its way: in pieces of 8 MB that survive a cut line, a closed tab and a restart of the server.
import { getPage, headers } from "../requests.js";

const PIECE = 8 * 1024 * 1024;
const PAUSES = [0, 1000, 3000, 5000, 10_000, ...Array(240).fill(20_000)];
const FINAL = new Set([403, 404, 410, 412, 413, 415, 422, 507]);

/** Says why a file was not taken, in the reader's language. */
export class NotTaken extends Error {}

/**
 * Upload `file` to the course whose uploads are at `url`; resolves to what the server says of it.
 * `told` hears {state: "sending" | "cut" | "out" | "checking", done}; `signal` cancels.
 */
export async function send(file, url, { told = () => {}, signal } = {}) {
  const { Upload } = await import("tus-js-client");
  const upload = new Upload(file, {
    endpoint: url,
    chunkSize: PIECE,
    retryDelays: PAUSES,
    metadata: { filename: file.name, filetype: file.type },
    removeFingerprintOnSuccess: true,
    onBeforeRequest(request) {
      for (const [name, value] of Object.entries(headers())) request.setHeader(name, value);
    },
    onShouldRetry(failure) {
      const status = failure.originalResponse?.getStatus() ?? 0;
      if (FINAL.has(status)) return false;
      told({ state: status === 401 || status === 400 ? "out" : "cut" });
      if (status === 401 || status === 400) renewToken();
      return true;
    },
    onProgress(done) {
      told({ state: done >= file.size ? "checking" : "sending", done });
    },
  });
  await arrive(upload, signal);
  return outcome(upload.url);
}

function arrive(upload, signal) {
  return new Promise((resolve, reject) => {
    upload.options.onSuccess = resolve;
    upload.options.onError = (failure) => reject(new NotTaken(said(failure)));
    signal?.addEventListener("abort", () => {
      upload.abort(true).catch(() => {});
      reject(new DOMException("", "AbortError"));
    });
    upload.findPreviousUploads().then((before) => {
      if (before.length) upload.resumeFromPreviousUpload(before[0]);
      if (!signal?.aborted) upload.start();
    });
  });
}

/** The last answer may have been lost: ask what became of the file, and finish it where nobody did. */
async function outcome(url) {
  for (let attempt = 0; attempt < 30; attempt += 1) {
    try {
      const state = await answer(url);
      if (state.state === "done") return state.media;
      if (state.state === "refused") throw new NotTaken(state.problem);
      const made = await answer(`${url}/finish`, "POST");
      if (made.media) return made.media;
    } catch (failure) {
      if (failure instanceof NotTaken) throw failure;
    }
    await new Promise((wait) => setTimeout(wait, 2000));
  }
  throw new NotTaken("");
}

async function answer(url, method = "GET") {
  const response = await fetch(url, { method, headers: headers({ Accept: "application/json" }), credentials: "same-origin" });
  const body = await response.json();
  if (response.status === 422 || response.status === 404) throw new NotTaken(body.error ?? "");
  if (!response.ok) throw new Error(response.status);
  return body;
}

function said(failure) {
  try {
    return JSON.parse(failure.originalResponse.getBody()).error ?? "";
  } catch {
    return "";
  }
}

/** After logging in again in another tab the token is another one: any page of ours has it. */
export async function renewToken() {
  try {
    const page = new DOMParser().parseFromString(await (await getPage(location.href)).text(), "text/html");
    const fresh = page.querySelector('meta[name="csrf-token"]')?.content;
    const meta = document.querySelector('meta[name="csrf-token"]');
    if (fresh && meta) meta.content = fresh;
  } catch { /* the line is cut: the next try asks again */ }
}
