"""Who is told what about requests for quotes. No amount, no question's text, no vendor's name but the reader's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.audiences import Targets
from accounts.enums import Area
from accounts.models import MunicipalMembership, User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register, render_mail
from procurement.enums import QuoteInvitationStatus
from procurement.models import (
    Quote,
    QuoteAmendment,
    QuoteDeadlineChange,
    QuoteInvitation,
    QuoteQuestion,
    QuoteRequest,
)

MOST_STAFF = 20
"""When nobody concerned is on staff any more, this many colleagues are told instead."""


def _who_are_invited(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Those invitations the person's vendor has at this moment."""
    seen = QuoteInvitation.objects.visible_to_vendor(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


def _who_may_still_quote(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Of those, the ones that still wait for a quote."""
    seen = QuoteInvitation.objects.visible_to_vendor(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen.awaiting_quotes(timezone.now()))


def _who_ask(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Those requests the person's municipality sent."""
    seen = QuoteRequest.objects.visible_to_staff(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


INVITED = register(
    NotificationEvent(
        "quote_invited",
        "見積依頼の受信",
        _who_are_invited,
        says="自治体から見積の依頼が届いたとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.VENDOR}),
    )
)
ANSWERED = register(
    NotificationEvent(
        "quote_question_answered",
        "見積依頼の質問への回答",
        _who_are_invited,
        says="見積依頼の質問に回答があったとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.VENDOR}),
    )
)
DEADLINE_CHANGED = register(
    NotificationEvent(
        "quote_deadline_changed",
        "見積の回答期限の変更",
        _who_are_invited,
        says="見積の回答期限が変わったとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.VENDOR}),
        is_fixed=True,
    )
)
AMENDED = register(
    NotificationEvent(
        "quote_request_amended",
        "見積依頼の内容の変更",
        _who_are_invited,
        says="見積依頼の内容が変わったとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.VENDOR}),
    )
)
CLOSED = register(
    NotificationEvent(
        "quote_request_closed",
        "見積依頼の受付終了",
        _who_are_invited,
        says="見積依頼の受付が終わったとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.VENDOR}),
    )
)
CANCELLED = register(
    NotificationEvent(
        "quote_request_cancelled",
        "見積依頼の中止",
        _who_are_invited,
        says="見積依頼が取りやめになったとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.VENDOR}),
    )
)
DEADLINE_SOON = register(
    NotificationEvent(
        "quote_deadline_soon",
        "見積の回答期限の予告",
        _who_may_still_quote,
        says="見積の回答期限が近いとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.VENDOR}),
        is_fixed=True,
    )
)
ASKED = register(
    NotificationEvent(
        "quote_question_asked",
        "見積依頼への質問",
        _who_ask,
        says="見積依頼に質問が届いたとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.STAFF}),
    )
)
SUBMITTED = register(
    NotificationEvent(
        "quote_submitted",
        "見積の受領",
        _who_ask,
        says="見積が届いたとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.STAFF}),
    )
)
WITHDRAWN = register(
    NotificationEvent(
        "quote_withdrawn",
        "見積の取下げ",
        _who_ask,
        says="届いた見積が取り下げられたとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.STAFF}),
    )
)
DECLINED = register(
    NotificationEvent(
        "quote_declined",
        "見積依頼の辞退",
        _who_ask,
        says="見積依頼が辞退されたとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.STAFF}),
    )
)
RESUMED = register(
    NotificationEvent(
        "quote_resumed",
        "見積依頼の辞退の取消し",
        _who_ask,
        says="見積依頼の辞退が取り消されたとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.STAFF}),
    )
)


def send_quote_invited(invitation: QuoteInvitation, *, now: datetime) -> None:
    """To the vendor's team: a municipality asks for a quote."""
    _tell_vendor(INVITED, invitation, instance_key=f"quote-invitation:{invitation.pk}", now=now)


def preview_quote_invited(invitation: QuoteInvitation) -> str:
    """The text of that mail as the vendor's people would read it, without name and address."""
    words = _words(invitation.request) | {"service": invitation.version.name}
    recipient = {"recipient": {"name": "（担当者の氏名）"}, "url": "（見積依頼のページのアドレス）"}
    return render_mail(INVITED.key, words | recipient)[1]


def send_quote_question_answered(question: QuoteQuestion, *, now: datetime) -> None:
    """To every invited vendor, whoever asked; the mail leads to the answers."""
    for invitation in _not_declined(question.invitation.request):
        path = reverse("procurement:quote_invitation_questions", args=[invitation.pk])
        _tell_vendor(ANSWERED, invitation, instance_key=f"quote-question:{question.pk}", now=now, path=path)


def send_quote_deadline_changed(request: QuoteRequest, *, change: QuoteDeadlineChange, now: datetime) -> None:
    """To every invited vendor: there is more time."""
    _tell_vendors(DEADLINE_CHANGED, request, instance_key=f"quote-deadline:{change.pk}", now=now)


def send_quote_request_amended(request: QuoteRequest, *, amendment: QuoteAmendment, now: datetime) -> None:
    """To every invited vendor: something else is asked, and what was quoted before does not count any more."""
    _tell_vendors(AMENDED, request, instance_key=f"quote-amendment:{amendment.pk}", now=now)


def send_quote_request_closed(request: QuoteRequest, *, now: datetime) -> None:
    """To every invited vendor: no more quotes are taken."""
    _tell_vendors(CLOSED, request, instance_key=f"quote-request:{request.pk}", now=now)


def send_quote_request_cancelled(request: QuoteRequest, *, now: datetime) -> None:
    """To every invited vendor: the request was called off."""
    _tell_vendors(CANCELLED, request, instance_key=f"quote-request:{request.pk}", now=now)


def send_quote_deadline_soon(invitation: QuoteInvitation, *, now: datetime) -> None:
    """To the vendor's team, once for each deadline."""
    due = f"{invitation.request.deadline_at:%Y%m%d%H%M}"
    _tell_vendor(DEADLINE_SOON, invitation, instance_key=f"quote-invitation:{invitation.pk}:{due}", now=now)


def send_quote_question_asked(question: QuoteQuestion, *, now: datetime) -> None:
    """To the staff concerned; who asked stands on the page alone, and the mail leads to the question there."""
    request = question.invitation.request
    path = f"{request.get_absolute_url()}#question-{question.pk}"
    _tell_staff(ASKED, request, instance_key=f"quote-question:{question.pk}", now=now, path=path)


def send_quote_submitted(quote: Quote, *, now: datetime) -> None:
    """To the staff concerned: a quote, or one in place of another."""
    key = f"quote-version:{quote.current_id}"
    _tell_staff(SUBMITTED, quote.invitation.request, instance_key=key, now=now)


def send_quote_withdrawn(quote: Quote, *, now: datetime) -> None:
    """To the staff concerned: a quote does not count any more."""
    key = f"quote-version:{quote.current_id}"
    _tell_staff(WITHDRAWN, quote.invitation.request, instance_key=key, now=now)


def send_quote_declined(invitation: QuoteInvitation, *, now: datetime) -> None:
    """To the staff concerned: no quote will come from one vendor."""
    key = f"quote-invitation:{invitation.pk}:{invitation.declined_at:%Y%m%d%H%M%S%f}"
    _tell_staff(DECLINED, invitation.request, instance_key=key, now=now)


def send_quote_resumed(invitation: QuoteInvitation, *, declined_at: datetime, now: datetime) -> None:
    """To the staff concerned: one vendor took its refusal back."""
    key = f"quote-invitation:{invitation.pk}:{declined_at:%Y%m%d%H%M%S%f}"
    _tell_staff(RESUMED, invitation.request, instance_key=key, now=now)


def _tell_vendors(event: NotificationEvent, request: QuoteRequest, *, instance_key: str, now: datetime) -> None:
    """Each person once, also when their vendor was asked about two services."""
    for invitation in _not_declined(request):
        _tell_vendor(event, invitation, instance_key=instance_key, now=now)


def _not_declined(request: QuoteRequest) -> Iterator[QuoteInvitation]:
    """Who declined is left in peace."""
    invitations = request.invitations.select_related("version", "vendor").order_by("pk")
    for invitation in invitations.exclude(status=QuoteInvitationStatus.DECLINED):
        invitation.request = request
        yield invitation


def _tell_vendor(
    event: NotificationEvent, invitation: QuoteInvitation, *, instance_key: str, now: datetime, path: str | None = None
) -> None:
    team = User.objects.filter(
        vendor_memberships__vendor=invitation.vendor_id, vendor_memberships__ended_at__isnull=True
    ).order_by("pk")
    words = _words(invitation.request) | {"service": invitation.version.name}
    notify(event.key, instance_key=instance_key, recipients=team, target=invitation, path=path, context=words, now=now)


def _tell_staff(
    event: NotificationEvent, request: QuoteRequest, *, instance_key: str, now: datetime, path: str | None = None
) -> None:
    people, words = concerned_staff(request, now), _words(request)
    notify(event.key, instance_key=instance_key, recipients=people, target=request, path=path, context=words, now=now)


def concerned_staff(request: QuoteRequest, now: datetime) -> Iterable[User]:
    """Who wrote, sent or answered, and the project's lead: those still on staff; else colleagues, for somebody must."""
    live = MunicipalMembership.objects.live(now).filter(municipality=request.project.municipality_id).values("user")
    colleagues: QuerySet[User] = User.objects.filter(pk__in=live).order_by("pk")
    answerers = QuoteQuestion.objects.filter(invitation__request=request).values("answered_by")
    named = [request.created_by_id, request.opened_by_id, request.project.lead_id]
    people = list(colleagues.filter(Q(pk__in=[pk for pk in named if pk]) | Q(pk__in=answerers)))
    return people or colleagues[:MOST_STAFF]


def _words(request: QuoteRequest) -> dict[str, object]:
    return {
        "title": request.title,
        "body": request.project.municipality.full_name,
        "deadline_at": request.deadline_at,
    }
