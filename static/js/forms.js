// Small comforts for forms; the server decides everything again.

// <form data-confirm="Really?"> asks before it is sent.
export function confirmDangerousForms() {
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    const question = (button && button.dataset.confirm) || event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  });
}

// A second click while the first is under way is ignored. The button stays enabled, so its name and value are sent.
export function preventDoubleSubmit() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });
  // Coming back with the browser's back button shows the page from its cache: let it be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    }
  });
}

export function focusErrorSummary() {
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
}

// <div data-shown-with="ID of a radio or check box"> is shown only while that one is chosen.
export function showConditionalBlocks() {
  const refresh = () => {
    for (const block of document.querySelectorAll("[data-shown-with]")) {
      const choice = document.getElementById(block.dataset.shownWith);
      block.hidden = Boolean(choice) && !choice.checked;
    }
  };
  document.addEventListener("change", refresh);
  document.addEventListener("market:shown", refresh);
  refresh();
}

// <textarea data-length="500"> with <p data-length-for="its id">: the numbers typed and allowed, updated while typing.
export function countCharacters() {
  for (const area of document.querySelectorAll("[data-length]")) {
    const line = document.querySelector(`[data-length-for="${area.id}"]`);
    if (!line) continue;
    const text = line.textContent;
    const refresh = () => {
      const typed = area.value.length;
      line.textContent = typed ? `${typed} / ${area.dataset.length}` : text;
      line.classList.toggle("is-over", typed > Number(area.dataset.length));
    };
    area.addEventListener("input", refresh);
    refresh();
  }
}

// <form method="get" data-send-on-change>: filters take effect at once; without script there is a button.
export function sendFiltersOnChange() {
  for (const form of document.querySelectorAll("form[data-send-on-change]")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) form.requestSubmit();
    });
  }
}
