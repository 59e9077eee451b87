// The host's console: deeds without a reload, keys, clocks, and parts of the page that renew themselves when the board
// changes. The server draws; here parts are exchanged, except those in which somebody types or has opened something.
import { drawClock } from "./clock.js";
import { News } from "./news.js";

export function runConsole(root) {
  const desk = new Desk(root);
  desk.start();
}

class Desk {
  constructor(root) {
    this.root = root;
    this.line = Promise.resolve();   // deeds are sent one after another, in the order of the clicks
    this.waiting = 0;
    this.stepping = false;
    this.news = new News({
      url: root.dataset.url,
      interval: 2,
      tag: `"${root.dataset.tag}"`,
      show: () => this.renew(),
      away: (yes) => { root.querySelector("[data-live=away]").hidden = !yes; },
    });
  }

  start() {
    document.addEventListener("submit", (event) => this.submit(event), true);
    document.addEventListener("keydown", (event) => this.press(event));
    this.news.start(Number(this.root.dataset.now));
    this.tick();
    window.setInterval(() => this.tick(), 500);
  }

  tick() {
    for (const part of this.root.querySelectorAll("[data-live-room]")) {
      const { began, ends, answers, paused } = part.dataset;
      if (ends) drawClock(part, { began: Number(began), ends: Number(ends), answers: Number(answers), paused: Number(paused) }, this.news.now());
    }
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    const button = this.root.querySelector(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.form.requestSubmit(button);
  }

  submit(event) {
    const form = event.target;
    if (!form.dataset.liveForm || !this.root.contains(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const step = form.dataset.liveForm === "step";
    // A second step before the first is shown was decided on an old picture: a key that bounced, an impatient click.
    if (step && this.stepping) return;
    if (step) this.stepping = true;
    const body = new URLSearchParams(new FormData(form, event.submitter));
    this.mark(+1);
    this.line = this.line.then(() => this.send(form, body)).finally(() => {
      if (step) this.stepping = false;
      this.mark(-1);
    });
  }

  // While a deed is on its way the page says so: the pointer, the buttons, and a reader hear it from `aria-busy`.
  mark(more) {
    this.waiting += more;
    this.root.setAttribute("aria-busy", String(this.waiting > 0));
  }

  async send(form, body) {
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body, credentials: "same-origin" });
      this.exchange(await answer.text(), form);
      if (form.dataset.liveForm === "host" && !form.closest("[data-part]")) form.querySelectorAll("textarea").forEach((area) => { area.value = ""; });
      this.news.away(false);
    } catch {
      this.news.away(true);
    }
  }

  // Waits its turn too, so that an older page never replaces a newer one.
  renew() {
    this.line = this.line.then(() => this.read());
  }

  async read() {
    try {
      const answer = await fetch(this.root.dataset.page, { credentials: "same-origin" });
      if (answer.ok) this.exchange(await answer.text());
    } catch {
      this.news.away(true);
    }
  }

  exchange(text, sent = null) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const said = page.querySelector("main [role=alert]:not([data-live]), main .mk-note--warn:not([data-live])");
    const refused = this.root.querySelector("[data-live=refused]");
    if (sent) {
      refused.hidden = !said;
      this.root.querySelector("[data-live=refusal]").textContent = said ? said.textContent.trim() : "";
    }
    for (const fresh of page.querySelectorAll("[data-part]")) {
      const old = this.root.querySelector(`[data-part="${CSS.escape(fresh.dataset.part)}"]`);
      if (!old || old.isEqualNode(fresh)) continue;
      if (!(sent && old.contains(sent)) && typingIn(old)) continue;
      const open = Array.from(old.querySelectorAll("details"), (one) => one.open);
      fresh.querySelectorAll("details").forEach((one, number) => { if (open[number]) one.open = true; });
      old.replaceWith(document.adoptNode(fresh));
    }
    this.tick();
  }
}

function typingIn(part) {
  const typed = Array.from(part.querySelectorAll("textarea, input:not([type=hidden])")).some((field) => field.value !== field.defaultValue);
  return typed || (part.contains(document.activeElement) && document.activeElement.matches("textarea, input, select"));
}
