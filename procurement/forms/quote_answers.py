"""Input of quotes: the invited vendor's side."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from documents.files import UploadField
from dss.fields import LineField, TextField
from procurement.actions import RECURRING, LineFacts, QuoteFacts
from procurement.enums import QuoteTax, QuoteTaxRate
from procurement.models import (
    LINE_NOTE_LENGTH,
    MOST_MONTHS,
    MOST_QUANTITY,
    MOST_YEN,
    QUESTION_LENGTH,
    QUOTE_TEXT_LENGTH,
    REASON_LENGTH,
    QuoteInvitation,
    QuoteLine,
    QuoteRequest,
    QuoteRequestItem,
    QuoteVersion,
)
from procurement.quote_asks import told_vendors
from procurement.quote_sheets import plain_quantity


def _plain_number(value: Any) -> Any:
    """As people write it: 1,200,000円 or １２００."""
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFKC", value).replace(",", "").replace("円", "").strip()


class YenField(forms.IntegerField):
    """Whole yen; commas, full-width digits and the sign for yen are taken as meant."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 20})
        super().__init__(min_value=0, max_value=MOST_YEN, widget=widget, **kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(_plain_number(value))


class QuantityField(forms.DecimalField):
    """How many; 1 when nothing is written."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 12})
        super().__init__(
            min_value=Decimal("0.01"),
            max_value=MOST_QUANTITY,
            max_digits=9,
            decimal_places=2,
            required=False,
            widget=widget,
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:  # the stubs name the type of IntegerField
        return super().to_python(_plain_number(value))


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one item, for the template."""

    item: QuoteRequestItem
    fields: Sequence[BoundField]


class QuoteForm(forms.Form):
    """A working copy: everything may be left open, but what is written must make sense."""

    tax = forms.ChoiceField(
        label="金額の税区分",
        choices=QuoteTax.choices,
        widget=forms.RadioSelect,
        help_text="すべての項目の金額を、税抜か税込のどちらかにそろえて書いてください。",
    )
    months = forms.IntegerField(
        label="前提とする契約期間", min_value=1, max_value=MOST_MONTHS, help_text="月額・年額の前提になる期間"
    )
    valid_until = forms.DateField(
        label="見積の有効期限", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    scope_notes = TextField(
        label="前提条件・範囲",
        max_length=QUOTE_TEXT_LENGTH,
        required=False,
        help_text="金額に含むもの・含まないもの、値引きの条件など",
    )
    file = UploadField(label="見積書のファイル", required=False)
    drops_file = forms.BooleanField(label="添付したファイルを外す", required=False)
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    edition = forms.IntegerField(min_value=1, max_value=2**15 - 1, widget=forms.HiddenInput)
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, items: Sequence[QuoteRequestItem], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        self.today = today
        self.fields["months"].unit = "か月"  # type: ignore[attr-defined]  # read by django/forms/field.html
        self.fields["valid_until"].required_mark = True  # type: ignore[attr-defined]  # needed for submitting
        for item in items:
            self.fields[f"amount_{item.pk}"] = YenField(label="単価（円）", required=False)
            self.fields[f"quantity_{item.pk}"] = QuantityField(label="数量（空欄は1）")
            if item.kind in RECURRING:
                self.fields[f"months_{item.pk}"] = forms.IntegerField(
                    label="月数（空欄は全期間）", min_value=1, max_value=MOST_MONTHS, required=False
                )
            self.fields[f"rate_{item.pk}"] = forms.ChoiceField(
                label="消費税", choices=QuoteTaxRate.choices, initial=QuoteTaxRate.STANDARD, required=False
            )
            self.fields[f"excluded_{item.pk}"] = forms.BooleanField(
                label="含まない",
                required=False,
                widget=forms.CheckboxInput(attrs={"aria-label": f"{item.label}を含まない"}),
            )
            self.fields[f"note_{item.pk}"] = LineField(label="備考", max_length=LINE_NOTE_LENGTH, required=False)

    def rows(self) -> Iterator[Row]:
        """The lines of the table."""
        for item in self.items:
            names = [f"{name}_{item.pk}" for name in ("amount", "quantity", "months", "rate", "excluded", "note")]
            yield Row(item, [self[name] for name in names if name in self.fields])

    def clean_valid_until(self) -> date | None:
        day: date | None = self.cleaned_data["valid_until"]
        if day is not None and day < self.today:
            raise ValidationError("有効期限は、今日以降の日付にしてください。", code="past")
        return day

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for item in self.items:
            if data.get(f"excluded_{item.pk}") and data.get(f"amount_{item.pk}") is not None:
                self.add_error(
                    f"amount_{item.pk}", f"「含まない」を選んだ項目（{item.label}）には、金額を入れないでください。"
                )
            if self._is_written(item) and self._line(item).is_beyond_measure:
                self.add_error(f"amount_{item.pk}", f"単価×数量は、{MOST_YEN:,}円までにしてください（{item.label}）。")
        return data

    def _is_written(self, item: QuoteRequestItem) -> bool:
        """Whether every field of the line makes sense by itself."""
        return not any(f"{name}_{item.pk}" in self.errors for name in ("amount", "quantity", "months", "rate", "note"))

    def facts(self) -> QuoteFacts:
        """What was written."""
        data = self.cleaned_data
        return QuoteFacts(
            tax=QuoteTax(data["tax"]),
            months=data["months"],
            valid_until=data["valid_until"],
            scope_notes=data["scope_notes"],
            lines={item.pk: self._line(item) for item in self.items},
            upload=data["file"],
            drops_file=data["drops_file"],
            edition=data["edition"],
        )

    def _line(self, item: QuoteRequestItem) -> LineFacts:
        data = self.cleaned_data
        return LineFacts(
            unit_amount=data[f"amount_{item.pk}"],
            quantity=data[f"quantity_{item.pk}"] or Decimal(1),
            months=data.get(f"months_{item.pk}"),
            tax_rate=QuoteTaxRate(data[f"rate_{item.pk}"] or QuoteTaxRate.STANDARD),
            is_excluded=data[f"excluded_{item.pk}"],
            note=data[f"note_{item.pk}"],
        )


class SubmittedQuoteForm(QuoteForm):
    """The same, complete: every item has an amount or is left out on purpose."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("valid_until") is None and "valid_until" not in self.errors:
            self.add_error("valid_until", "見積の有効期限を入力してください。")
        for item in self.items:
            name = f"amount_{item.pk}"
            if name not in self.errors and data.get(name) is None and not data.get(f"excluded_{item.pk}"):
                self.add_error(
                    name,
                    f"「{item.label}」の金額を入力するか、「含まない」を選んでください。0円のときは0と入力します。",
                )
        if not self.errors and all(data.get(f"excluded_{item.pk}") for item in self.items):
            self.add_error(None, "すべての項目が「含まない」になっています。見積をしない場合は、辞退してください。")
        return data


def initial_of_quote(
    version: QuoteVersion | None, lines: Mapping[int, QuoteLine], *, request: QuoteRequest, revision: int
) -> dict[str, Any]:
    """A stored version as the form's first values; `lines` by the item's key."""
    first: dict[str, Any] = {
        "tax": QuoteTax.EXCLUDED,
        "months": request.months,
        "revision": revision,
        "edition": request.edition,
    }
    if version is None:
        return first
    first |= {name: getattr(version, name) for name in ("tax", "months", "valid_until", "scope_notes")}
    for key, line in lines.items():
        first[f"amount_{key}"] = line.unit_amount
        first[f"quantity_{key}"] = plain_quantity(line.quantity) if line.quantity != 1 else ""
        first[f"months_{key}"], first[f"rate_{key}"] = line.months, line.tax_rate
        first[f"excluded_{key}"] = line.is_excluded
        first[f"note_{key}"] = line.note
    return first


class ConfirmQuoteForm(forms.Form):
    """That what was shown is submitted."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class QuestionForm(forms.Form):
    """A question that every invited vendor will read: it may not name its author."""

    body = TextField(
        label="質問",
        max_length=QUESTION_LENGTH,
        rows=4,
        help_text="回答と一緒に、依頼を受けた事業者すべてに公開されます。貴社が分かることは書かないでください。",
    )
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, invitation: QuoteInvitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        told = told_vendors(body, [self.invitation])
        if told:
            raise ValidationError(
                f"貴社が分かる言葉（{'、'.join(told)}）が含まれています。"
                "質問はほかの事業者にも公開されるため、取り除いてください。",
                code="names",
            )
        return body


class DeclineForm(forms.Form):
    """Why no quote will come; the municipality reads it."""

    reason = TextField(
        label="辞退の理由", max_length=REASON_LENGTH, help_text="依頼した自治体の職員だけに表示されます。"
    )
