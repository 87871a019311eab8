"""The form of a report."""

from __future__ import annotations

from django import forms

from dss.fields import TextField


class ReportForm(forms.Form):
    """Why the operators should look."""

    reason = TextField(
        label="通報の理由",
        max_length=1000,
        help_text="どの部分が、どのように問題かを書いてください。運営だけが読みます。",
    )
