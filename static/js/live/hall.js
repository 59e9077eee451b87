// The hall of meetings by the clock: counts the slot that is on down (or the time until the next one begins), and shows
// the next of one's own meetings when the one before is over. It knows the whole day from the page and asks nobody.
import { drawClock, timeOf } from "./clock.js";

const SHOWN_BEFORE = 60 * 60 * 1000;   // a countdown to what begins in more than an hour tells nothing
const TICK = 500;

class Beat {
  constructor(root) {
    this.root = root;
    this.slots = JSON.parse(root.dataset.slots);
  }

  tick(now) {
    const on = this.slots.find(([begins, ends]) => begins <= now && now < ends);
    const next = this.slots.find(([begins]) => begins > now);
    const stands = on ? "on" : next ? "before" : "over";
    for (const part of this.root.querySelectorAll("[data-beat]")) part.hidden = part.dataset.beat !== stands;
    const until = on ? on[1] : next ? next[0] : 0;
    const counted = until && (on || until - now <= SHOWN_BEFORE);
    this.root.querySelector("[data-live=clock]").hidden = !counted;
    if (counted) drawClock(this.root, { began: on ? on[0] : now, ends: until }, now);
    this.say("[data-beat-until]", until);
    this.say("[data-beat-next]", on && next ? next[0] : 0);
  }

  say(part, moment) {
    const shown = this.root.querySelector(part);
    shown.hidden = !moment;
    if (moment) shown.querySelector("time").textContent = timeOf(moment);
  }
}

class Upcoming {
  constructor(root) {
    this.root = root;
  }

  tick(now) {
    const lines = Array.from(this.root.querySelectorAll("[data-until]"));
    const first = lines.find((line) => Number(line.dataset.until) > now);
    for (const line of lines) line.hidden = line !== first;
    this.root.hidden = !first;
    for (const mark of this.root.querySelectorAll("[data-from]")) mark.hidden = Number(mark.dataset.from) > now;
  }
}

const parts = [
  ...Array.from(document.querySelectorAll("[data-slots]"), (root) => new Beat(root)),
  ...Array.from(document.querySelectorAll("[data-upcoming]"), (root) => new Upcoming(root)),
];
if (parts.length) {
  const ahead = Number(parts[0].root.dataset.now) - Date.now();
  window.setInterval(() => parts.forEach((part) => part.tick(Date.now() + ahead)), TICK);
}
