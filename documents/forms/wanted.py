"""Input of what staff look for and of the answers."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django import forms

from catalog.enums import CategoryAxis
from catalog.models import Category
from documents.actions import WantedFacts
from documents.enums import DocumentKind, WantedShownAs
from documents.models import ANSWER_NOTE_LENGTH, WANTED_TEXT_LENGTH, WANTED_TITLE_LENGTH, SharedDocument
from documents.querysets import SharedDocumentQuerySet
from dss.fields import LineField, TextField

_ADDRESS = re.compile(r"(?:https?://[^/\s]+)?/documents/(\d{1,18})(?:/\S*)?|(\d{1,18})", re.ASCII)
OFFERED = 50


class WantedForm(forms.Form):
    """What is looked for."""

    title = LineField(
        label="探している文書", max_length=WANTED_TITLE_LENGTH, help_text="例: 文化施設の予約システムの仕様書"
    )
    kind = forms.TypedChoiceField(
        label="種類", choices=[("", "種類を問わない"), *DocumentKind.choices], empty_value=None, required=False
    )
    category = forms.ModelChoiceField(
        label="対象業務",
        queryset=Category.objects.filter(axis=CategoryAxis.WORK).in_order(),
        required=False,
        empty_label="選ばない",
    )
    text = TextField(
        label="くわしい内容",
        max_length=WANTED_TEXT_LENGTH,
        rows=5,
        required=False,
        help_text="何に使うか、どこが知りたいか、どの規模の自治体のものがよいかなどを書くと、答えやすくなります。",
    )
    shown_as = forms.ChoiceField(
        label="自治体の表示",
        choices=WantedShownAs.choices,
        initial=WantedShownAs.BODY,
        widget=forms.RadioSelect,
        help_text="氏名は表示しません。「種類と人口規模だけ」を選んだときは、本文に自治体名を書かないでください。",
    )

    def facts(self) -> WantedFacts:
        """What was said; only after `is_valid()`."""
        return WantedFacts(**{name: self.cleaned_data[name] for name in WantedForm.base_fields})


class NewWantedForm(WantedForm):
    """A new one; `client_token` lets the server tell a form sent twice from two."""

    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class WantedAnswerForm(forms.Form):
    """A document on the shelf: one of the own body, or any other by its address."""

    own = forms.ModelChoiceField(
        label="所属する自治体の公開中の文書",
        queryset=SharedDocument.objects.none(),
        required=False,
        empty_label="選ばない",
    )
    address = LineField(
        label="ほかの文書のアドレスか番号",
        max_length=200,
        required=False,
        help_text="例: /documents/123/　ほかの自治体が共有している文書も、答えにできます。",
    )
    note = LineField(label="ひとこと", max_length=ANSWER_NOTE_LENGTH, required=False)

    def __init__(
        self, *args: Any, own: SharedDocumentQuerySet, readable: SharedDocumentQuerySet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["own"].queryset = own  # type: ignore[attr-defined]
        self.readable = readable

    def clean_address(self) -> SharedDocument | None:
        line = self.cleaned_data["address"]
        if not line:
            return None
        match = _ADDRESS.fullmatch(line)
        number = int(match[1] or match[2]) if match else 0
        document = self.readable.filter(pk=number).first() if number else None
        if document is None:
            raise forms.ValidationError(
                "公開中の文書が見つかりません。文書のページのアドレスか番号を入力してください。"
            )
        return document

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("own")) == bool(data.get("address")):
            raise forms.ValidationError("答えにする文書を、どちらか一方で選んでください。")
        return data

    @property
    def document(self) -> SharedDocument:
        """What was chosen; only after `is_valid()`."""
        chosen: SharedDocument = self.cleaned_data["own"] or self.cleaned_data["address"]
        return chosen


class WantedEndForm(forms.Form):
    """How it ended."""

    outcome = forms.ChoiceField(choices=[("found", "見つかった"), ("closed", "取りやめる")])
