"""Input of topics and posts."""

from __future__ import annotations

import re
import uuid
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from accounts.models import Municipality, User
from catalog.models import Service
from documents.models import SharedDocument
from dss.fields import LineField, TextField
from forums.disclosure import preview_label, told_names
from forums.enums import ReactionKind, ShownAs, TopicKind, WatchLevel
from forums.forms.attachments import AttachmentsField, RemovalField, alts_in
from forums.models import BODY_LENGTH, TITLE_LENGTH, Post

LARGEST_ID = 2**63 - 1
Linked = TypeVar("Linked", bound=Model)
MOST_LINKED = 5
_NUMBER = r"(\d{1,19})"
_KINDS = {
    TopicKind.CONSULTATION: "困っていること、決めかねていることを聞く。役に立った回答を選べます",
    TopicKind.SHARING: "やってみた結果、資料、気づきを知らせる",
    TopicKind.DISCUSSION: "みんなで意見を出し合う",
}
_KIND_CHOICES = [(kind.value, f"{kind.label} ― {words}") for kind, words in _KINDS.items()]
_BODY_HELP = f"{BODY_LENGTH:,}文字まで。Markdown で書けます。個人情報や公開前の入札情報は書かないでください。"
_SERVICES_HELP = f"掲載ページのアドレスを1行に1つ、{MOST_LINKED}件まで貼り付けてください。"
_DOCUMENTS_HELP = f"文書のページのアドレスを1行に1つ、{MOST_LINKED}件まで。文書名は専門家アドバイザーには表示しません。"


def _linked_field(label: str, help_text: str) -> TextField:
    return TextField(label=label, max_length=2_000, rows=2, required=False, help_text=help_text)


class ServiceForm(forms.Form):
    """Which listing the address of a new topic names."""

    service = forms.IntegerField(min_value=1, max_value=LARGEST_ID)


class QuoteForm(forms.Form):
    """Which post the address of a topic names to be quoted."""

    quote = forms.IntegerField(min_value=1, max_value=LARGEST_ID)


