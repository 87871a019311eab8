"""The form that a declaration makes: one field a question, a set of rows for each table."""

from __future__ import annotations

import datetime as dt
import unicodedata
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet

from documents.filling.declaration import LINES, TAXES, Declaration, Field, FieldType
from documents.filling.values import MOST_NUMBER, MOST_YEN, Values, fit
from documents.filling.wareki import wareki
from dss.fields import LineField, TextField

TITLE_LENGTH = 100
FEW_CHOICES = 6
SPARE_ROWS = 3
LAST = 10_000
FIRST_DAY, LAST_DAY = dt.date(1926, 12, 25), dt.date(2100, 12, 31)
COPIED = "写した元の内容です。変えられます。"
_NO_CHOICE = ("", "選ばない")

if TYPE_CHECKING:  # generic for the checker alone
    _RowForms = BaseFormSet["RowForm"]
else:
    _RowForms = BaseFormSet


class PutAwayForm(forms.Form):
    """Out of the lists, or back into them."""

    away = forms.ChoiceField(choices=[("yes", "しまう"), ("no", "取り出す")])


class TokenForm(forms.Form):
    """What tells a button pressed twice from two wishes."""

    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class NumberField(forms.CharField):
    """A whole number as people write it: 1,200、１２００、1200円."""

    def __init__(self, *, most: int, unit: str = "", **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), **kwargs)
        self.most = most
        self.unit = unit

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        text = unicodedata.normalize("NFKC", str(value or "")).strip()
        digits = text.removesuffix(self.unit).replace(",", "").strip() if self.unit else text.replace(",", "")
        if not digits:
            return None
        if not (digits.isascii() and digits.isdigit() and len(digits) < 20 and int(digits) <= self.most):
            raise ValidationError(f"0から{self.most:,}までの整数を入力してください。", code="invalid")
        return int(digits)


class DayField(forms.DateField):
    """A day; beside it stands how it is written in the file."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%Y/%m/%d"], **kwargs)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError("昭和から2100年までの日付を入力してください。", code="range")
        return day


def field_for(question: Field, value: Any = None, copied: Any = None) -> forms.Field:
    """The field of one question; `value` is what stands there, `copied` what was copied at the beginning."""
    helps = [question.help]
    if question.type == FieldType.DATE and value:
        helps.append(f"いまの日付：{wareki(dt.date.fromisoformat(value))}")
    if copied not in (None, "", []) and copied == value:
        helps.append(COPIED)
    label = f"{question.label}{TAXES[question.tax]}"
    given: dict[str, Any] = {"label": label, "required": question.required, "help_text": " ".join(filter(None, helps))}
    if question.type == FieldType.LONG_TEXT:
        return TextField(max_length=question.max_length, rows=6, **given)
    if question.type in LINES:
        return LineField(max_length=question.max_length, **given)
    if question.type == FieldType.DATE:
        return DayField(**given)
    if question.type == FieldType.MONEY:
        return NumberField(most=MOST_YEN, unit="円", **given)
    if question.type == FieldType.INTEGER:
        return NumberField(most=MOST_NUMBER, unit=question.unit, **given)
    return _field_of_choices(question, given)


def _field_of_choices(question: Field, given: dict[str, Any]) -> forms.Field:
    if question.type == FieldType.YES_NO:
        return forms.BooleanField(**(given | {"required": False}))
    choices = [(each, each) for each in question.choices]
    if question.type == FieldType.MULTIPLE:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **given)
    if len(choices) > FEW_CHOICES or not question.required:
        return forms.ChoiceField(choices=[_NO_CHOICE, *choices], **given)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **given)


class RowForm(forms.Form):
    """One row of a table. A row in which nothing stands counts for nothing."""

    def __init__(self, *args: Any, table: Field, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        for column in table.columns:
            self.fields[column.key] = field_for(column)
            self.fields[column.key].required = False
            self.fields[column.key].required_mark = column.required  # type: ignore[attr-defined]  # of a row in use
            if column.type == FieldType.LONG_TEXT:
                self.fields[column.key].widget.attrs["rows"] = 2

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.row() or data.get("DELETE"):
            return data
        for column in self.table.columns:
            if column.required and column.key not in self.errors and data.get(column.key) in (None, "", []):
                self.add_error(
                    column.key, ValidationError(self.fields[column.key].error_messages["required"], code="required")
                )
        return data

    def row(self) -> Values:
        """What stands in it."""
        cells = {column.key: fit(column, self.cleaned_data.get(column.key)) for column in self.table.columns}
        kept = {key: value for key, value in cells.items() if value not in (None, "", [])}
        return kept if any(value is not False for value in kept.values()) else {}


class BaseRowFormSet(_RowForms):
    """The rows of a table in their order."""

    def add_fields(self, form: RowForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = "順番"
        form.fields["DELETE"].label = "消す"

    def kept(self) -> list[RowForm]:
        """Those that are not to go, in the order that was asked for; a row without a number comes last."""
        sent = [form for form in self.forms if not form.cleaned_data.get("DELETE")]
        return sorted(sent, key=lambda form: form.cleaned_data.get("ORDER") or LAST)

    def rows(self) -> list[Values]:
        """What stands in them."""
        return [row for form in self.kept() if (row := form.row())]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to show: a field, or a table with its rows."""

    field: Any = None
    table: Field | None = None
    rows: BaseRowFormSet | None = None


