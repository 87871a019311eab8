"""Deleting one's own account."""

from __future__ import annotations

from django import forms


class AccountDeleteForm(forms.Form):
    """One tick, so that no single press deletes an account."""

    understood = forms.BooleanField(
        label="削除すると元に戻せないことと、残る記録の説明を確かめました",
        error_messages={"required": "説明を確かめて、チェックを入れてください。"},
    )