class PostForm(forms.Form):
    """A text. `client_token` lets the server tell a form sent twice from two posts."""

    body = TextField(label="本文", max_length=BODY_LENGTH, rows=8, help_text=_BODY_HELP)
    attachments = AttachmentsField()
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class ReplyForm(PostForm):
    """An answer; staff choose how they are shown, experts (no `municipality`) stand by their name."""

    shown_as = forms.ChoiceField(label="投稿者の表示", widget=forms.RadioSelect, initial=ShownAs.NAME_BODY)
    field_order = ["body", "attachments", "shown_as", "client_token"]

    def __init__(self, *args: Any, municipality: Municipality | None, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.person = person
        if municipality is None:
            del self.fields["shown_as"]
        else:
            _offer_ways(self.fields["shown_as"], municipality, person)

    def clean(self) -> dict[str, Any]:
        if self.municipality is not None:
            _refuse_names(self, ["body", "attachments"], self.municipality, self.person)
        return self.cleaned_data

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
        choices=_KIND_CHOICES,
    )
    title = LineField(label="題名", max_length=TITLE_LENGTH, help_text="何についてかが一目で分かる言葉にしてください。")
    services = _linked_field("関連するサービス", _SERVICES_HELP)
    documents = _linked_field("関連する共有文書", _DOCUMENTS_HELP)
    shown_as = forms.ChoiceField(label="投稿者の表示", widget=forms.RadioSelect, initial=ShownAs.NAME_BODY)
    experts_invited = forms.BooleanField(
        label="専門家アドバイザーにも開く",
        required=False,
        help_text="運営が招いた専門家アドバイザーが、このトピックを読んで回答できるようになります。あとから変えられます。",
    )
    field_order = ["kind", "title", "body", "attachments", "services", "documents", "shown_as"]
    field_order += ["experts_invited", "client_token"]

    def __init__(self, *args: Any, municipality: Municipality, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.person = person
        _offer_ways(self.fields["shown_as"], municipality, person)

    def clean(self) -> dict[str, Any]:
        _refuse_names(self, ["title", "body", "attachments"], self.municipality, self.person)
        return self.cleaned_data

    def clean_services(self) -> list[Service]:
        """The listings the lines name: published ones that the writer can see."""
        numbers = _numbers_in(self.cleaned_data["services"], "services")
        return _found(numbers, Service.objects.published().visible_to(self.person), "掲載中のサービス")

    def clean_documents(self) -> list[SharedDocument]:
        """The documents the lines name: those all staff can see."""
        numbers = _numbers_in(self.cleaned_data["documents"], "documents")
        return _found(numbers, SharedDocument.objects.published().visible_to(self.person), "公開中の共有文書")


class EditForm(forms.Form):
    """Another text for a post; `revision` is the one the person started from. Only a topic's own text has the rest."""

    kind = forms.ChoiceField(label="種類", widget=forms.RadioSelect, choices=_KIND_CHOICES)
    title = LineField(label="題名", max_length=TITLE_LENGTH)
    body = TextField(label="本文", max_length=BODY_LENGTH, rows=10, help_text=_BODY_HELP)
    services = _linked_field("関連するサービス", _SERVICES_HELP)
    documents = _linked_field("関連する共有文書", _DOCUMENTS_HELP)
    attachments = AttachmentsField()
    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    field_order = ["kind", "title", "body", "removed", "attachments", "services", "documents", "revision"]

    def __init__(self, *args: Any, post: Post, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post = post
        self.person = person
        if not post.is_first:
            for name in ("kind", "title", "services", "documents"):
                del self.fields[name]
        if post.has_parts:
            self.fields["removed"] = RemovalField(post)
            self.order_fields(self.field_order)

    def clean_kind(self) -> TopicKind:
        return TopicKind(self.cleaned_data["kind"])

    def clean_services(self) -> list[Service]:
        """The listings the lines name: published ones, and those that were linked already."""
        numbers = _numbers_in(self.cleaned_data["services"], "services")
        published = Service.objects.published().visible_to(self.person).values("pk")
        allowed = Q(pk__in=published) | Q(pk__in=self.post.topic.services.values("pk"))
        return _found(numbers, Service.objects.filter(allowed), "掲載中のサービス")

    def clean_documents(self) -> list[SharedDocument]:
        """The documents the lines name: those all staff can see, and those that were linked already."""
        numbers = _numbers_in(self.cleaned_data["documents"], "documents")
        published = SharedDocument.objects.published().visible_to(self.person).values("pk")
        allowed = Q(pk__in=published) | Q(pk__in=self.post.topic.documents.values("pk"))
        return _found(numbers, SharedDocument.objects.filter(allowed), "公開中の共有文書")

    def clean(self) -> dict[str, Any]:
        if self.post.municipality is not None:
            _refuse_names(
                self, ["title", "body", "attachments"], self.post.municipality, self.person, self.post.shown_as
            )
        return self.cleaned_data


class PeopleForm(forms.Form):
    """Whom one looks for, to call them by name."""

    q = LineField(label="氏名か団体名", max_length=60, required=False)
    topic = forms.IntegerField(min_value=1, max_value=LARGEST_ID, required=False, widget=forms.HiddenInput)
    part = forms.BooleanField(required=False, widget=forms.HiddenInput)


class WatchForm(forms.Form):
    """How to be told of new posts."""

    level = forms.ChoiceField(label="受け取り方", choices=WatchLevel.choices)


class ReadForm(forms.Form):
    """Up to which post a topic counts as read."""

    number = forms.IntegerField(min_value=1, max_value=LARGEST_ID)


class ReactionForm(forms.Form):
    """Which sign."""

    kind = forms.ChoiceField(choices=ReactionKind.choices)


def _numbers_in(text: str, word: str) -> list[int]:
    """The numbers in the lines: addresses with `word` in them, or numbers alone."""
    pattern = re.compile(rf"/{word}/{_NUMBER}(?:/|\s|$)|^{_NUMBER}$", re.ASCII)
    numbers = []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        match = pattern.search(line)
        number = int(match[1] or match[2]) if match else 0
        if not 0 < number <= LARGEST_ID:
            raise ValidationError(f"「{line[:60]}」は、ページのアドレスとして読み取れません。", code="address")
        numbers.append(number)
    if len(set(numbers)) > MOST_LINKED:
        raise ValidationError(f"{MOST_LINKED}件までにしてください。", code="many")
    return list(dict.fromkeys(numbers))


def _found(numbers: list[int], things: QuerySet[Linked], what: str) -> list[Linked]:
    """The things of these numbers; ValidationError names the first one there is not."""
    by_number = {thing.pk: thing for thing in things.filter(pk__in=numbers)}
    for number in numbers:
        if number not in by_number:
            raise ValidationError(f"{what}に、番号{number}のものはありません。", code="unknown")
    return [by_number[number] for number in numbers]


def _refuse_names(form: forms.Form, names: list[str], municipality: Municipality, person: User, way: str = "") -> None:
    """Whoever keeps a name back does not tell it in the text by oversight; `way` is that of a post there is already."""
    chosen = way or form.cleaned_data.get("shown_as", ShownAs.NAME_BODY)
    for name in names:
        given = form.cleaned_data.get(name, "")
        text = given if isinstance(given, str) else alts_in(given)
        told = told_names(text, way=chosen, municipality=municipality, person=person)
        if told:
            words = "、".join(told)
            form.add_error(name, f"表示しない設定の言葉（{words}）が含まれています。取り除いてください。")


def _offer_ways(field: forms.Field, municipality: Municipality, person: User) -> None:
    """The three ways to be shown, and in each label exactly what readers will see."""
    field.choices = [  # type: ignore[attr-defined]  # of a ChoiceField
        (way.value, f"{way.label} ― 表示：{preview_label(way, municipality, person)}") for way in ShownAs
    ]
    field.help_text = (
        "読む人（職員と、専門家に開いたトピックでは専門家アドバイザー）には、選んだとおりに表示します。投稿したあとは変えられません。"
        "どの表示でも、通報があったときなど、運営は投稿者を確認できます。"
    )