class Filling:
    """Everything that a declaration asks for, bound to what was sent, or filled with the answers there are."""

    def __init__(
        self,
        declaration: Declaration,
        data: Mapping[str, Any] | None,
        *,
        title: str,
        answers: Values,
        prefilled: Values,
    ) -> None:
        self.declaration = declaration
        plain = [each for each in declaration.fields if each.type != FieldType.TABLE]
        fields = {each.key: field_for(each, answers.get(each.key), prefilled.get(each.key)) for each in plain}
        self.form = forms.Form(data, prefix="v", initial=answers)
        self.form.fields.update(fields)
        self.head = DraftTitleForm(data, initial={"title": title})
        self.tables = {
            each.key: _rows_class(each)(
                data, prefix=f"t-{each.key}", initial=answers.get(each.key, []), form_kwargs={"table": each}
            )
            for each in declaration.fields
            if each.type == FieldType.TABLE
        }

    @property
    def parts(self) -> list[tuple[str, list[Part]]]:
        """Under their headings, in the order of the declaration."""
        return [(name, [self._part(each) for each in fields]) for name, fields in self.declaration.sections]

    def _part(self, question: Field) -> Part:
        if question.type == FieldType.TABLE:
            return Part(table=question, rows=self.tables[question.key])
        return Part(field=self.form[question.key])

    @property
    def has_errors(self) -> bool:
        """Whether something that was sent has to be mended."""
        return self.form.is_bound and not self.is_valid()

    @property
    def tables_with_errors(self) -> list[Field]:
        """Those with a row to mend."""
        wrong = {key for key, rows in self.tables.items() if rows.total_error_count()}
        return [each for each in self.declaration.fields if each.key in wrong]

    def is_valid(self) -> bool:
        """Whether everything is there and fits."""
        return not any(self._errors())

    def is_valid_so_far(self) -> bool:
        """Whether what is there fits; what is required may still be missing, the title alone may not."""
        return self.head.is_valid() and all(code == "required" for code in self._errors())

    def _errors(self) -> Iterator[str]:
        """The code of each error."""
        for form in (self.head, self.form):
            yield from _codes(form)
        for rows in self.tables.values():
            rows.is_valid()
            yield from (str(each.code) for each in rows.non_form_errors().as_data())
            for form in rows.kept():
                yield from _codes(form)

    def answers(self) -> Values:
        """What was filled in; only after one of the checks."""
        given: Values = dict(self.form.cleaned_data)
        return given | {key: rows.rows() for key, rows in self.tables.items()}


class DraftTitleForm(forms.Form):
    """How colleagues find the draft."""

    title = LineField(
        label="下書きの名前",
        max_length=TITLE_LENGTH,
        help_text="一覧に表示し、ファイルの名前にします。書式の中には入りません。",
    )


def _codes(form: forms.Form) -> Iterator[str]:
    for errors in form.errors.as_data().values():
        yield from (str(each.code) for each in errors)


def _rows_class(table: Field) -> Any:
    return forms.formset_factory(
        RowForm,
        formset=BaseRowFormSet,
        extra=SPARE_ROWS,
        max_num=table.max_rows,
        absolute_max=table.max_rows + 10,
        validate_max=True,
        can_delete=True,
        can_order=True,
    )
