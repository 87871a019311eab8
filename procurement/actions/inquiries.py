"""The municipality's side of a thread."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.body_class import body_class
from accounts.models import Municipality, User
from accounts.personas import persona_of
from catalog.models import Service
from dss.access import DomainError
from procurement.actions.brochures import hand_over
from procurement.actions.threads import lock_inquiry, message_of, refuse_closed, step, write_message
from procurement.emails import send_inquiry_received, send_inquiry_replied, send_inquiry_revealed
from procurement.enums import Disclosure, InquiryKind, InquiryStatus, MessageSide
from procurement.models import Inquiry, InquiryMessage
from procurement.policies import (
    can_close_inquiry,
    can_create_inquiry,
    can_reopen_inquiry,
    can_reply_inquiry,
    can_reveal_inquiry,
)

PERSON_A_DAY = 20
BODY_A_DAY = 50
"""New threads of one person and of one municipality in a day (Tokyo): vendors can trust that each one is meant."""


@transaction.atomic
def create_inquiry(
    *,
    service: Service,
    kind: InquiryKind,
    subject: str,
    body: str,
    disclosure: Disclosure,
    client_token: UUID,
    actor: User,
    now: datetime,
) -> Inquiry:
    """Send an inquiry; a brochure request hands the brochures over at once.

    The same form sent twice, or a second brochure request while one is open, returns the thread there is.
    DomainError: the day's limit is reached.
    """
    asked = Service.objects.select_related("vendor", "current").get(pk=service.pk)
    can_create_inquiry(actor, asked).or_refuse()
    if asked.current is None:
        raise DomainError("このサービスはいま掲載されていないため、問い合わせを送れません。")
    municipality = _lock_municipality(actor, now)
    existing = _existing(asked, kind, client_token, actor, municipality)
    if existing is not None:
        return existing
    _refuse_above_limits(actor, municipality, now)
    inquiry = Inquiry.objects.create(
        kind=kind,
        subject=subject,
        service=asked,
        version=asked.current,
        vendor=asked.vendor,
        municipality=municipality,
        created_by=actor,
        disclosure=disclosure,
        body_class=body_class(municipality),
        contact=actor if disclosure == Disclosure.PERSON else None,
        client_token=client_token,
        created_at=now,
        last_activity_at=now,
    )
    if body:
        write_message(inquiry, side=MessageSide.STAFF, body=body, client_token=client_token, actor=actor, now=now)
    if kind == InquiryKind.BROCHURE:
        hand_over(inquiry, now=now)
    record(actor=actor, verb="create_inquiry", obj=inquiry, now=now, data={"kind": kind, "disclosure": disclosure})
    send_inquiry_received(inquiry, now=now)
    return inquiry


@transaction.atomic
def reply_inquiry(
    *, inquiry: Inquiry, body: str, client_token: UUID, shown_as: Disclosure, actor: User, now: datetime
) -> InquiryMessage:
    """Write to the vendor; an answered thread waits for it again. The same form sent twice makes one message.

    `shown_as`: what the writer was told the vendor would see. DomainError: a colleague has disclosed more since.
    """
    locked = lock_inquiry(inquiry)
    can_reply_inquiry(actor, locked).or_refuse()
    twin = message_of(locked, actor, client_token)
    if twin is not None:
        return twin
    refuse_closed(locked)
    if locked.disclosure != shown_as:
        raise DomainError(
            "書いている間に、同僚が事業者に伝える範囲を広げました。メッセージは送られていません。"
            "あなたが事業者にどう表示されるかを確かめて、もう一度送信してください。"
        )
    message = write_message(locked, side=MessageSide.STAFF, body=body, client_token=client_token, actor=actor, now=now)
    if locked.status == InquiryStatus.ANSWERED:
        step(locked, InquiryStatus.WAITING, now=now)
    locked.last_activity_at = now
    locked.save()
    record(actor=actor, verb="reply_inquiry", obj=locked, now=now, data={"message": message.pk})
    send_inquiry_replied(message, now=now)
    return message


@transaction.atomic
def close_inquiry(*, inquiry: Inquiry, actor: User, now: datetime) -> Inquiry:
    """Nothing more is expected of the vendor. DomainError: a colleague was quicker."""
    locked = lock_inquiry(inquiry)
    can_close_inquiry(actor, locked).or_refuse()
    step(locked, InquiryStatus.CLOSED, now=now)
    locked.last_activity_at = now
    locked.save()
    record(actor=actor, verb="close_inquiry", obj=locked, now=now)
    return locked


@transaction.atomic
def reopen_inquiry(*, inquiry: Inquiry, actor: User, now: datetime) -> Inquiry:
    """Go on: it is the vendor's turn. DomainError: not closed, or another brochure request is open by now."""
    lock_body(inquiry.municipality_id)
    locked = lock_inquiry(inquiry)
    can_reopen_inquiry(actor, locked).or_refuse()
    if not locked.is_closed:
        raise DomainError("この問い合わせは終了していません。")
    twins = Inquiry.objects.open_brochure_requests(locked.municipality).filter(service=locked.service_id)
    if locked.kind == InquiryKind.BROCHURE and twins.exists():
        raise DomainError("同じサービスへの資料請求がほかにあるため、再開できません。そちらをご利用ください。")
    step(locked, InquiryStatus.WAITING if locked.answered_at else InquiryStatus.OPEN, now=now)
    locked.last_activity_at = now
    locked.save()
    record(actor=actor, verb="reopen_inquiry", obj=locked, now=now)
    return locked


