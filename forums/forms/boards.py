"""The operators' form of a board, and those of its members and leaders."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import resolve, reverse
from django.utils import timezone

from accounts.prefectures import PREFECTURES
from dss.fields import LineField, TextField
from forums.enums import JoinPolicy, WatchLevel, WatchScope
from forums.models import (
    BOARD_NAME_LENGTH,
    MESSAGE_LENGTH,
    PURPOSE_LENGTH,
    RETROSPECTIVE_LENGTH,
    Board,
    BoardMembership,
)

_POLICY_HELP = "トピックは、全国の自治体職員が読めます。ここで決めるのは、だれが書き込めるかです。"
_END_HELP = "終わりを決めておくと、目的がはっきりします。あとから理由を添えて延ばせます。空欄なら期限なしです。"
LONGEST_DAYS = 731


class BoardForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Name, purpose and place; the word in the address is given once."""

    name = LineField(label="名称", max_length=BOARD_NAME_LENGTH)
    purpose = LineField(label="目的", max_length=PURPOSE_LENGTH)

    class Meta:
        model = Board
        fields = ["name", "slug", "purpose", "position"]

    def clean_slug(self) -> str:
        """A word that is the address of another page ("new", "find") would leave the board without one."""
        slug: str = self.cleaned_data["slug"]
        if resolve(reverse("forums:board_detail", args=[slug])).url_name != "board_detail":
            raise ValidationError("この名前は、別のページのアドレスに使われています。", code="taken")
        return slug


class _EndField(forms.DateField):
    """A day in the next two years, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="期限",
            required=False,
            help_text=_END_HELP,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            **kwargs,
        )

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        today = timezone.localdate()
        if day is not None and not today < day <= today + timedelta(days=LONGEST_DAYS):
            raise ValidationError("明日から2年以内の日にしてください。", code="day")
        return day


class _WordsForm(forms.Form):
    name = LineField(label="名称", max_length=BOARD_NAME_LENGTH, help_text="例：窓口のキャッシュレス決済")
    purpose = LineField(
        label="目的",
        max_length=PURPOSE_LENGTH,
        help_text="いま困っていることと、持ち帰りたいことを書いてください。",
    )
    join_policy = forms.ChoiceField(
        label="書き込める人",
        choices=JoinPolicy.choices,
        widget=forms.RadioSelect,
        initial=JoinPolicy.OPEN,
        help_text=_POLICY_HELP,
    )


class FoundForm(_WordsForm):
    """A new board."""

    ends_on = _EndField()
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)
    field_order = ["name", "purpose", "join_policy", "ends_on", "client_token"]


class DescribeForm(_WordsForm):
    """Other words for a board; `revision` is the one the person started from."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class RenewForm(forms.Form):
    """Another last day, and why."""

    ends_on = _EndField()
    reason = LineField(label="理由", max_length=300, help_text="メンバーとほかの職員が読みます。")


class EndForm(forms.Form):
    """What was learnt."""

    retrospective = TextField(
        label="振り返り",
        max_length=RETROSPECTIVE_LENGTH,
        rows=12,
        help_text="分かったこと、決まったこと、残った課題を、後から読む職員に残してください。Markdown で書けます。",
    )


class JoinForm(forms.Form):
    """A word to those who let one in."""

    message = LineField(
        label="ひとこと",
        max_length=MESSAGE_LENGTH,
        required=False,
        help_text="参加すると、あなたの氏名と団体名が、メンバー一覧で職員に表示されます。",
    )


class OfferForm(forms.Form):
    """Who is asked to lead."""

    member = forms.ModelChoiceField(queryset=BoardMembership.objects.none(), label="引き継ぐ人")
    message = LineField(label="ひとこと", max_length=MESSAGE_LENGTH, required=False)

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        field.queryset = members  # type: ignore[attr-defined]  # of a ModelChoiceField
        field.label_from_instance = lambda row: f"{row.municipality.full_name} {row.user.name}"  # type: ignore[attr-defined]


class ParticipationForm(forms.Form):
    """Which bodies are listed: of one board, of one prefecture."""

    board = forms.ModelChoiceField(
        queryset=Board.objects.none(), to_field_name="slug", required=False, label="課", empty_label="すべて"
    )
    prefecture = forms.ChoiceField(choices=[("", "すべて"), *PREFECTURES], required=False, label="都道府県")

    def __init__(self, *args: Any, boards: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["board"].queryset = boards  # type: ignore[attr-defined]  # of a ModelChoiceField


class BoardWatchForm(forms.Form):
    """What to hear of a board, and how."""

    scope = forms.ChoiceField(label="知らせる範囲", choices=WatchScope.choices)
    level = forms.ChoiceField(label="受け取り方", choices=WatchLevel.choices)

    @classmethod
    def for_row(cls, scope: str, level: str, name: str) -> BoardWatchForm:
        """Filled with what holds now; `name` tells the fields of several forms on a page apart."""
        return cls(initial={"scope": scope, "level": level}, auto_id=f"{name}-%s")
