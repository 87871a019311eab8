// Calling a colleague in a text: after "@" the names that fit, as a list box (WAI-ARIA APG), quiet while an IME is
// composing. Without this file the same text can be copied from the page that finds people.
"use strict";

class Calls {
  constructor(form) {
    this.text = form.querySelector('textarea[name="body"]');
    this.address = form.dataset.calls;
    this.list = document.createElement("ul");
    this.list.id = `${this.text.id}-calls`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "呼びかける職員の候補");
    this.list.hidden = true;
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.text.parentElement.classList.add("calls");
    this.text.after(this.list, this.status);
    for (const [name, value] of [["aria-autocomplete", "list"], ["aria-haspopup", "listbox"], ["aria-controls", this.list.id]]) {
      this.text.setAttribute(name, value);
    }
    this.text.addEventListener("input", (event) => event.isComposing || this.later());
    this.text.addEventListener("compositionend", () => this.later());
    this.text.addEventListener("keydown", (event) => this.onKey(event));
    this.text.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  // What was typed after the nearest "@" before the cursor; null where there is none, or it belongs to an address.
  get typed() {
    const before = this.text.value.slice(0, this.text.selectionStart);
    const match = /(?:^|[^A-Za-z0-9._\-])[@＠]([^\s@＠[\]()（）、。]{1,30})$/.exec(before);
    return match && this.text.selectionStart === this.text.selectionEnd ? match[1] : null;
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get active() {
    return this.list.querySelector('[aria-selected="true"]');
  }

  later() {
    clearTimeout(this.timer);
    if (this.typed === null) return this.close();
    this.timer = setTimeout(() => this.ask(), 200);
  }

  async ask() {
    this.request?.abort();
    const words = this.typed;
    if (words === null) return this.close();
    this.request = new AbortController();
    const address = new URL(this.address, window.location.href);
    address.searchParams.set("q", words);
    address.searchParams.set("part", "1");
    try {
      const answer = await fetch(address, { signal: this.request.signal });
      if (answer.ok && !answer.redirected && this.typed === words) this.show(await answer.text());
      else this.close();
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(fragment) {
    this.list.innerHTML = fragment;
    this.list.querySelectorAll("li").forEach((option, index) => {
      option.id = `${this.list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
    });
    const count = this.options.length;
    this.list.hidden = count === 0 || document.activeElement !== this.text;
    this.status.textContent = count ? `${count}人の候補があります。上下の矢印キーで選び、Enterで決めます。` : "";
    this.text.removeAttribute("aria-activedescendant");
  }

  close() {
    this.request?.abort();
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.status.textContent = "";
    this.text.removeAttribute("aria-activedescendant");
  }

  move(step) {
    const options = this.options;
    const from = options.indexOf(this.active);
    const next = options[(from + step + options.length + (from < 0 && step < 0 ? 1 : 0)) % options.length];
    this.active?.setAttribute("aria-selected", "false");
    next.setAttribute("aria-selected", "true");
    next.scrollIntoView({ block: "nearest" });
    this.text.setAttribute("aria-activedescendant", next.id);
  }

  choose(option) {
    const words = this.typed;
    if (words === null) return this.close();
    const end = this.text.selectionStart;
    this.text.setRangeText(`${option.dataset.value} `, end - words.length - 1, end, "end");
    this.text.focus();
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  onKey(event) {
    if (event.isComposing || event.keyCode === 229 || this.list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.active) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  }
}
for (const form of document.querySelectorAll("form[data-calls]")) {
  if (form.dataset.calls && form.querySelector('textarea[name="body"]')) new Calls(form);
}
