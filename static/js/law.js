// Law tooltips open by CSS on hover and focus. Here: Escape closes them and they stay inside the window.
export function tameLawTips() {
  const laws = document.querySelectorAll(".mk-law");
  for (const law of laws) {
    const reopen = () => { law.classList.remove("is-closed"); keepInside(law); };
    law.addEventListener("pointerenter", reopen);
    law.addEventListener("focusin", reopen);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const law of laws) law.classList.add("is-closed");
  });
}

function keepInside(law) {
  const tip = law.querySelector(".mk-law__tip");
  tip.classList.remove("is-left", "is-above");
  const box = tip.getBoundingClientRect();
  if (box.right > document.documentElement.clientWidth - 8) tip.classList.add("is-left");
  if (box.bottom > window.innerHeight - 8 && box.height < law.getBoundingClientRect().top) tip.classList.add("is-above");
}
