"""Boards, their members and leaders, and the lists of topics. A board's state is the actions' matter."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.personas import persona_of
from dss.access import ALLOWED, Decision, refuse
from forums.enums import BoardRole, JoinPolicy, MemberStatus
from forums.models import Board, BoardHandover, BoardMembership
from forums.policies.people import operators_only, staff_only

NOT_LEADER = "この操作ができるのは、この課のリーダーだけです。"
NOT_LEADING = "この操作ができるのは、この課のリーダーとサブリーダーだけです。"
NOT_MEMBER = "この課に書き込めるのは、参加しているメンバーだけです。参加を申し込んでください。"
NOT_MEMBER_YET = "この操作ができるのは、この課に参加しているメンバーだけです。"
OPEN_TO_ALL = "運営の標準の課です。参加の手続きをしなくても、だれでも書き込めます。"
NAMES_FOR_STAFF = "参加している団体の名前は、所属の確認が済んだ自治体職員だけが見られます。"
NOT_ASKED = "引き継ぎを頼まれているのは、別の方です。"


def can_open_boards(user: User, subject: object = None) -> Decision:
    """The boards: live municipal staff."""
    return staff_only(user)


def can_see_participants(user: User | AnonymousUser, subject: object = None) -> Decision:
    """How many bodies take part everybody may know; which ones, live staff."""
    return ALLOWED if persona_of(user).municipality is not None else refuse(NAMES_FOR_STAFF)


def can_open_topics(user: User, subject: object = None) -> Decision:
    """The list over all boards: live municipal staff, and advisors, who find there what was opened to them."""
    return ALLOWED if persona_of(user).is_advisor else staff_only(user)


def can_manage_board(user: User, subject: object = None) -> Decision:
    """The operators make, rename and end boards."""
    return operators_only(user)


def can_found_board(user: User, subject: object = None) -> Decision:
    """Anyone on staff."""
    return staff_only(user)


def can_join_board(user: User, board: Board) -> Decision:
    """Live staff; the operators' own boards need no joining."""
    decision = staff_only(user)
    return refuse(OPEN_TO_ALL) if decision and board.is_default else decision


def can_write_on_board(user: User, board: Board) -> Decision:
    """Live staff on an open board, on others its members."""
    decision = staff_only(user)
    if not decision or board.is_open:
        return decision
    return ALLOWED if role_on(user, board) else refuse(NOT_MEMBER)


def can_watch_board(user: User, board: Board) -> Decision:
    """Whoever reads boards, member or not."""
    return staff_only(user)


def can_endorse_member(user: User, membership: BoardMembership) -> Decision:
    """Members of a board that asks for endorsements."""
    decision = staff_only(user)
    if not decision:
        return decision
    if membership.board.join_policy != JoinPolicy.ENDORSEMENT or not role_on(user, membership.board):
        return refuse(NOT_MEMBER_YET)
    return ALLOWED


def can_lead_board(user: User, board: Board) -> Decision:
    """Its leader: hands over, appoints deputies, ends and renews it, takes its history along."""
    return staff_only(user) and (ALLOWED if role_on(user, board) == BoardRole.LEADER else refuse(NOT_LEADER))


def can_tend_board(user: User, board: Board) -> Decision:
    """Leader and deputies: let members in, keep the words up to date."""
    is_leading = role_on(user, board) in (BoardRole.LEADER, BoardRole.DEPUTY)
    return staff_only(user) and (ALLOWED if is_leading else refuse(NOT_LEADING))


def can_take_lead(user: User, board: Board) -> Decision:
    """Members, where nobody leads."""
    return staff_only(user) and (ALLOWED if role_on(user, board) else refuse(NOT_MEMBER_YET))


def can_answer_handover(user: User, handover: BoardHandover) -> Decision:
    """Who was asked."""
    return staff_only(user) and (ALLOWED if handover.successor_id == user.pk else refuse(NOT_ASKED))


def role_on(user: User, board: Board) -> str:
    """The person's role while they take part; empty otherwise."""
    row = BoardMembership.objects.filter(board=board, user=user, status=MemberStatus.ACTIVE).values_list("role").first()
    return row[0] if row else ""
