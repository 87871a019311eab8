// Forms for longer texts: a draft is saved a moment after the last key, and topics like the one being written are
// looked for while its title is typed. Every form works without this file.
"use strict";

const DRAFT_DELAY = 2500;
const DRAFT_AT_LATEST = 20000;
const SIMILAR_DELAY = 600;

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-draft-status]");
    form.addEventListener("input", () => this.later());
    document.addEventListener("submit", (event) => this.onSubmit(event.target));
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", () => { this.isSent = false; });
  }

  later() {
    this.since ??= Date.now();
    clearTimeout(this.timer);
    const left = this.since + DRAFT_AT_LATEST - Date.now();
    this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(DRAFT_DELAY, left)));
  }

  // What is sent, or thrown away, needs no draft any more; any other form of the page leaves the text as it is.
  onSubmit(form) {
    if (form !== this.form && !form.getAttribute("action")?.endsWith("/discard/")) {
      this.leave();
      return;
    }
    this.isSent = true;
    this.since = undefined;
    clearTimeout(this.timer);
    this.request?.abort();
  }

  leave() {
    if (!this.since || this.isSent) return;
    this.since = undefined;
    clearTimeout(this.timer);
    navigator.sendBeacon(this.form.dataset.draft, this.entered());
  }

  entered() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.append("auto", "1");
    return data;
  }

  async save() {
    this.since = undefined;
    this.request?.abort();
    this.request = new AbortController();
    try {
      const answer = await fetch(this.form.dataset.draft, {
        method: "POST", body: this.entered(), redirect: "manual", signal: this.request.signal,
      });
      const isOurs = answer.ok || answer.status === 401 || answer.status === 409;
      this.say(isOurs ? await answer.text() : "下書きを保存できませんでした。文章を控えてから、ページを開き直してください。");
    } catch (error) {
      if (error.name !== "AbortError") this.say("下書きを保存できませんでした。通信の状態を確かめてください。");
    }
  }

  say(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }
}
for (const form of document.querySelectorAll("form[data-draft]")) new Draft(form);

class Similar {
  constructor(box) {
    this.box = box;
    this.list = box.querySelector("[data-similar-list]");
    this.status = box.querySelector("[role=status]");
    this.input = document.getElementById(box.dataset.title);
    this.input.closest(".field").after(box);
    this.input.addEventListener("input", (event) => event.isComposing || this.later());
    this.input.addEventListener("compositionend", () => this.later());
    if (this.input.value) this.later();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), SIMILAR_DELAY);
  }

  async ask() {
    const title = this.input.value.trim();
    if (title === this.asked) return;
    this.asked = title;
    this.request?.abort();
    this.request = new AbortController();
    try {
      const address = `${this.box.dataset.similar}?title=${encodeURIComponent(title)}`;
      const answer = await fetch(address, { redirect: "manual", signal: this.request.signal });
      if (answer.ok) this.show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") this.show("");
    }
  }

  show(fragment) {
    this.list.innerHTML = fragment;
    const found = this.list.querySelectorAll("li").length;
    this.status.textContent = found ? `似たトピックが${found}件あります。題名の入力欄の下に並べました。` : "";
  }
}
for (const box of document.querySelectorAll("[data-similar]")) new Similar(box);
