"""導入実績: what is recorded, and why it is disputed."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from django import forms
from django.core.validators import URLValidator

from accounts.models import Municipality
from catalog.actions import AdoptionFacts
from catalog.enums import AdoptionStage, ProcurementMethod, TaxTreatment
from catalog.models import Adoption
from dss.fields import LineField, TextField

_MONTH = re.compile(r"(\d{4})[-/年.](\d{1,2})月?")
LARGEST_AMOUNT = 999_999_999_999


class MonthField(forms.CharField):
    """A month, as its first day; None when empty. Browsers without a month picker send what was typed."""

    widget = forms.DateInput(attrs={"type": "month", "placeholder": "2026-04"})

    def to_python(self, value: Any) -> Any:
        text = unicodedata.normalize("NFKC", super().to_python(value) or "")
        if not text:
            return None
        match = _MONTH.fullmatch(text)
        if match is None or not (1990 <= int(match[1]) <= 2100 and 1 <= int(match[2]) <= 12):
            raise forms.ValidationError("年月は「2026-04」の形で入力してください。")
        return dt.date(int(match[1]), int(match[2]), 1)


class SourceField(forms.URLField):
    """Where the public can read of it: a page of the web, nothing that runs."""

    def __init__(self, *, required: bool, help_text: str) -> None:
        super().__init__(
            label="出典のURL",
            max_length=500,
            required=required,
            assume_scheme="https",
            validators=[URLValidator(schemes=["http", "https"])],
            help_text=help_text,
        )


class AdoptionForm(forms.Form):
    """Facts of an adoption by the person's own body."""

    stage = forms.ChoiceField(label="段階", choices=[("", "選んでください"), *AdoptionStage.choices])
    department = LineField(label="部署", max_length=100, required=False)
    started_on = MonthField(label="開始月", required=False)
    ended_on = MonthField(label="終了月", required=False, help_text="段階が「終了」のときに入力してください。")
    end_reason = TextField(label="終了の理由", max_length=1000, rows=3, required=False)
    procurement_method = forms.ChoiceField(
        label="調達方法", choices=[("", "未回答"), *ProcurementMethod.choices], required=False
    )
    amount = forms.IntegerField(
        label="金額（円）",
        min_value=0,
        max_value=LARGEST_AMOUNT,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    amount_tax = forms.ChoiceField(label="税の扱い", choices=[("", "未回答"), *TaxTreatment.choices], required=False)
    amount_scope = LineField(
        label="金額の範囲", max_length=200, required=False, help_text="例: 初期費用と5年間の利用料"
    )
    source_url = SourceField(
        required=False, help_text="入札結果や議会資料など、公開されている資料がある場合に入力してください。"
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_ended = cleaned.get("stage") == AdoptionStage.ENDED
        started, ended = cleaned.get("started_on"), cleaned.get("ended_on")
        if not is_ended and (ended or cleaned.get("end_reason")):
            self.add_error("stage", "終了月と終了の理由は、段階が「終了」のときだけ入力できます。")
        if started and ended and ended < started:
            self.add_error("ended_on", "終了月は開始月より後にしてください。")
        if cleaned.get("amount") is not None and not cleaned.get("amount_tax"):
            self.add_error("amount_tax", "金額を入力したときは、税込か税抜かを選んでください。")
        if cleaned.get("amount") is None and cleaned.get("amount_tax"):
            self.add_error("amount", "税の扱いを選んだときは、金額を入力してください。")
        return cleaned

    def facts(self) -> AdoptionFacts:
        """What was said; only after `is_valid()`."""
        return AdoptionFacts(**{name: self.cleaned_data[name] for name in AdoptionForm.base_fields})


class DeclaredAdoptionForm(AdoptionForm):
    """The same for a record that a vendor claimed: 検討 is not among its stages."""

    stage = forms.ChoiceField(
        label="段階",
        choices=[
            ("", "選んでください"),
            *(choice for choice in AdoptionStage.choices if choice[0] != AdoptionStage.CONSIDERING),
        ],
    )


class SourcedAdoptionForm(DeclaredAdoptionForm):
    """The same in a vendor's hands: it says where the public can read of it."""

    source_url = SourceField(
        required=True,
        help_text="入札結果、議会資料、自治体の発表、導入事例のページなど、導入を確かめられる公開の資料のURLを入力してください。掲載ページに表示されます。",
    )


class VendorAdoptionForm(SourcedAdoptionForm):
    """The same, for a customer named by the vendor."""

    municipality = LineField(
        label="自治体",
        max_length=60,
        help_text="都道府県からの名称（例: 埼玉県深谷市）か、6桁の団体コードを入力してください。",
    )
    field_order = ("municipality",)

    def clean_municipality(self) -> Municipality:
        text = unicodedata.normalize("NFKC", self.cleaned_data["municipality"]).replace(" ", "")
        living = Municipality.objects.filter(ended_on__isnull=True)
        if text.isascii() and text.isdigit():
            found = list(living.filter(code=text)[:1])
        else:
            found = [body for body in living.filter(name__in=_endings(text)) if body.full_name == text]
        if len(found) != 1:
            raise forms.ValidationError("該当する自治体が見つかりません。都道府県からの名称で入力してください。")
        return found[0]


class DisputeForm(forms.Form):
    """Why a recorded adoption is not true."""

    reason = TextField(
        label="異議の内容",
        max_length=1000,
        rows=4,
        help_text="公開されません。事業者が申告したものは、事業者に届きます。",
    )


class EndForm(forms.Form):
    """Since when a service is used no more, and why."""

    ended_on = MonthField(label="終了月")
    reason = TextField(
        label="終了の理由",
        max_length=1000,
        rows=4,
        help_text="公開されます。例: 契約期間の満了に伴う再調達で、別のサービスを選んだため",
    )


def initial_facts(adoption: Adoption) -> dict[str, Any]:
    """A stored record as the form's first values; months as the form writes them."""
    values = {name: getattr(adoption, name) for name in AdoptionForm.base_fields}
    return {name: f"{value:%Y-%m}" if isinstance(value, dt.date) else value for name, value in values.items()}


def _endings(text: str) -> list[str]:
    """Every name that could stand after a prefecture: 埼玉県深谷市 → …, 深谷市."""
    return [text[start:] for start in range(len(text))]
