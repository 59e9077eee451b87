// The viewer's page: draws the board as it changes, keeps what is one's own beside it, sends deeds through the queue.
import { drawClock, shiftOf, timeOf } from "./clock.js";
import { News } from "./news.js";
import { newKey, Queue } from "./queue.js";

export function runStage(root) {
  const page = new Stage(root);
  page.start();
}

class Stage {
  constructor(root) {
    this.root = root;
    this.set = root.dataset;
    this.word = this.set.word;
    this.order = this.set.order;
    this.board = null;
    this.mine = { votes: [], answers: {}, questions: [], intents: {} };
    this.asked = new Map();      // votes on their way: question -> up or not
    this.news = new News({
      url: this.set.url,
      interval: Number(this.set.interval),
      word: () => this.word,
      renew: () => this.readMine(),
      show: (board) => { this.board = board; this.draw(); },
      away: (yes) => { this.away = yes; this.drawAway(); },
    });
    this.queue = new Queue({
      name: this.set.store,
      token: () => root.querySelector("input[name=csrf_token]").value,
      sent: (mine) => { this.take(mine); this.news.soon(); },
      refused: (sentence) => this.refuse(sentence),
      changed: (count) => { this.waiting = count; this.drawAway(); },
    });
  }

  start() {
    document.addEventListener("submit", (event) => this.submit(event), true);
    this.root.addEventListener("click", (event) => this.click(event));
    this.news.start(Number(this.set.now));
    this.tick();
    this.readMine();
    this.queue.changed(this.queue.list().length);
    this.queue.send();
    window.setInterval(() => this.tick(), 500);
  }

  // --- what is one's own ---
  async readMine() {
    try {
      const answer = await fetch(this.set.mineUrl, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer.ok) this.take(await answer.json());
      else if (answer.status === 401 || answer.status === 404) this.refuse("");
    } catch { /* asked again with the next deed or word */ }
  }

  take(mine) {
    if (mine.word) this.word = mine.word;
    if (!mine.votes) return;
    this.mine = mine;
    this.asked.clear();
    this.drawMine();
    this.drawQuestions();
    this.drawPolls();
  }

  refuse(sentence) {
    this.find("refused").hidden = false;
    this.find("refusal").textContent = sentence;
    this.asked.clear();
    this.drawQuestions();
  }

