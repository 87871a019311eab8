// The sum of a quote while it is written, by the rules of procurement/amounts.py. The server's own sums count.
"use strict";

const PERCENT = { standard: 10n, reduced: 8n, none: 0n };

// What a field says: normalised as the server does it; null when that is no number.
function read(form, name, pattern) {
  const field = form.elements[name];
  if (!field) return "";
  const text = field.value.normalize("NFKC").replace(/[,円\s]/g, "");
  return text === "" ? "" : pattern.test(text) ? text : null;
}

function hundredths(text) {
  const [whole, fraction = ""] = text.split(".");
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, "0"));
}

// One line over the period in whole yen; null when something in it is no number.
function paid(form, line, term) {
  const key = line.querySelector("[name^='amount_']").name.slice("amount_".length);
  if (form.elements[`excluded_${key}`].checked) return { rate: "none", yen: 0n };
  const unit = read(form, `amount_${key}`, /^\d+$/);
  const quantity = read(form, `quantity_${key}`, /^\d+(\.\d{1,2})?$/);
  const limited = read(form, `months_${key}`, /^\d+$/);
  if (unit === null || quantity === null || limited === null) return null;
  const amount = (BigInt(unit || "0") * hundredths(quantity || "1")) / 100n;
  const months = limited && BigInt(limited) < term ? BigInt(limited) : term;
  const times = { monthly: months, yearly: (months + 11n) / 12n }[line.dataset.quoteLine] ?? 1n;
  return { rate: form.elements[`rate_${key}`].value, yen: amount * times };
}

function total(form) {
  const months = read(form, "months", /^\d+$/);
  const lines = months ? [...form.querySelectorAll("[data-quote-line]")].map((line) => paid(form, line, BigInt(months))) : [null];
  if (lines.includes(null)) return "入力の途中です。数字を確かめると、ここに合計を表示します。";
  const isTaxed = form.elements.tax.value === "included";
  let stated = 0n;
  let tax = 0n;
  for (const [rate, percent] of Object.entries(PERCENT)) {
    const sum = lines.filter((line) => line.rate === rate).reduce((all, line) => all + line.yen, 0n);
    stated += sum;
    tax += (sum * percent) / (isTaxed ? 100n + percent : 100n);
  }
  const [without, withTax] = isTaxed ? [stated - tax, stated] : [stated, stated + tax];
  const yen = (amount) => `${amount.toLocaleString("ja-JP")}円`;
  return `${months}か月の総額：${yen(withTax)}（税込）　税抜 ${yen(without)}、消費税 ${yen(tax)}`;
}

for (const form of document.querySelectorAll("form[data-quote-sum]")) {
  const place = form.querySelector("[data-quote-total]");
  const show = () => {
    place.textContent = total(form);
  };
  place.hidden = false;
  form.addEventListener("input", show);
  show();
}
