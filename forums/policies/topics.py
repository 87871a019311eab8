"""Topics."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from accounts.personas import persona_of
from accounts.policies import can_speak_as_advisor
from dss.access import ALLOWED, Decision, refuse
from forums.enums import LockedBy, ShownAs
from forums.models import Board, Place, Topic
from forums.policies.boards import NOT_LEADING, can_tend_board, can_write_on_board, role_on
from forums.policies.people import NOT_AUTHOR, operators_only, staff_only, takes_part
from forums.policies.posts import can_delete_post

_BOARD_ENDED = "この課は終了しました。これまでのトピックを読むことはできます。"
_BOARD_OVER = "この課は期限を過ぎました。リーダーが期限を延ばすか、振り返りを書いて終了するまで、書き込めません。"
_AMONG_BODIES = "このトピックは、決められた団体の職員だけで話すものです。専門家アドバイザーには開けません。"
_AMONG_BODIES_STAYS = "このトピックは、決められた団体の職員だけで話すものです。移すことも、固定することもできません。"
_NOT_MOVER = "この操作ができるのは、投稿した本人と、この課のリーダー・サブリーダーだけです。"
_STOPPED_BY_OPERATORS = "このトピックは、運営が書き込みを止めています。解けるのは運営だけです。"
_ONLY_BY_ITSELF = "氏名を表示していないトピックを、参加の手続きがある課に移せるのは、投稿した本人だけです。"
_AUTHOR_NOT_THERE = "このトピックを投稿した方は、移した先の課に参加していないため、書き込めなくなります。移せません。"


def can_create_topic(user: User, board: Board) -> Decision:
    """Who may write on the board, while it is in use."""
    return _in_use(board, staff_only(user)) and can_write_on_board(user, board)


def can_reply_topic(user: User, topic: Topic) -> Decision:
    """Everybody who takes part in the topic, while its board is in use; on closed boards its members and experts."""
    decision = _in_use(topic.board, takes_part(user, topic))
    if decision and persona_of(user).is_advisor:
        return can_speak_as_advisor(user)
    return decision if not decision or topic.board.is_open else can_write_on_board(user, topic.board)


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


def can_operate_topic(user: User, topic: Topic) -> Decision:
    """The operators."""
    return operators_only(user)


def can_lock_topic(user: User, topic: Topic) -> Decision:
    """The operators, and who leads the board, stop and allow writing."""
    return ALLOWED if operators_only(user) else _leads(user, topic)


def can_unlock_topic(user: User, topic: Topic) -> Decision:
    """What the operators stopped they alone allow again."""
    if topic.locked_by == LockedBy.OPERATORS and not operators_only(user):
        return refuse(_STOPPED_BY_OPERATORS)
    return can_lock_topic(user, topic)


def can_pin_topic(user: User, topic: Topic) -> Decision:
    """Who leads a founded board; the operators on their own boards. Never what only some bodies read."""
    if topic.is_among_bodies:
        return refuse(_AMONG_BODIES_STAYS)
    return operators_only(user) if topic.board.is_default else _leads(user, topic)


def can_move_topic(user: User, topic: Topic) -> Decision:
    """Its author, who leads the board it is on, and the operators; what only some bodies read stays where it is."""
    if topic.is_among_bodies:
        return refuse(_AMONG_BODIES_STAYS)
    decision = ALLOWED if operators_only(user) else takes_part(user, topic)
    if not decision or operators_only(user) or _is_author(user, topic) or _leads(user, topic):
        return decision
    return refuse(_NOT_MOVER)


def can_move_topic_to(user: User, topic: Topic, board: Board) -> Decision:
    """Where one may write oneself (the operators: to any board in use), and where the topic's author may, too.

    Whether somebody who is not named is a member of a board must not be found out by trying: such a topic goes to a
    board that is not open by its author's hand alone.
    """
    decision = _in_use(board, ALLOWED) if operators_only(user) else can_create_topic(user, board)
    if not decision or board.is_open or topic.author_id == user.pk:
        return decision
    if topic.shown_as != ShownAs.NAME_BODY:
        return refuse(_ONLY_BY_ITSELF)
    is_member = topic.author is not None and role_on(topic.author, board)
    return ALLOWED if is_member else refuse(_AUTHOR_NOT_THERE)


def can_tend_topic(user: User, topic: Topic) -> Decision:
    """Whoever finds something to do on the topic's page of moving, stopping and pinning: author and leaders."""
    if not topic.is_among_bodies and _is_author(user, topic):
        return ALLOWED
    return _leads(user, topic)


def can_draft(user: User, place: Place) -> Decision:
    """Who could write there, whatever the place allows at this moment: a text must not be lost because it ended."""
    if isinstance(place, Board):
        return staff_only(user)
    return takes_part(user, place) if isinstance(place, Topic) else can_delete_post(user, place)


def _leads(user: User, topic: Topic) -> Decision:
    """Leader and deputies of a founded board, of topics they read."""
    if topic.board.is_default:
        return refuse(NOT_LEADING)
    return takes_part(user, topic) and can_tend_board(user, topic.board)


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
