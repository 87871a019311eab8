"""料金プラン of a draft: one fieldset a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet

from catalog.enums import TaxTreatment
from catalog.plans import (
    HIGHEST_PRICE,
    LONGEST_TERM,
    MOST_PLANS,
    PLAN_NAME_LENGTH,
    PLAN_TEXT_LENGTH,
    PLAN_UNIT_LENGTH,
    Plan,
)
from dss.fields import LineField, TextField

if TYPE_CHECKING:
    _PlanForms = BaseFormSet["PlanForm"]
else:
    _PlanForms = BaseFormSet


class PlanForm(forms.Form):
    """One plan; one without a word counts for nothing."""

    name = LineField(label="プラン名", max_length=PLAN_NAME_LENGTH, required=False, help_text="例: 標準プラン")
    price = forms.IntegerField(
        label="価格",
        min_value=0,
        max_value=HIGHEST_PRICE,
        required=False,
        help_text="円で、整数で入力してください。空欄は「個別見積」と表示します。",
        error_messages={"invalid": "価格は、円の整数で入力してください。例: 50000"},
    )
    unit = LineField(
        label="単位",
        max_length=PLAN_UNIT_LENGTH,
        required=False,
        help_text="例: 月額、年額、1利用者あたり月額、初期費用",
    )
    tax = forms.ChoiceField(label="税", choices=[("", "選んでください"), *TaxTreatment.choices], required=False)
    minimum_months = forms.IntegerField(
        label="最低契約期間",
        min_value=1,
        max_value=LONGEST_TERM,
        required=False,
        error_messages={"invalid": "最低契約期間は、月の数を整数で入力してください。例: 12"},
    )
    includes = TextField(
        label="含まれるもの",
        max_length=PLAN_TEXT_LENGTH,
        rows=3,
        required=False,
        help_text="機能、利用者数、サポートなど",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, unit in (("price", "円"), ("minimum_months", "か月")):
            self.fields[name].unit = unit  # type: ignore[attr-defined]  # read by django/forms/field.html

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.is_empty or self.errors:
            return data
        if not data.get("name"):
            self.add_error("name", "プラン名を入力してください。")
        if data.get("price") is not None:
            if not data.get("unit"):
                self.add_error("unit", "何についての価格かを入力してください。例: 月額")
            if not data.get("tax"):
                self.add_error("tax", "税込か税抜かを選んでください。")
        return data

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written about this plan."""
        given = [self.cleaned_data.get(name) for name in ("name", "price", "unit", "minimum_months", "includes")]
        return all(value in (None, "") for value in given)

    def plan(self) -> Plan:
        data = self.cleaned_data
        has_price = data["price"] is not None
        return Plan(
            name=data["name"],
            unit=data["unit"] if has_price else "",
            price=data["price"],
            tax=data["tax"] if has_price else "",
            includes=data["includes"],
            minimum_months=data["minimum_months"],
        )


class BasePlanFormSet(_PlanForms):
    """The plans in their order."""

    def add_fields(self, form: PlanForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = "順番"
        form.fields["DELETE"].label = "このプランを除く"

    def clean(self) -> None:
        if any(self.errors) or self.non_form_errors():
            return
        names = [plan.name for plan in self.plans()]
        if len(set(names)) < len(names):
            raise ValidationError("同じ名前のプランがあります。違いが分かる名前にしてください。", code="twice")

    def plans(self) -> list[Plan]:
        """Those that were kept."""
        return [form.plan() for form in self.ordered_forms if form.cleaned_data and not form.is_empty]


PlanFormSet = cast(
    "type[BasePlanFormSet]",
    forms.formset_factory(
        PlanForm,
        formset=BasePlanFormSet,
        extra=2,
        max_num=MOST_PLANS,
        absolute_max=MOST_PLANS + 2,
        validate_max=True,
        can_delete=True,
        can_order=True,
    ),
)
