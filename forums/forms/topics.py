"""Input of topics and posts."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Municipality, User
from catalog.models import Service
from dss.fields import LineField, TextField
from forums.disclosure import preview_label
from forums.enums import ReactionKind, ShownAs, TopicKind, WatchLevel
from forums.models import BODY_LENGTH, TITLE_LENGTH

LARGEST_ID = 2**63 - 1
MOST_SERVICES = 5
_LISTING = re.compile(r"/services/(\d{1,19})(?:/|$)|^(\d{1,19})$", re.ASCII)
_KINDS = {
    TopicKind.CONSULTATION: "困っていること、決めかねていることを聞く。役に立った回答を選べます",
    TopicKind.SHARING: "やってみた結果、資料、気づきを知らせる",
    TopicKind.DISCUSSION: "みんなで意見を出し合う",
}
_BODY_HELP = f"{BODY_LENGTH:,}文字まで。Markdown で書けます。個人情報や公開前の入札情報は書かないでください。"


class ServiceForm(forms.Form):
    """Which listing the address of a new topic names."""

    service = forms.IntegerField(min_value=1, max_value=LARGEST_ID)


class PostForm(forms.Form):
    """A text. `client_token` lets the server tell a form sent twice from two posts."""

    body = TextField(label="本文", max_length=BODY_LENGTH, rows=8, help_text=_BODY_HELP)
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class ReplyForm(PostForm):
    """An answer; staff choose how they are shown, experts (no `municipality`) stand by their name."""

    shown_as = forms.ChoiceField(label="投稿者の表示", widget=forms.RadioSelect, initial=ShownAs.NAME_BODY)
    field_order = ["body", "shown_as", "client_token"]

    def __init__(self, *args: Any, municipality: Municipality | None, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if municipality is None:
            del self.fields["shown_as"]
        else:
            _offer_ways(self.fields["shown_as"], municipality, person)

    @property
    def way(self) -> ShownAs:
        """How the post is to be shown."""
        return ShownAs(self.cleaned_data.get("shown_as", ShownAs.NAME_BODY))


class TopicForm(PostForm):
    """A new topic with its text."""

    kind = forms.ChoiceField(
        label="種類",
        widget=forms.RadioSelect,
        initial=TopicKind.CONSULTATION,
        choices=[(kind.value, f"{kind.label} ― {words}") for kind, words in _KINDS.items()],
    )
    title = LineField(label="題名", max_length=TITLE_LENGTH, help_text="何についてかが一目で分かる言葉にしてください。")
    services = TextField(
        label="関連するサービス",
        max_length=2_000,
        rows=2,
        required=False,
        help_text=f"掲載ページのアドレスを1行に1つ、{MOST_SERVICES}件まで貼り付けてください。",
    )
    shown_as = forms.ChoiceField(label="投稿者の表示", widget=forms.RadioSelect, initial=ShownAs.NAME_BODY)
    experts_invited = forms.BooleanField(
        label="専門家アドバイザーにも開く",
        required=False,
        help_text="運営が招いた専門家アドバイザーが、このトピックを読んで回答できるようになります。あとから変えられます。",
    )
    field_order = ["kind", "title", "body", "services", "shown_as", "experts_invited", "client_token"]

    def __init__(self, *args: Any, municipality: Municipality, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        _offer_ways(self.fields["shown_as"], municipality, person)

    def clean_services(self) -> list[Service]:
        """The listings the lines name: published ones that the writer can see."""
        lines = [line.strip() for line in self.cleaned_data["services"].split("\n") if line.strip()]
        numbers = list(dict.fromkeys(_number_in(line) for line in lines))
        if len(numbers) > MOST_SERVICES:
            raise ValidationError(f"関連するサービスは{MOST_SERVICES}件までです。", code="many")
        found = {each.pk: each for each in Service.objects.published().visible_to(self.person).filter(pk__in=numbers)}
        for number in numbers:
            if number not in found:
                raise ValidationError(f"掲載中のサービスに、番号{number}のものはありません。", code="unknown")
        return [found[number] for number in numbers]


class EditForm(forms.Form):
    """Another text for a post; `revision` is the one the person started from. Only a topic's own text has a title."""

    title = LineField(label="題名", max_length=TITLE_LENGTH)
    body = TextField(label="本文", max_length=BODY_LENGTH, rows=10, help_text=_BODY_HELP)
    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, with_title: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_title:
            del self.fields["title"]


class WatchForm(forms.Form):
    """How to be told of new posts."""

    level = forms.ChoiceField(choices=WatchLevel.choices)


class ReactionForm(forms.Form):
    """Which sign."""

    kind = forms.ChoiceField(choices=ReactionKind.choices)


def _number_in(line: str) -> int:
    match = _LISTING.search(line)
    number = int(match[1] or match[2]) if match else 0
    if not 0 < number <= LARGEST_ID:
        raise ValidationError(f"「{line[:60]}」は、掲載ページのアドレスとして読み取れません。", code="address")
    return number


def _offer_ways(field: forms.Field, municipality: Municipality, person: User) -> None:
    """The three ways to be shown, and in each label exactly what readers will see."""
    field.choices = [  # type: ignore[attr-defined]  # of a ChoiceField
        (way.value, f"{way.label} ― 表示：{preview_label(way, municipality, person)}") for way in ShownAs
    ]
    field.help_text = (
        "読む人（職員と、専門家に開いたトピックでは専門家アドバイザー）には、選んだとおりに表示します。投稿したあとは変えられません。"
        "どの表示でも、通報があったときなど、運営は投稿者を確認できます。"
    )
