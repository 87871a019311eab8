"""Input of talk sessions: the operators' form, questions, wishes, the approval of a report."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.personas import Persona
from dss.fields import LineField, TextField
from forums.disclosure import comer_label, names_told_by_comer
from forums.enums import EventStatus, ShownAs
from forums.models import (
    ANSWER_LENGTH,
    EVENT_QUESTION_LENGTH,
    EVENT_TEXT_LENGTH,
    EVENT_TITLE_LENGTH,
    REPORT_LENGTH,
    WISH_TEXT_LENGTH,
    WISH_TITLE_LENGTH,
    Event,
)


class EventForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The session as the operators write it; `revision` is the one they started from."""

    title = LineField(label="題名", max_length=EVENT_TITLE_LENGTH)
    theme = TextField(label="テーマと内容", max_length=EVENT_TEXT_LENGTH, rows=8, help_text="Markdown で書けます。")
    agenda = TextField(label="進行", max_length=EVENT_TEXT_LENGTH, rows=6, required=False)
    join_url = forms.URLField(
        label="参加用アドレス",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="参加が確定した人だけに、当日だけ表示します。お知らせやメールには書きません。",
    )
    report = TextField(
        label="開催報告",
        max_length=REPORT_LENGTH,
        rows=12,
        required=False,
        help_text="Markdown で書けます。書き換えると、登壇者全員の確認をもう一度求め、それまで公開を止めます。",
    )
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput, required=False)

    class Meta:
        model = Event
        fields = [
            "title",
            "theme",
            "agenda",
            "place",
            "starts_at",
            "ends_at",
            "capacity",
            "audience",
            "join_url",
            "report",
            "revision",
        ]

    def clean_join_url(self) -> str:
        """Only an address a browser opens safely."""
        address: str = self.cleaned_data["join_url"]
        if address and not address.startswith("https://"):
            raise ValidationError("https:// で始まるアドレスを入力してください。", code="scheme")
        return address

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 1

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        starts, ends = facts.get("starts_at"), facts.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "終了日時は、開始日時より後にしてください。")
        return facts


class QuestionForm(forms.Form):
    """A question to the speakers."""

    body = TextField(
        label="質問",
        max_length=EVENT_QUESTION_LENGTH,
        rows=4,
        help_text=f"{EVENT_QUESTION_LENGTH}文字まで。運営が確かめてから、申し込んだ人に表示します。",
    )
    shown_as = forms.ChoiceField(label="質問者の表示", widget=forms.RadioSelect, initial=ShownAs.NAME_BODY)
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, persona: Persona, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.persona, self.person = persona, person
        self.fields["shown_as"].choices = [  # type: ignore[attr-defined]  # of a ChoiceField
            (way.value, f"表示：{comer_label(way, persona.municipality, persona.vendor, person)}") for way in ShownAs
        ]
        self.fields["shown_as"].help_text = "どの表示でも、運営は質問者を確認できます。"

    def clean(self) -> dict[str, Any]:
        facts = self.cleaned_data
        told = names_told_by_comer(
            facts.get("body", ""),
            way=facts.get("shown_as", ShownAs.NAME_BODY),
            municipality=self.persona.municipality,
            vendor=self.persona.vendor,
            person=self.person,
        )
        if told:
            words = "、".join(told)
            self.add_error("body", f"表示しない設定の言葉（{words}）が含まれています。取り除いてください。")
        return facts


class WishForm(forms.Form):
    """A theme one would like a session about."""

    title = LineField(label="テーマ", max_length=WISH_TITLE_LENGTH, help_text="例：窓口のキャッシュレス決済の精算事務")
    body = TextField(label="聞きたいこと", max_length=WISH_TEXT_LENGTH, rows=3, required=False)
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class ApprovalForm(forms.Form):
    """Which wording of the report the speaker was shown."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class PlanForm(forms.Form):
    """Which session takes a wish up."""

    event = forms.ModelChoiceField(
        queryset=Event.objects.filter(status=EventStatus.PUBLISHED).order_by("-starts_at", "-pk"),
        label="開催する座談会",
    )
    answer = LineField(label="運営からの返事", max_length=ANSWER_LENGTH, required=False)


class NoteForm(forms.Form):
    """How a speaker without an account agreed with the report."""

    note = LineField(label="確認の方法", max_length=300, help_text="例：2026年11月20日に電子メールで確認")
