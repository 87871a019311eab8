"""Input after a decision: the contract's period, and what was learnt."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict

from dss.fields import TextField
from procurement.actions import ContractFacts, LessonFacts
from procurement.forms.projects import LARGEST_REVISION, ShownRevisionForm
from procurement.models import LESSON_LENGTH, REASON_LENGTH, OutcomeContract, OutcomeLesson

FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2100, 12, 31)


class FollowUpRevisionForm(ShownRevisionForm):
    """Which text the person saw when they began to write; 0 where there was none."""

    revision = forms.IntegerField(min_value=0, max_value=LARGEST_REVISION, widget=forms.HiddenInput)


class _DayField(forms.DateField):
    """A day of our century, by the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)

    def clean(self, value: Any) -> dt.date | None:
        day: dt.date | None = super().clean(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError("2000年から2100年までの日付を入力してください。", code="out_of_limits")
        return day


class ContractForm(forms.Form):
    """The contract's first and last day."""

    starts_on = _DayField(label="契約の開始日")
    ends_on = _DayField(label="契約の満了日", help_text="満了の12か月前と6か月前に、案件の担当者などにお知らせします。")
    notice_on = _DayField(
        label="更新・解約の申出の期限", required=False, help_text="契約書に定めがあるときに入力してください。"
    )
    note = TextField(label="更新の条件などのメモ", max_length=REASON_LENGTH, rows=3, required=False)

    def __init__(self, data: QueryDict | None = None, *, contract: OutcomeContract | None) -> None:
        names = ("starts_on", "ends_on", "notice_on", "note")
        super().__init__(data, initial={name: getattr(contract, name) for name in names} if contract else None)

    def clean(self) -> dict[str, Any]:
        """An end is not before its beginning, and a notice not after the end."""
        cleaned = super().clean() or {}
        starts_on, ends_on, notice_on = (cleaned.get(name) for name in ("starts_on", "ends_on", "notice_on"))
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "満了日は、開始日より後の日付にしてください。")
        if notice_on and ends_on and notice_on > ends_on:
            self.add_error("notice_on", "申出の期限は、満了日までの日付にしてください。")
        return cleaned

    def facts(self) -> ContractFacts:
        """After `is_valid()`."""
        return ContractFacts(**self.cleaned_data)


class LessonForm(forms.Form):
    """What went well, what to do otherwise, what successors should know: at least one of them."""

    went_well = TextField(label="うまくいったこと", max_length=LESSON_LENGTH, rows=4, required=False)
    do_otherwise = TextField(label="次は変えたいこと", max_length=LESSON_LENGTH, rows=4, required=False)
    for_successors = TextField(
        label="後任への申し送り",
        max_length=LESSON_LENGTH,
        rows=4,
        required=False,
        help_text="更新や次の調達のときに、最初に読んでほしいこと。",
    )

    def __init__(self, data: QueryDict | None = None, *, lesson: OutcomeLesson | None) -> None:
        names = ("went_well", "do_otherwise", "for_successors")
        super().__init__(data, initial={name: getattr(lesson, name) for name in names} if lesson else None)

    def clean(self) -> dict[str, Any]:
        """Something is said."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            self.add_error("went_well", "どれか1つは書いてください。")
        return cleaned

    def facts(self) -> LessonFacts:
        """After `is_valid()`."""
        return LessonFacts(**self.cleaned_data)
