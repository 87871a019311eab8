"""Who may hand out and take back the keys of the house."""

from __future__ import annotations

from accounts.models import User
from dss.access import ALLOWED, Decision, refuse


def can_appoint_operator(actor: User | None) -> Decision:
    """Operators appoint operators; nobody has to be asked while there is none."""
    if actor is None and User.objects.filter(is_staff=True, is_active=True).exists():
        return refuse("運営がすでにいます。だれの判断で追加するのかを示してください。")
    if actor is not None and not _is_operator(actor):
        return refuse("運営を追加できるのは、運営だけです。")
    return ALLOWED


def can_end_sessions(actor: User) -> Decision:
    """Operators log others out."""
    return ALLOWED if _is_operator(actor) else refuse("ほかの方をログアウトさせられるのは、運営だけです。")


def can_reset_factors(person: User, actor: User, second: User) -> Decision:
    """Two operators, neither of them the one it is about."""
    if not (_is_operator(person) and _is_operator(actor) and _is_operator(second)):
        return refuse("多要素認証の解除は、運営のアカウントについて、運営の二人だけができます。")
    if len({person.pk, actor.pk, second.pk}) < 3:
        return refuse("申し出る運営と確かめる運営は、本人とは別の、異なる二人にしてください。")
    return ALLOWED


def _is_operator(user: User) -> bool:
    return user.is_staff and user.is_active
