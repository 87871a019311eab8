/* Django's fields with completion have no name for those who listen to the page: the visible label becomes it. */
"use strict";

function nameFields() {
  for (const box of document.querySelectorAll(".select2-selection[role=combobox]")) {
    const field = box.closest(".select2")?.previousElementSibling;
    const label = field && document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    if (!label) continue;
    const name = label.textContent.replace(/[:：]\s*$/, "").trim();
    box.removeAttribute("aria-labelledby");
    box.setAttribute("aria-label", name);
    box.querySelector("[role=textbox]")?.setAttribute("aria-label", name);
  }
}

// Django makes these fields in the same two moments, and asked to be told before this file did.
window.django?.jQuery?.(nameFields);
document.addEventListener("formset:added", nameFields);
