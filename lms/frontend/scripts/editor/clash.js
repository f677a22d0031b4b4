// Two people changed the same place: shows both texts and puts together what was chosen.
export function clashScreen(box, editor) {
  const screen = box.querySelector("[data-clash]");
  const body = screen.querySelector("[data-clash-body]");

  return (clash) => new Promise((resolve) => {
    editor.setEditable(false);
    body.innerHTML = clash.screen;
    const form = body.querySelector("form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = new FormData(form);
      let place = 0;
      const parts = clash.parts.map((part) => (typeof part === "string" ? part : pick(part, chosen.get(`c${place++}`))));
      const title = { ...clash.title };
      for (const [language, texts] of Object.entries(clash.titles)) title[language] = texts[chosen.get(`t-${language}`)] ?? texts.mine;
      screen.close();
      resolve({ title, body: parts.join("\n") });
    });
    screen.addEventListener("cancel", (event) => event.preventDefault());
    screen.showModal();
    screen.querySelector("h2").focus();
  }).finally(() => {
    body.replaceChildren();
    editor.setEditable(true);
  });
}

function pick(part, choice) {
  if (choice === "theirs") return part.theirs;
  if (choice === "both") return `${part.theirs}\n${part.mine}`;
  return part.mine;
}
