// Calling a colleague in a text: after "@" the names that fit, as a list box of `Offers` (app.js). Without this file
// the same text can be copied from the page that finds people.
"use strict";

class Calls extends Offers {
  constructor(form) {
    super(form.querySelector('textarea[name="body"]'), "呼びかける職員の候補");
    this.path = form.dataset.calls;
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.field.parentElement.classList.add("calls");
    this.field.after(this.list, this.status);
    this.field.setAttribute("aria-haspopup", "listbox");
  }

  // What was typed after the nearest "@" before the cursor; null where there is none, or it belongs to an address.
  get words() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const match = /(?:^|[^A-Za-z0-9._\-])[@＠]([^\s@＠[\]()（）、。]{1,30})$/.exec(before);
    return match && this.field.selectionStart === this.field.selectionEnd ? match[1] : null;
  }

  address(words) {
    const address = new URL(this.path, window.location.href);
    address.searchParams.set("q", words);
    address.searchParams.set("part", "1");
    return address;
  }

  turn(open, count) {
    super.turn(open);
    this.status.textContent = count ? `${count}人の候補があります。上下の矢印キーで選び、Enterで決めます。` : "";
  }

  chosen(option) {
    const words = this.words;
    if (words === null) return this.close();
    const end = this.field.selectionStart;
    this.field.setRangeText(`${option.dataset.value} `, end - words.length - 1, end, "end");
    this.field.focus();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
for (const form of document.querySelectorAll("form[data-calls]")) {
  if (form.dataset.calls && form.querySelector('textarea[name="body"]')) new Calls(form);
}
