"""Topics."""

from __future__ import annotations

from accounts.models import User
from dss.access import ALLOWED, Decision, refuse
from forums.models import Board, Topic
from forums.policies.people import NOT_AUTHOR, operators_only, staff_only, takes_part

_BOARD_ENDED = "この課は終了しました。これまでのトピックを読むことはできます。"


def can_create_topic(user: User, board: Board) -> Decision:
    """Live municipal staff, while the board is in use."""
    decision = staff_only(user)
    return refuse(_BOARD_ENDED) if decision and board.is_archived else decision


def can_reply_topic(user: User, topic: Topic) -> Decision:
    """Everybody who takes part in the topic, while its board is in use."""
    decision = takes_part(user, topic)
    return refuse(_BOARD_ENDED) if decision and topic.board.is_archived else decision


def can_watch_topic(user: User, topic: Topic) -> Decision:
    """Everybody who takes part in the topic."""
    return takes_part(user, topic)


def can_accept_answer(user: User, topic: Topic) -> Decision:
    """Who asked says which answer helped."""
    decision = _is_author(user, topic)
    if decision and not topic.is_question:
        return refuse("回答を選べるのは「相談」だけです。")
    return decision


def can_invite_experts(user: User, topic: Topic) -> Decision:
    """Who opened the topic decides whether experts read it."""
    return _is_author(user, topic)


def can_lock_topic(user: User, topic: Topic) -> Decision:
    """The operators stop and allow writing."""
    return operators_only(user)


def _is_author(user: User, topic: Topic) -> Decision:
    decision = staff_only(user)
    if not decision:
        return decision
    return ALLOWED if topic.author_id == user.pk else refuse(NOT_AUTHOR)
