// Counts an item down from the instants on the board, by the server's time. Works on any part of the page that holds
// [data-live=clock], [data-clock=...] and the bar.
const FULL = 100;

export function drawClock(root, room, now) {
  const clock = root.querySelector("[data-live=clock]");
  if (!clock || !room || !room.ends) return;
  const at = room.paused || now;
  const left = Math.round((room.ends - at) / 1000);
  const size = Math.abs(left);
  const text = `${left < 0 ? "-" : ""}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
  if (clock.textContent !== text) clock.textContent = text;
  clock.dateTime = `PT${size}S`;
  const state = room.paused ? "paused" : left < 0 ? "over" : room.answers && at >= room.answers ? "answers" : "speaking";
  for (const word of root.querySelectorAll("[data-clock]")) word.hidden = word.dataset.clock !== state;
  const span = Math.max(1, room.ends - room.began);
  const done = root.querySelector("[data-live=done]");
  if (done) done.setAttribute("width", String(Math.max(0, Math.min(FULL, (FULL * (at - room.began)) / span))));
  const mark = root.querySelector("[data-live=mark]");
  if (mark) {
    mark.setAttribute("x", String(room.answers ? (FULL * (room.answers - room.began)) / span : 0));
    mark.setAttribute("width", room.answers ? ".4" : "0");
  }
}

// Whole minutes behind the plan (ahead when negative); an item over its time moves it on by itself.
export function shiftOf(room, now) {
  if (!room.ends || !room.planned) return room.shift || 0;
  const stood = room.paused ? now - room.paused : 0;
  return Math.round((Math.max(room.ends + stood, now) - room.planned) / 60000);
}

export function timeOf(milliseconds) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai" }).format(milliseconds);
}

function pad(number) { return String(number).padStart(2, "0"); }
