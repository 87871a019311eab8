"""Input of questions put before colleagues or an expert."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Municipality, User
from forums.board_fields import board_slugs_for
from forums.enums import JoinPolicy, TopicStatus
from forums.forms.topics import TopicForm
from forums.models import Board, Topic

_OF_A_TOPIC = ("kind", "services", "documents", "experts_invited", "attachments")


class AskForm(TopicForm):
    """A 相談 with the board it goes to: one where everybody on staff may answer."""

    board = forms.ModelChoiceField(
        label="投稿する課",
        queryset=Board.objects.none(),
        to_field_name="slug",
        empty_label="選んでください",
        help_text="相談はこの課のトピックになり、依頼しなかった職員も読んで回答できます。",
    )
    field_order = ["title", "body", "board", "shown_as", "client_token"]

    def __init__(self, *args: Any, municipality: Municipality, person: User, work: str = "", **kwargs: Any) -> None:
        super().__init__(*args, municipality=municipality, person=person, **kwargs)
        for name in _OF_A_TOPIC:
            self.fields.pop(name, None)
        boards = Board.objects.visible_to(person).writable(timezone.now()).filter(join_policy=JoinPolicy.OPEN)
        self.fields["board"].queryset = boards.in_order()  # type: ignore[attr-defined]  # of a ModelChoiceField
        self.fields["board"].initial = next(iter(board_slugs_for([work])), "")


class OwnTopicForm(forms.Form):
    """Which of one's own topics to put before an expert."""

    topic = forms.ModelChoiceField(label="自分のトピック", queryset=Topic.objects.none(), empty_label="選んでください")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Topic.objects.visible_to(person).opened_by(person).filter(status=TopicStatus.OPEN, readers=[])
        self.fields["topic"].queryset = own.order_by("-created_at", "-pk")  # type: ignore[attr-defined]  # of a ModelChoiceField
