"""Input of who keeps a board in order: a reason, another board; the address of a topic, in the admin."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from dss.fields import LineField, TextField
from forums.models import Board, Topic
from forums.policies import can_move_topic_to

REASON_LENGTH = 1_000
_ADDRESS = re.compile(r"(?:/topics/)?(\d{1,18})/?", re.ASCII)


class LockForm(forms.Form):
    """Why writing is stopped."""

    reason = TextField(
        label="書き込みを止める理由",
        max_length=REASON_LENGTH,
        rows=3,
        help_text="トピックの一番上に表示します。トピックを読める人全員が読みます。",
    )


class UnlockForm(forms.Form):
    """Why writing is allowed again."""

    reason = TextField(
        label="再開する理由",
        max_length=REASON_LENGTH,
        rows=2,
        help_text="運営の記録に残ります。ページには表示しません。",
    )


class MoveForm(forms.Form):
    """Where a topic belongs: a board in use where the person may write."""

    board = forms.ModelChoiceField(label="移す先の課", queryset=Board.objects.none(), empty_label="課を選んでください")

    def __init__(self, *args: Any, topic: Topic, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic
        self.person = person
        boards = Board.objects.visible_to(person).writable(timezone.now()).written_on_by(person)
        self.fields["board"].queryset = boards.exclude(pk=topic.board_id).to_choose_from()  # type: ignore[attr-defined]  # of a ModelChoiceField

    def clean_board(self) -> Board:
        board: Board = self.cleaned_data["board"]
        decision = can_move_topic_to(self.person, self.topic, board)
        if not decision:
            raise ValidationError(decision.reason, code="refused")
        return board


class OperatorsMoveForm(forms.Form):
    """Where a topic belongs, for the operators: any board in use."""

    board = forms.ModelChoiceField(label="移す先の課", queryset=Board.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["board"].queryset = Board.objects.writable(timezone.now()).to_choose_from()  # type: ignore[attr-defined]  # of a ModelChoiceField


class TopicAddressForm(forms.Form):
    """Which topic: the operators do not see topics, they are told addresses."""

    topic = LineField(label="トピックのアドレス", max_length=300, help_text="例：/topics/123/")

    def clean_topic(self) -> Topic:
        match = _ADDRESS.search(self.cleaned_data["topic"])
        topic = Topic.objects.present().filter(pk=int(match[1])).first() if match else None
        if topic is None:
            raise ValidationError("このアドレスのトピックはありません。", code="unknown")
        return topic
