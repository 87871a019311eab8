"""What an empty field says: what is to be done, in the words of its kind. Django says the same of every field."""

from __future__ import annotations

from django import forms

ENTER = "入力してください。"
CHOOSE = "選んでください。"
TICK = "チェックを入れてください。"
CHOOSE_FILE = "ファイルを選んでください。"

WORDS: dict[type[forms.Field], str] = {
    forms.Field: ENTER,
    forms.ChoiceField: CHOOSE,
    forms.ModelChoiceField: CHOOSE,
    forms.BooleanField: TICK,
    forms.FileField: CHOOSE_FILE,
}


def set_words() -> None:
    """For every form made from now on, Django's and allauth's too; a field's own `error_messages` come first."""
    for kind, words in WORDS.items():
        kind.default_error_messages = {**kind.default_error_messages, "required": words}
