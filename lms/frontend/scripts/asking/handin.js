// Files go one at a time as they are chosen, with how far they are; what the line drops is kept and sent again.
const MEGABYTE = 1048576;

export function handin(box, { headers, fill, enhance }) {
  const { url, name, bytes, most } = box.dataset;
  const input = box.querySelector('input[type="file"]');
  const list = box.querySelector("[data-files]");
  const status = box.querySelector("[data-status]");
  const adding = box.querySelector("[data-add]");
  const waiting = [];
  let busy = false;
  if (!url) return;
  box.querySelector("[data-send]")?.remove();

  const say = (key, file, more = {}) => { status.textContent = fill(box.dataset[key], { name: file.name, size: bytes / MEGABYTE, ...more }); };

  function show(answer) {
    list.innerHTML = answer.files[name];
    adding.hidden = list.children.length >= Number(most);
    enhance(list);
    box.dispatchEvent(new CustomEvent("input", { bubbles: true }));
  }

  function post(address, body, onPart) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", address);
      for (const [key, value] of Object.entries(headers({ Accept: "application/json" }))) request.setRequestHeader(key, value);
      request.responseType = "json";
      request.upload.onprogress = (event) => event.lengthComputable && onPart?.(Math.floor((100 * event.loaded) / event.total));
      request.onloadend = () => done({ status: request.status, body: request.response });
      request.send(body);
    });
  }

  async function flush() {
    if (busy) return;
    busy = true;
    while (waiting.length) {
      const file = waiting[0];
      const body = new FormData();
      body.append(name, file, file.name);
      const { status: code, body: answer } = await post(url, body, (percent) => say("sending", file, { percent }));
      if (code === 0 || code >= 500 || code === 429) {
        say("lost", file);
        setTimeout(flush, 15_000);
        break;
      }
      waiting.shift();
      if (code < 300 && answer?.files) {
        show(answer);
        say("done", file);
      } else {
        status.textContent = answer?.error ?? fill(box.dataset.failed, { name: file.name });
      }
    }
    busy = false;
  }

  input.addEventListener("change", () => {
    for (const file of input.files) {
      if (file.size > Number(bytes)) say("large", file);
      else waiting.push(file);
    }
    input.value = "";
    flush();
  });
  box.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-take-away]");
    if (!button) return;
    event.preventDefault();
    const { status: code, body: answer } = await post(button.getAttribute("formaction"), new FormData());
    if (code < 300 && answer?.files) show(answer);
    else status.textContent = answer?.error ?? fill(box.dataset.failed, { name: "" });
    input.focus();
  });
  addEventListener("online", flush);
  addEventListener("beforeunload", (event) => waiting.length && event.preventDefault());
}
