// What a viewer sends is written into the browser's store first and sent from there in order: a lost connection or a
// closed page loses nothing, and the key that each deed carries lets the server do it once.
const LONGEST_PAUSE = 30000;

export class Queue {
  // `token()` gives the page's form token, `sent(answer)` takes what came back, `refused(sentence)` tells why not.
  constructor({ name, token, sent, refused, changed }) {
    Object.assign(this, { name, token, sent, refused, changed });
    this.sending = false;
    this.pause = 1000;
    this.memory = [];
    window.addEventListener("online", () => this.send());
    window.addEventListener("storage", (event) => { if (event.key === this.name) this.changed(this.list().length); });
  }

  list() {
    try {
      return JSON.parse(window.localStorage.getItem(this.name)) || [];
    } catch {
      return this.memory;
    }
  }

  keep(deeds) {
    this.memory = deeds;
    try {
      if (deeds.length) window.localStorage.setItem(this.name, JSON.stringify(deeds));
      else window.localStorage.removeItem(this.name);
    } catch { /* no store in this browser: the page remembers while it is open */ }
    this.changed(deeds.length);
  }

  add(url, fields) {
    const key = fields.key || newKey();
    this.keep([...this.list(), { url, fields: { ...fields, key } }]);
    this.send();
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    // Two windows of one browser share the store: the lock lets one of them send.
    if (navigator.locks) await navigator.locks.request(this.name, () => this.sendAll());
    else await this.sendAll();
    this.sending = false;
  }

  async sendAll() {
    for (let first = this.list()[0]; first; first = this.list()[0]) {
      const done = await this.sendOne(first);
      if (!done) {
        window.setTimeout(() => this.send(), this.pause);
        this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
        return;
      }
      this.pause = 1000;
      this.keep(this.list().filter((deed) => deed.fields.key !== first.fields.key));
    }
  }

  async sendOne(deed) {
    const body = new URLSearchParams({ ...deed.fields, csrf_token: this.token() });
    let answer;
    try {
      answer = await fetch(deed.url, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
    } catch {
      return false;
    }
    if (answer.status === 503 || answer.status === 502 || answer.status === 504 || answer.status === 500) return false;
    const plain = await answer.json().catch(() => ({}));
    if (answer.ok) this.sent(plain);
    else this.refused(plain.error || "", deed);
    return true;
  }
}

export function newKey() {
  const bytes = new Uint8Array(16);
  window.crypto.getRandomValues(bytes);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
