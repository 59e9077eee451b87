// <div data-poll-url="..."> with <progress> and [data-poll=count|message]: asks for the job's state until it ends.
// The answer is JSON: {done, total, message, finished, url}; when finished the page at url (or this one) is loaded.
const FIRST_WAIT = 700;
const LONGEST_WAIT = 5000;

export function pollJobs() {
  for (const job of document.querySelectorAll("[data-poll-url]")) poll(job, FIRST_WAIT);
}

async function poll(job, wait) {
  await new Promise((resolve) => setTimeout(resolve, wait));
  let state = null;
  try {
    const answer = await fetch(job.dataset.pollUrl, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (answer.ok) state = await answer.json();
  } catch { /* the next round asks again */ }
  if (state) {
    show(job, state);
    if (state.finished) { finish(state.url); return; }
  }
  poll(job, Math.min(wait * 1.3, LONGEST_WAIT));
}

function show(job, state) {
  const bar = job.querySelector("progress");
  if (state.total) { bar.max = state.total; bar.value = state.done; }
  const count = job.querySelector("[data-poll=count]");
  if (count && state.total) count.textContent = `${state.done} / ${state.total}`;
  const message = job.querySelector("[data-poll=message]");
  if (message && state.message) message.textContent = state.message;
}

function finish(url) {
  if (url) window.location.assign(url);
  else window.location.reload();
}
