"""Form fields that several forms share."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms


class PersonNameField(forms.CharField):
    """氏名."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": "氏名",
                "max_length": 60,
                "widget": forms.TextInput(attrs={"autocomplete": "name"}),
                "help_text": "姓と名を入力してください。",
            }
            | kwargs
        )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        return " ".join("".join(c for c in cleaned if unicodedata.category(c)[0] != "C").split())


class CodeField(forms.CharField):
    """A code out of a mail. Full-width letters, as a Japanese keyboard makes them, are read as what they mean."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": "確認コード",
                "max_length": 40,
                "widget": forms.TextInput(
                    attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
                ),
                "help_text": "メールに書かれた英字のコードを入力してください。「-」はあってもなくてもかまいません。",
            }
            | kwargs
        )

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFKC", super().to_python(value) or "")
