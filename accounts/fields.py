"""Form fields that several forms share."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms

from dss.text import clean_line

NAME_LENGTH = 60


class PersonNameField(forms.CharField):
    """氏名."""

    def __init__(self) -> None:
        super().__init__(
            label="氏名",
            help_text="姓と名を入力してください。",
            max_length=NAME_LENGTH,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "", NAME_LENGTH)


class CodeField(forms.CharField):
    """A code out of a mail. Full-width letters, as a Japanese keyboard makes them, are read as what they mean."""

    def __init__(self) -> None:
        super().__init__(
            label="確認コード",
            help_text="メールに書かれた英字のコードを入力してください。「-」はあってもなくてもかまいません。",
            max_length=40,
            widget=forms.TextInput(
                attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
            ),
        )

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFKC", super().to_python(value) or "")
