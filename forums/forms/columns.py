"""Input of columns."""

from __future__ import annotations

import uuid

from django import forms

from dss.fields import LineField, TextField
from forums.enums import ColumnAudience
from forums.models import COLUMN_BODY_LENGTH, COLUMN_SUMMARY_LENGTH, COLUMN_TITLE_LENGTH


class ColumnForm(forms.Form):
    """The text. `revision` is the one the person started from; `client_token` tells a form sent twice from two."""

    title = LineField(label="題名", max_length=COLUMN_TITLE_LENGTH)
    summary = LineField(
        label="要旨", max_length=COLUMN_SUMMARY_LENGTH, help_text="一覧と検索結果に表示します。200文字まで。"
    )
    body = TextField(
        label="本文",
        max_length=COLUMN_BODY_LENGTH,
        rows=20,
        help_text=f"{COLUMN_BODY_LENGTH:,}文字まで。Markdown で書けます。",
    )
    audience = forms.ChoiceField(
        label="読める人",
        choices=ColumnAudience.choices,
        widget=forms.RadioSelect,
        help_text=(
            "公開すると、氏名、所属、特定の事業者との関係（利益相反）の申告を、コラムと同じ範囲に表示します。"
            "職員だけのコラムは、題名も件数も、ほかの人には見えません。"
        ),
    )
    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, initial=1, widget=forms.HiddenInput)
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class RevisionForm(forms.Form):
    """Which text the person saw."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1)
