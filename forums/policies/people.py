"""As whom a person takes part."""

from __future__ import annotations

from accounts.models import Municipality, User
from accounts.personas import persona_of
from dss.access import ALLOWED, Decision, refuse
from forums.models import Topic

NOT_STAFF = (
    "課とトピックは、所属の確認が済んだ自治体職員の方だけが利用できます。マイページで登録の状況をご確認ください。"
)
NOT_OPERATOR = "この操作は、運営だけが行えます。"
NOT_AUTHOR = "この操作ができるのは、投稿した本人だけです。"
NOT_AMONG = "このトピックに参加できるのは、決められた団体の職員だけです。"
NOT_INVITED = "このトピックは、専門家には開かれていません。"


def staff_only(user: User) -> Decision:
    """Live municipal staff."""
    return ALLOWED if persona_of(user).municipality is not None else refuse(NOT_STAFF)


def takes_part(user: User, topic: Topic) -> Decision:
    """Live municipal staff everywhere, but of its bodies alone where a topic is kept among some; advisors where the
    author asked for experts."""
    persona = persona_of(user)
    if persona.municipality is not None:
        own = persona.municipality
        is_reader = not topic.is_among_bodies or own.pk in topic.readers or _was_reader(own, topic)
        return ALLOWED if is_reader else refuse(NOT_AMONG)
    if not persona.is_advisor:
        return refuse(NOT_STAFF)
    return ALLOWED if topic.experts_invited else refuse(NOT_INVITED)


def _was_reader(body: Municipality, topic: Topic) -> bool:
    """Whether one of its bodies was merged into this one."""
    return body.predecessors.filter(pk__in=topic.readers).exists()


def operators_only(user: User) -> Decision:
    return ALLOWED if user.is_staff and user.is_active else refuse(NOT_OPERATOR)
