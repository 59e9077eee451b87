// <input data-suggest-url="/suggest"> offers suggestions while typing, as a native datalist: keyboard and screen
// readers get the browser's own behaviour. The address answers ?q=... with a JSON list of strings.
const PAUSE = 180;

export function suggestWhileTyping() {
  for (const box of document.querySelectorAll("input[data-suggest-url]")) attach(box);
}

function attach(box) {
  const list = document.createElement("datalist");
  list.id = `${box.id}-suggestions`;
  box.after(list);
  box.setAttribute("list", list.id);
  let timer = 0;
  let asked = "";
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const typed = box.value.trim();
      if (typed.length < 1 || typed === asked) return;
      asked = typed;
      const words = await suggestions(box.dataset.suggestUrl, typed);
      if (asked === typed) list.replaceChildren(...words.map((word) => new Option(word, word)));
    }, PAUSE);
  });
}

async function suggestions(address, typed) {
  try {
    const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : [];
  } catch {
    return [];
  }
}
