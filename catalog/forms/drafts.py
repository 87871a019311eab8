"""The vendor's forms: a new listing, and the words of a draft."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from catalog.actions import Intro
from catalog.models import NAME_LENGTH, TAGLINE_LENGTH
from dss.fields import LineField, TextField

_KANA = re.compile(r"[ぁ-ゖー・\s0-9A-Za-z０-９Ａ-Ｚａ-ｚ.,+&/_-]*")


class ServiceNewForm(forms.Form):
    """Only a name: everything else is written section by section."""

    name = LineField(label="サービス名", max_length=NAME_LENGTH, help_text="あとから変更できます。")


class IntroForm(forms.Form):
    """Name and texts. Everything but the name may wait until submission."""

    name = LineField(label="サービス名", max_length=NAME_LENGTH)
    name_kana = LineField(
        label="サービス名のふりがな",
        max_length=160,
        required=False,
        help_text="五十音順の並べ替えに使います。ひらがなで入力してください（英数字はそのままで構いません）。",
    )
    tagline = LineField(
        label="ひとこと",
        max_length=TAGLINE_LENGTH,
        required=False,
        help_text=f"一覧に表示する説明です。何に役立つかを{TAGLINE_LENGTH}文字以内で書いてください。",
    )
    description = TextField(
        label="説明",
        max_length=4000,
        rows=14,
        required=False,
        help_text="どの業務の何が楽になるか、どう使うかを、自治体の職員に分かる言葉で書いてください（4,000文字以内）。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name_kana", "tagline", "description"):
            self.fields[name].required_mark = True  # type: ignore[attr-defined]  # read by the field's template

    def clean_name_kana(self) -> str:
        kana: str = self.cleaned_data["name_kana"]
        if not _KANA.fullmatch(kana):
            raise forms.ValidationError("ひらがなと英数字で入力してください。")
        return kana

    def intro(self) -> Intro:
        """The cleaned words; only after `is_valid()`."""
        return Intro(**{name: self.cleaned_data[name] for name in ("name", "name_kana", "tagline", "description")})


class RevisionForm(forms.Form):
    """The revision the person started from, sent back unseen."""

    revision = forms.IntegerField(min_value=1, max_value=2_147_483_647, widget=forms.HiddenInput)