@transaction.atomic
def reveal_inquiry(*, inquiry: Inquiry, disclosure: Disclosure, actor: User, now: datetime) -> Inquiry:
    """Tell the vendor more of the sender, never less; a person reveals only their own name."""
    locked = lock_inquiry(inquiry)
    can_reveal_inquiry(actor, locked).or_refuse()
    if disclosure not in Inquiry.WIDER[Disclosure(locked.disclosure)]:
        raise DomainError(f"事業者には、すでに「{locked.get_disclosure_display()}」設定になっています。")
    locked.disclosure = disclosure
    locked.contact = actor if disclosure == Disclosure.PERSON else None
    locked.revealed_at = now
    locked.last_activity_at = now
    locked.save()
    record(actor=actor, verb="reveal_inquiry", obj=locked, now=now, data={"disclosure": disclosure})
    send_inquiry_revealed(locked, now=now)
    return locked


def lock_body(code: str) -> Municipality:
    """Hold the municipality's row: its new threads are counted one after the other."""
    return Municipality.objects.select_for_update(no_key=True).get(pk=code)


def _lock_municipality(actor: User, now: datetime) -> Municipality:
    municipality = persona_of(actor, now).municipality
    if municipality is None:
        raise DomainError("所属の確認が切れています。マイページで登録の状況をご確認ください。")
    return lock_body(municipality.pk)


def _existing(
    service: Service, kind: InquiryKind, client_token: UUID, actor: User, municipality: Municipality
) -> Inquiry | None:
    sent = Inquiry.objects.filter(created_by=actor, client_token=client_token).first()
    if sent is not None or kind != InquiryKind.BROCHURE:
        return sent
    return Inquiry.objects.open_brochure_requests(municipality).filter(service=service).first()


def _refuse_above_limits(actor: User, municipality: Municipality, now: datetime) -> None:
    today = Inquiry.objects.created_on(timezone.localdate(now))
    if today.filter(created_by=actor).count() >= PERSON_A_DAY:
        raise DomainError(f"1人が1日に送れる問い合わせは{PERSON_A_DAY}件までです。明日以降に送信してください。")
    if today.filter(municipality=municipality).count() >= BODY_A_DAY:
        raise DomainError(f"1団体が1日に送れる問い合わせは{BODY_A_DAY}件までです。明日以降に送信してください。")
