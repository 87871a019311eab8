"""Who may send a mail again whose sending failed or whose fate is unknown; whom the まとめメール is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.enums import MailStatus
from accounts.personas import persona_of
from dss.access import ALLOWED, Decision, refuse

if TYPE_CHECKING:
    from accounts.models import OutboxMail, User


def can_resend_mail(user: User, mail: OutboxMail) -> Decision:
    """Operators, after looking at the mail server; never what was surely sent, and not once the text is erased."""
    if not (user.is_staff and user.is_active):
        return refuse("メールの再送は、運営だけが行えます。")
    if mail.status not in {MailStatus.FAILED, MailStatus.UNKNOWN}:
        return refuse("再送できるのは、送信失敗か結果不明のメールだけです。")
    if not mail.body:
        return refuse("確認コードなどを含む本文は消去されたため、再送できません。")
    return ALLOWED


def can_get_digest(user: User, subject: object = None) -> Decision:
    """Live municipal staff: it tells of what they alone read."""
    if persona_of(user).municipality is not None:
        return ALLOWED
    return refuse("広場のまとめは、所属の確認が済んだ自治体職員の方だけにお届けしています。")


def can_lift_suspension(user: User, suspension: object = None) -> Decision:
    """Operators, after asking the person or looking at the mail server."""
    if user.is_staff and user.is_active:
        return ALLOWED
    return refuse("メールの再開は、運営か、届いた確認コードを入力したご本人だけが行えます。")
