"""The operators' form: a reason that the vendor will read."""

from __future__ import annotations

from django import forms

from dss.fields import TextField


class ReasonForm(forms.Form):
    """Why a listing is returned or suspended; sent to the vendor's team as written."""

    reason = TextField(
        label="理由",
        max_length=1000,
        rows=5,
        help_text="事業者にそのまま届きます。何をどう直せばよいかを書いてください。",
    )
