"""Consent to a new version of the terms."""

from __future__ import annotations

from django import forms


class ConsentForm(forms.Form):
    """One tick."""

    agrees = forms.BooleanField(
        label="改定された内容に同意します",
        error_messages={"required": "続けるには、改定された内容への同意が必要です。"},
    )
