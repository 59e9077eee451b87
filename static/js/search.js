// "/" puts the cursor into the first search box of the page, unless somebody is typing.
export function focusSearchOnSlash() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const box = document.querySelector("main input[type=search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
