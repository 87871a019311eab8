// Small conveniences. Every page works without this file.
"use strict";

// The person's menu closes when the reader goes elsewhere or presses Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Filters stand open beside the list where there is room.
const wide = window.matchMedia("(width >= 62rem)");
function unfoldFilters(root) {
  if (!wide.matches) return;
  for (const panel of root.querySelectorAll("details[data-open-when-wide]")) panel.open = true;
}
unfoldFilters(document);
wide.addEventListener("change", () => unfoldFilters(document));

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A list box of what fits below a field (WAI-ARIA APG), quiet while an IME is composing. A kind of offer says which
// `words` it looks for (null: none), the `address` that answers with list items, and what becomes of the one `chosen`.
class Offers {
  constructor(field, label) {
    this.field = field;
    this.list = document.createElement("ul");
    this.list.id = `${field.id}-offers`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label);
    this.list.hidden = true;
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.addEventListener("input", (event) => event.isComposing || this.later());
    field.addEventListener("compositionend", () => this.later());
    field.addEventListener("keydown", (event) => this.onKey(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.chosen(option);
    });
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get active() {
    return this.list.querySelector('[aria-selected="true"]');
  }

  later() {
    clearTimeout(this.timer);
    if (this.words === null) return this.close();
    this.timer = setTimeout(() => this.ask(), 200);
  }

  async ask() {
    this.request?.abort();
    const words = this.words;
    if (words === null) return this.close();
    this.request = new AbortController();
    try {
      const answer = await fetch(this.address(words), { signal: this.request.signal });
      if (answer.ok && !answer.redirected && this.words === words) this.show(await answer.text());
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
    this.turn(count > 0 && document.activeElement === this.field, count);
  }

  close() {
    this.request?.abort();
    clearTimeout(this.timer);
    this.turn(false, 0);
  }

  turn(open) {
    this.list.hidden = !open;
    this.field.removeAttribute("aria-activedescendant");
  }

  move(step) {
    const options = this.options;
    const from = options.indexOf(this.active);
    const next = options[(from + step + options.length + (from < 0 && step < 0 ? 1 : 0)) % options.length];
    this.active?.setAttribute("aria-selected", "false");
    next.setAttribute("aria-selected", "true");
    next.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", next.id);
  }

  onKey(event) {
    if (event.isComposing || event.keyCode === 229 || this.list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.active) {
      event.preventDefault();
      this.chosen(this.active);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  }
}

// Search suggestions: a combobox.
class Suggestions extends Offers {
  constructor(box) {
    super(box.querySelector("input"), "検索の候補");
    this.path = box.dataset.suggest;
    box.append(this.list);
    this.field.setAttribute("role", "combobox");
    this.field.setAttribute("aria-expanded", "false");
  }

  get words() {
    return this.field.value.trim() || null;
  }

  address(words) {
    return `${this.path}?q=${encodeURIComponent(words)}`;
  }

  turn(open) {
    super.turn(open);
    this.field.setAttribute("aria-expanded", String(open));
  }

  chosen(option) {
    const link = option.querySelector("a[href]");
    if (link) {
      window.location.assign(link.href);
      return;
    }
    this.field.value = option.dataset.value || option.textContent.trim();
    this.close();
    this.field.form.requestSubmit();
  }
}
function offerSuggestions(root) {
  for (const box of root.querySelectorAll("[data-suggest]:not([data-offers])")) {
    box.dataset.offers = "on";
    new Suggestions(box);
  }
}
offerSuggestions(document);

// htmx exchanges a part of the page: what was unfolded stays unfolded, a refusal is shown as the page it is.
let unfolded = [];
let focused = "";
document.addEventListener("htmx:beforeSwap", (event) => {
  unfolded = [...document.querySelectorAll("details[id][open]")].map((details) => details.id);
  focused = document.activeElement.id;
  if (event.detail.xhr.status >= 400) window.location.assign(event.detail.xhr.responseURL);
});
document.addEventListener("htmx:load", (event) => {
  for (const id of unfolded) {
    const details = document.getElementById(id);
    if (details) details.open = true;
  }
  unfoldFilters(event.target);
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true });
  offerSuggestions(event.target);
});
