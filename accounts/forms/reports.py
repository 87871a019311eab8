"""The form of a report."""

from __future__ import annotations

from django import forms


class ReportForm(forms.Form):
    """Why the operators should look."""

    reason = forms.CharField(
        label="通報の理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="どの部分が、どのように問題かを書いてください。運営だけが読みます。",
    )