  // --- deeds ---
  submit(event) {
    const form = event.target;
    if (!form.dataset.liveForm || !this.root.contains(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const fields = Object.fromEntries(new FormData(form));
    delete fields.csrf_token;
    this.find("refused").hidden = true;
    this.queue.add(form.getAttribute("action"), fields);
    this.foresee(form, fields);
  }

  // Show at once what will be so when the server has said yes.
  foresee(form, fields) {
    const kind = form.dataset.liveForm;
    if (kind === "vote") {
      this.asked.set(Number(form.closest("[data-question]").dataset.question), fields.up === "1");
      this.drawQuestions();
    } else if (kind === "ask") {
      form.querySelector("[name=text]").value = "";
    }
    const key = form.querySelector("[name=key]");
    if (key) key.value = newKey();
  }

  click(event) {
    const chosen = event.target.closest("[data-order-by]");
    if (!chosen) return;
    event.preventDefault();
    this.order = chosen.dataset.orderBy;
    for (const link of this.root.querySelectorAll("[data-order-by]")) {
      const on = link === chosen;
      link.className = on ? "mk-chip" : "mk-small";
      if (on) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
    this.drawQuestions();
  }

  // --- drawing ---
  find(name, from = this.root) { return from.querySelector(`[data-live="${name}"]`); }

  say(words) { return (words && (words[this.set.language] || words.zh)) || ""; }

  put(name, text) {
    const place = this.find(name);
    if (place && place.textContent !== String(text)) place.textContent = text;
  }

  fill(name, numbers) {
    const place = this.find(name);
    if (!place) return;
    let text = place.dataset.words;
    for (const [key, value] of Object.entries(numbers)) text = text.replace(`{${key}}`, value);
    if (place.textContent !== text) place.textContent = text;
  }

  show(name, yes) {
    const place = this.find(name);
    if (place) place.hidden = !yes;
  }

  clone(name) { return this.root.querySelector(`template[data-template="${name}"]`).content.firstElementChild.cloneNode(true); }

  room() { return this.board && this.board.rooms.find((room) => room.name === this.set.room); }

  item(key) { return this.board.items.find((item) => item.key === key && item.room === this.set.room); }

  tick() {
    const room = this.room();
    // Until the first board is here the clock runs by what the page was drawn with.
    if (!this.board) drawClock(this.root, instants(this.set), this.news.now());
    if (!room) return;
    drawClock(this.root, room, this.news.now());
    this.drawShift(room);
  }

  draw() {
    const { board } = this;
    for (const place of this.root.querySelectorAll("[data-state]")) place.hidden = place.dataset.state !== board.state;
    this.fill("people", { n: board.site, m: board.viewers });
    this.show("message", Boolean(board.message));
    this.put("message-text", board.message ? board.message.text : "");
    if (!this.room() && board.rooms.length) this.set.room = board.rooms[0].name;
    this.drawNow();
    this.drawAgenda();
    this.drawQuestions();
    this.drawPolls();
    this.drawMine();
    this.tick();
  }

  drawNow() {
    const room = this.room() || {};
    const on = room.now == null ? null : this.item(room.now);
    const next = room.next == null ? null : this.item(room.next);
    const over = Boolean(room.over) || this.board.state === "held";
    for (const name of ["place", "title-link", "clock-box", "bar-box"]) this.show(name, on);
    this.show("nothing-yet", !on && !over);
    this.show("all-over", !on && over);
    this.fill("number", { n: room.number, m: room.count });
    this.put("title-link", on ? this.say(on.title) : "");
    this.link("title-link", on && on.pitch);
    this.put("by", on ? this.say(on.by) : "");
    const terms = on && on.terms;
    this.show("terms", terms);
    if (terms) {
      this.put("price", this.say(terms.price));
      this.put("source", `${terms.source} ${terms.as_of}`);
      for (const place of this.root.querySelectorAll("[data-tone]")) place.hidden = (place.dataset.tone === "ok") !== (terms.tone === "ok");
    }
    const slides = this.find("slides");
    slides.hidden = !(on && on.slides && this.set.slidesUrl);
    if (!slides.hidden) slides.href = this.set.slidesUrl.replace("/0/", `/${on.pitch}/`).replace(/\/0$/, `/${on.slides}`);
    this.show("next-box", next);
    if (next) {
      this.put("next-at", timeOf(next.at));
      this.put("next-link", this.say(next.title));
      this.put("next-by", this.say(next.by));
      this.link("next-link", next.pitch);
    }
    this.drawIntent(on);
  }

  link(name, pitch) {
    const place = this.find(name);
    if (pitch && this.set.pitchUrl) place.href = this.set.pitchUrl.replace(/\/0$/, `/${pitch}`);
    else place.removeAttribute("href");
  }

  drawIntent(on) {
    const pitch = on && on.pitch;
    for (const name of ["intent", "wish-link", "wish-bar"]) this.show(name, pitch);
    const asked = this.find("ask-pitch");
    if (asked) asked.value = pitch || "";
    const form = this.find("intent-form");
    if (!pitch || !form) return;
    form.setAttribute("action", this.set.intentUrl.replace("/0/", `/${pitch}/`));
    this.fill("intent-count", { n: on.intents });
  }

  drawShift(room) {
    const shift = shiftOf(room, this.news.now());
    const state = shift > 0 ? "late" : shift < 0 ? "early" : "even";
    for (const place of this.root.querySelectorAll("[data-shift]")) place.hidden = place.dataset.shift !== state;
    this.fill("late", { n: shift });
    this.fill("early", { n: -shift });
  }

  drawAgenda() {
    const list = this.find("agenda");
    if (!list) return;
    const rows = this.board.items.filter((item) => item.room === this.set.room).map((item) => {
      const row = this.clone("agenda");
      row.dataset.key = item.key;
      row.classList.toggle("is-past", item.stand === "past" || item.stand === "skipped");
      if (item.stand === "now") row.setAttribute("aria-current", "step");
      slot(row, "at", timeOf(item.at));
      slot(row, "title", this.say(item.title));
      slot(row, "by", this.say(item.by));
      for (const mark of row.querySelectorAll("[data-stand]")) mark.hidden = mark.dataset.stand !== item.stand;
      return row;
    });
    replace(list, rows);
  }

  drawQuestions() {
    if (!this.board) return;
    const votes = new Set(this.mine.votes);
    const sorted = [...this.board.questions].sort((one, two) => this.order === "time"
      ? two.at - one.at || two.id - one.id : two.votes - one.votes || one.id - two.id);
    this.put("question-count", sorted.length);
    this.show("no-questions", !sorted.length);
    replace(this.find("questions"), sorted.map((one) => this.questionRow(one, votes)));
  }

  questionRow(one, votes) {
    const row = this.clone("question");
    const foreseen = this.asked.has(one.id) ? this.asked.get(one.id) : votes.has(one.id);
    const count = one.votes + (foreseen === votes.has(one.id) ? 0 : foreseen ? 1 : -1);
    row.dataset.question = one.id;
    const form = row.querySelector("form");
    form.setAttribute("action", form.getAttribute("action").replace("/questions/0/", `/questions/${one.id}/`));
    form.elements.up.value = foreseen ? "0" : "1";
    row.querySelector("button").setAttribute("aria-pressed", String(foreseen));
    slot(row, "votes", count);
    slot(row, "text", one.text);
    slot(row, "from", this.say(one.from));
    for (const state of ["answered", "written", "later"]) {
      const place = row.querySelector(`[data-slot="state-${state}"]`);
      place.hidden = one.state !== state;
      if (state !== "later") slot(place, "answer", one.answer);
    }
    return row;
  }

  drawPolls() {
    if (!this.board) return;
    const typing = document.activeElement && document.activeElement.closest && document.activeElement.closest("[data-poll-id]");
    const polls = [...this.board.polls].sort((one, two) => (one.state === "open" ? 0 : 1) - (two.state === "open" ? 0 : 1));
    const chosen = new Map();
    for (const input of this.root.querySelectorAll("[data-poll-id] input[name=option]:checked")) {
      chosen.set(Number(input.closest("[data-poll-id]").dataset.pollId), Number(input.value));
    }
    if (typing) { this.refreshPolls(polls); return; }
    replace(this.find("polls"), polls.map((poll) => this.pollRow(poll, chosen)));
  }

  // While somebody chooses, only the sums change: the fields stay where they are.
  refreshPolls(polls) {
    for (const poll of polls) {
      const row = this.root.querySelector(`[data-poll-id="${poll.id}"]`);
      if (!row) continue;
      poll.counts.forEach(([count, percent], number) => sums(row.querySelector(`[data-option="${number}"]`), count, percent));
    }
  }

  pollRow(poll, chosen) {
    const row = this.clone("poll");
    const mine = this.mine.answers[String(poll.id)];
    const marked = chosen.has(poll.id) ? chosen.get(poll.id) : mine;
    row.dataset.pollId = poll.id;
    slot(row, "text", poll.text);
    const form = row.querySelector("form");
    form.setAttribute("action", form.getAttribute("action").replace("/polls/0/", `/polls/${poll.id}/`));
    const options = poll.options.map((text, number) => {
      const option = this.clone("option");
      const input = option.querySelector("input");
      option.dataset.option = number;
      input.id = `poll-${poll.id}-${number}`;
      input.value = number;
      input.disabled = poll.state !== "open";
      input.checked = marked === number;
      option.querySelector("label").htmlFor = input.id;
      slot(option, "text", text);
      sums(option, ...poll.counts[number]);
      return option;
    });
    replace(row.querySelector('[data-slot="options"]'), options);
    row.querySelector('[data-slot="send"]').hidden = poll.state !== "open";
    row.querySelector('[data-slot="answered"]').hidden = mine === undefined;
    row.querySelector('[data-slot="closed"]').hidden = poll.state !== "closed";
    return row;
  }

  drawMine() {
    const list = this.find("own-list");
    if (list) {
      replace(list, this.mine.questions.map((one) => this.ownRow("own-question", "/questions/0/", one)));
      this.show("own-questions", this.mine.questions.length);
    }
    const room = this.room();
    const on = room && room.now != null ? this.item(room.now) : null;
    const intents = this.find("own-intents");
    if (intents && on) {
      replace(intents, (this.mine.intents[String(on.pitch)] || []).map((one) => this.ownRow("own-intent", "/intents/0/", one)));
    }
  }

  ownRow(name, part, one) {
    const row = this.clone(name);
    const form = row.querySelector("form");
    form.setAttribute("action", form.getAttribute("action").replace(part, part.replace("0", one.id)));
    form.elements.key.value = newKey();
    for (const key of ["text", "said", "name"]) slot(row, key, one[key]);
    const open = row.querySelector('[data-slot="open"]');
    if (open) open.hidden = !one.open;
    return row;
  }

  drawAway() {
    this.show("away", this.away || this.waiting > 0);
    this.fill("waiting", { n: this.waiting || 0 });
  }
}

// The instants of an item that is on, as a part of the page carries them.
function instants({ began, ends, answers, paused }) {
  return { began: Number(began), ends: Number(ends), answers: Number(answers), paused: Number(paused) };
}

function slot(row, name, text) {
  const place = row.querySelector(`[data-slot="${name}"]`);
  if (place && text !== undefined) place.textContent = text;
}

function sums(option, count, percent) {
  if (!option) return;
  slot(option, "count", count);
  slot(option, "percent", percent);
  const bars = option.querySelectorAll("svg rect");
  bars[1].setAttribute("width", String(percent));
}

// Puts rows into a list without touching it when nothing changed, so that focus and reading aloud are not disturbed.
function replace(list, rows) {
  const before = Array.from(list.children);
  if (before.length === rows.length && rows.every((row, number) => same(row, before[number]))) return;
  const focused = list.contains(document.activeElement) ? path(list, document.activeElement) : null;
  list.replaceChildren(...rows);
  if (focused) {
    const again = list.children[focused.row] && list.children[focused.row].querySelectorAll("button, input, a")[focused.place];
    if (again) again.focus({ preventScroll: true });
  }
}

function same(one, two) {
  return one.textContent.replace(/\s+/g, " ") === two.textContent.replace(/\s+/g, " ")
    && one.querySelectorAll("[aria-pressed=true], [hidden], :checked").length === two.querySelectorAll("[aria-pressed=true], [hidden], :checked").length
    && one.className.trim() === two.className.trim() && one.getAttribute("aria-current") === two.getAttribute("aria-current")
    && actions(one) === actions(two);
}

function actions(row) { return Array.from(row.querySelectorAll("form"), (form) => form.getAttribute("action")).join(" "); }

function path(list, element) {
  const row = Array.from(list.children).findIndex((child) => child.contains(element));
  return { row, place: Array.from(list.children[row].querySelectorAll("button, input, a")).indexOf(element) };
}
