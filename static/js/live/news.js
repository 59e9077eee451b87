// Asks one address for news: with the tag of what is known, after the seconds the server says, a little scattered so
// that a thousand pages do not ask at once. What is known stays on show while nobody answers.
const LONGEST_PAUSE = 60;
const SCATTER = 0.15;

export class News {
  // `word()` gives the sealed word, `renew()` gets a new one, `show(board)` draws, `away(yes)` tells of the connection.
  constructor({ url, interval, tag = "", word = () => "", renew = async () => {}, show, away = () => {} }) {
    Object.assign(this, { url, interval, tag, word, renew, show, away });
    this.ahead = 0;      // milliseconds that the server's clock is ahead of this one
    this.failures = 0;
    this.timer = null;
    this.asking = false;
    this.again = false;
  }

  now() { return Date.now() + this.ahead; }

  start(serverNow) {
    if (serverNow) this.ahead = serverNow - Date.now();
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.soon(); });
    window.addEventListener("online", () => this.soon());
    window.addEventListener("offline", () => this.away(true));
    this.later(this.interval * Math.random());
  }

  soon() { this.later(0); }

  later(seconds) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), seconds * 1000);
  }

  async ask() {
    if (this.asking) { this.again = true; return; }
    this.asking = true;
    let pause = this.interval;
    try {
      pause = await this.askOnce();
      this.failures = 0;
      this.away(false);
    } catch {
      this.failures += 1;
      pause = Math.min(LONGEST_PAUSE, this.interval * 2 ** Math.min(this.failures, 5));
      this.away(true);
    }
    this.asking = false;
    if (this.again) { this.again = false; pause = 0; }
    this.later(pause * (1 + SCATTER * (2 * Math.random() - 1)));
  }

  async askOnce() {
    const headers = { Accept: "application/json" };
    if (this.tag) headers["If-None-Match"] = this.tag;
    const word = this.word();
    if (word) headers["X-Viewer"] = word;
    const asked = Date.now();
    const answer = await fetch(this.url, { headers, cache: "no-store", credentials: word ? "omit" : "same-origin" });
    const took = Date.now() - asked;
    const server = Number(answer.headers.get("X-Server-Time"));
    if (server && took < 2000) this.ahead = server - (asked + took / 2);
    const seconds = Number(answer.headers.get("X-Ask-Again")) || this.interval;
    if (answer.status === 200) {
      this.tag = answer.headers.get("ETag") || "";
      this.show(await answer.json());
    } else if (answer.status === 401) {
      await this.renew();
      return 1;
    } else if (answer.status === 503) {
      return Number(answer.headers.get("Retry-After")) || 20;
    } else if (answer.status !== 304) {
      throw new Error(String(answer.status));
    }
    return seconds;
  }
}
