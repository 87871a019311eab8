"""Talk sessions: who may come, ask, vote and wish; what the operators and the speakers may do."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.personas import persona_of
from dss.access import ALLOWED, Decision, refuse
from forums.models import Event, EventQuestion, EventSpeaker, ThemeWish
from forums.policies.people import operators_only, staff_only

NOT_FOR_VENDORS = "この座談会に申し込めるのは、所属の確認が済んだ自治体職員と専門家アドバイザーの方だけです。"
NOT_CONFIRMED = (
    "申し込めるのは、所属の確認が済んだ方です。マイページで登録の状況をご確認ください（申込みの条件：{audience}）。"
)
NOT_REGISTERED = "質問できるのは、この座談会に申し込んだ方だけです。"
NOT_SPEAKER = "開催報告を確認できるのは、登壇者の方だけです。"
NOT_WISHER = "取り下げられるのは、希望を書いた本人だけです。"


def can_register_event(user: User, event: Event) -> Decision:
    """Live staff and advisors; people of a vendor where the session is open to them."""
    persona = persona_of(user)
    if persona.municipality is not None or persona.is_advisor:
        return ALLOWED
    if persona.vendor is not None:
        return ALLOWED if event.is_open_to_vendors else refuse(NOT_FOR_VENDORS)
    return refuse(NOT_CONFIRMED.format(audience=event.get_audience_display()))


def can_ask_event(user: User, event: Event) -> Decision:
    """Who takes part: registered (also waiting) and still eligible, or speaking."""
    return ALLOWED if Event.objects.taken_part_in_by(user).filter(pk=event.pk).exists() else refuse(NOT_REGISTERED)


def can_vote_question(user: User, question: EventQuestion) -> Decision:
    """Who may ask may say that they want to hear the answer, too."""
    return can_ask_event(user, question.event)


def can_approve_report(user: User, event: Event) -> Decision:
    """The session's own speakers."""
    speaks = EventSpeaker.objects.filter(event=event, user=user).exists()
    return ALLOWED if speaks else refuse(NOT_SPEAKER)


def can_open_events(user: User | AnonymousUser, subject: object = None) -> Decision:
    """Their pages are public."""
    return ALLOWED


def can_manage_event(user: User, subject: object = None) -> Decision:
    """The office runs the sessions."""
    return operators_only(user)


def can_open_wishes(user: User, subject: object = None) -> Decision:
    """Wishes tell what bodies struggle with: live staff only."""
    return staff_only(user)


def can_wish_theme(user: User, subject: object = None) -> Decision:
    """Live staff write wishes and support those of others."""
    return staff_only(user)


def can_withdraw_wish(user: User, wish: ThemeWish) -> Decision:
    """Its author, as live staff."""
    decision = staff_only(user)
    if not decision:
        return decision
    return ALLOWED if wish.author_id == user.pk else refuse(NOT_WISHER)
