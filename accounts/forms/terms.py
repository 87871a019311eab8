"""Consent to a new version of the terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms


class ConsentForm(forms.Form):
    """One tick, named after the versions it is for: a tick for others, shown before midnight, is none for these."""

    def __init__(self, *args: Any, asked: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = "_".join(f"{kind}{number}" for kind, number in sorted(asked.items()))
        self.fields[f"agrees_{versions}"] = forms.BooleanField(
            label="改定された内容に同意します",
            error_messages={"required": "続けるには、改定された内容への同意が必要です。"},
        )
