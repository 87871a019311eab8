"""Input of comments, marks and watches."""

from __future__ import annotations

import uuid

from django import forms

from documents.enums import CommentShownAs
from documents.models import COMMENT_LENGTH, REASON_LENGTH
from dss.fields import LineField, TextField


class MarkForm(forms.Form):
    """「役に立った」, or the mark taken back."""

    helpful = forms.ChoiceField(choices=[("yes", "役に立った"), ("no", "取り消す")])


class WatchForm(forms.Form):
    """Told of further versions, or no longer."""

    watch = forms.ChoiceField(choices=[("yes", "新しい版を知らせてもらう"), ("no", "知らせを止める")])


class ForkForm(forms.Form):
    """A copy; `client_token` lets the server tell a form sent twice from two copies."""

    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class CommentTextForm(forms.Form):
    """The words of a comment."""

    body = TextField(label="コメント", max_length=COMMENT_LENGTH, rows=5)


class CommentForm(CommentTextForm):
    """A new comment."""

    shown_as = forms.ChoiceField(
        label="名前の表示",
        choices=CommentShownAs.choices,
        initial=CommentShownAs.NAME_BODY,
        widget=forms.RadioSelect,
        help_text="全国の自治体職員が読みます。あとから変えられません。",
    )
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class RemoveForm(forms.Form):
    """Why the operators take something down."""

    reason = LineField(label="理由", max_length=REASON_LENGTH, help_text="記録に残ります。")
