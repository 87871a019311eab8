"""Topics."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from accounts.personas import persona_of
from dss.access import ALLOWED, Decision, refuse
from forums.models import Board, Topic
from forums.policies.boards import can_write_on_board
from forums.policies.people import NOT_AUTHOR, operators_only, staff_only, takes_part

_BOARD_ENDED = "この課は終了しました。これまでのトピックを読むことはできます。"
_BOARD_OVER = "この課は期限を過ぎました。リーダーが期限を延ばすか、振り返りを書いて終了するまで、書き込めません。"
_AMONG_BODIES = "このトピックは、決められた団体の職員だけで話すものです。専門家アドバイザーには開けません。"


def can_create_topic(user: User, board: Board) -> Decision:
    """Who may write on the board, while it is in use."""
    return _in_use(board, staff_only(user)) and can_write_on_board(user, board)


def can_reply_topic(user: User, topic: Topic) -> Decision:
    """Everybody who takes part in the topic, while its board is in use; on closed boards its members and experts."""
    decision = _in_use(topic.board, takes_part(user, topic))
    if not decision or topic.board.is_open or persona_of(user).is_advisor:
        return decision
    return can_write_on_board(user, topic.board)


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
    """Who opened the topic decides whether experts read it; never where it is kept among some bodies."""
    decision = _is_author(user, topic)
    return refuse(_AMONG_BODIES) if decision and topic.is_among_bodies else decision


def can_lock_topic(user: User, topic: Topic) -> Decision:
    """The operators stop and allow writing."""
    return operators_only(user)


def _in_use(board: Board, decision: Decision) -> Decision:
    if not decision:
        return decision
    if board.is_archived:
        return refuse(_BOARD_ENDED)
    return refuse(_BOARD_OVER) if board.is_over_at(timezone.now()) else decision


def _is_author(user: User, topic: Topic) -> Decision:
    decision = staff_only(user) and takes_part(user, topic)
    if not decision:
        return decision
    return ALLOWED if topic.author_id == user.pk else refuse(NOT_AUTHOR)
