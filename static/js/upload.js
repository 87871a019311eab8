// Forms with a file: drop a file anywhere on the field, and see how far it has gone. Without this file they work as well.
"use strict";

function megabytes(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(1)}MB`;
}

class Upload {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector('input[type="file"]');
    if (!this.input) return;
    this.names = document.createElement("ul");
    this.names.className = "upload__names";
    this.names.setAttribute("aria-live", "polite");
    this.bar = document.createElement("progress");
    this.bar.className = "upload__bar";
    this.bar.max = 100;
    this.bar.hidden = true;
    this.bar.setAttribute("aria-label", "アップロードの進み具合");
    this.words = document.createElement("p");
    this.words.setAttribute("role", "status");
    this.input.after(this.names, this.bar, this.words);
    this.zone = this.input.closest(".field") || form;
    this.zone.classList.add("upload");
    const hint = document.createElement("p");
    hint.className = "text-small text-soft";
    hint.textContent = "この枠にファイルを重ねて放すこともできます。";
    this.input.before(hint);
    this.input.addEventListener("change", () => this.list());
    for (const name of ["dragover", "dragleave", "drop"]) this.zone.addEventListener(name, (event) => this.onDrag(event));
    form.addEventListener("submit", (event) => this.onSubmit(event));
  }

  onDrag(event) {
    event.preventDefault();
    this.zone.classList.toggle("upload--over", event.type === "dragover");
    if (event.type !== "drop" || !event.dataTransfer.files.length) return;
    const kept = new DataTransfer();
    const files = [...event.dataTransfer.files];
    for (const file of this.input.multiple ? files : files.slice(0, 1)) kept.items.add(file);
    this.input.files = kept.files;
    this.list();
  }

  list() {
    this.names.replaceChildren(...[...this.input.files].map((file) => {
      const row = document.createElement("li");
      row.textContent = `${file.name}（${megabytes(file.size)}）`;
      return row;
    }));
  }

  onSubmit(event) {
    if (event.defaultPrevented || !this.input.files.length) return;
    event.preventDefault();
    if (this.request) return;
    this.request = new XMLHttpRequest();
    this.request.open("POST", this.form.action);
    this.request.upload.addEventListener("progress", (sent) => this.show(sent));
    this.request.addEventListener("load", () => this.done());
    for (const name of ["error", "abort", "timeout"]) this.request.addEventListener(name, () => this.failed());
    this.bar.hidden = false;
    this.request.send(new FormData(this.form));
  }

  show(sent) {
    if (!sent.lengthComputable) return;
    const percent = Math.floor((sent.loaded / sent.total) * 100);
    this.bar.value = percent;
    this.words.textContent = percent < 100 ? `アップロードしています：${percent}%` : "ファイルを調べています。";
  }

  // The answer is a whole page: it takes the place of this one, as if the browser had sent the form.
  done() {
    const page = new DOMParser().parseFromString(this.request.responseText, "text/html");
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));
    if (this.request.responseURL !== window.location.href) window.history.pushState(null, "", this.request.responseURL);
    window.scrollTo(0, 0);
    if (window.htmx) window.htmx.process(document.body);
    document.body.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
    watchUploads();
    (document.querySelector("#main [autofocus]") || document.getElementById("main"))?.focus();
  }

  failed() {
    this.request = null;
    this.bar.hidden = true;
    this.words.textContent = "送れませんでした。通信の状態を確かめて、もう一度押してください。選んだファイルは残っています。";
  }
}

function watchUploads() {
  for (const form of document.querySelectorAll("form[data-upload]:not([data-watched])")) {
    form.dataset.watched = "on";
    new Upload(form);
  }
}
watchUploads();
window.addEventListener("popstate", () => window.location.reload());
