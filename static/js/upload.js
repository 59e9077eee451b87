// <form data-upload> with a file field: sends with a progress bar, then shows whatever page the server answers with.
export function showUploadProgress() {
  for (const form of document.querySelectorAll("form[data-upload]")) {
    form.addEventListener("submit", (event) => {
      const bar = form.querySelector("[data-upload-progress]");
      if (event.defaultPrevented || !bar || form.dataset.sent) return;
      event.preventDefault();
      form.dataset.sent = "yes";
      send(form, bar, event.submitter);
    });
  }
}

function send(form, bar, submitter) {
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = Math.round((event.loaded / event.total) * 100);
  });
  request.addEventListener("load", () => showAnswer(request));
  request.addEventListener("error", () => plainSubmit(form));
  bar.hidden = false;
  request.send(new FormData(form, submitter));
}

// After a redirect the address differs: go there. Otherwise the answer is the same form with its errors.
function showAnswer(request) {
  if (request.responseURL && request.responseURL.split("#")[0] !== window.location.href.split("#")[0]) {
    window.location.assign(request.responseURL);
    return;
  }
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  document.querySelector("main").replaceWith(answer.querySelector("main"));
  document.title = answer.title;
  document.dispatchEvent(new Event("market:shown"));
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
  showUploadProgress();
}

function plainSubmit(form) {
  delete form.dataset.sent;
  form.submit();
}
