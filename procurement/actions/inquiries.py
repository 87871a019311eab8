"""The municipality's side of a thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.body_class import body_class
from accounts.models import Municipality, User
from accounts.personas import persona_of
from catalog.models import Service
from documents.files import CheckedUpload
from dss.access import DomainError
from procurement.actions.brochures import hand_over
from procurement.actions.project_steps import expect_at_hand, lock_project
from procurement.actions.threads import (
    USED_ELSEWHERE,
    lock_inquiry,
    message_of,
    refuse_closed,
    step,
    tell_project,
    write_message,
)
from procurement.emails import send_inquiry_received, send_inquiry_replied, send_inquiry_revealed
from procurement.enums import Disclosure, InquiryKind, InquiryStatus, MessageSide, ProjectStepKind
from procurement.models import Inquiry, InquiryMessage, Project
from procurement.policies import (
    can_close_inquiry,
    can_create_inquiry,
    can_edit_project,
    can_reopen_inquiry,
    can_reply_inquiry,
    can_reveal_inquiry,
    can_tie_inquiry,
)


@dataclass(frozen=True, slots=True)
class DemoWishes:
    """When and how a body would like to see the service."""

    format: str = ""
    dates: str = ""


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
    project: Project | None = None,
    wishes: DemoWishes | None = None,
    file: CheckedUpload | None = None,
) -> Inquiry:
    """Send an inquiry; a brochure request hands the brochures over at once. `project` is what it is asked for.

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
    purpose = _lock_purpose(project, actor)
    wished = wishes or DemoWishes()
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
        project=purpose,
        demo_format=wished.format,
        wished_dates=wished.dates,
        client_token=client_token,
        created_at=now,
        last_activity_at=now,
        awaited_since=now,
    )
    if body:
        write_message(
            inquiry, side=MessageSide.STAFF, body=body, client_token=client_token, actor=actor, now=now, file=file
        )
    if kind == InquiryKind.BROCHURE:
        hand_over(inquiry, now=now)
    record(actor=actor, verb="create_inquiry", obj=inquiry, now=now, data={"kind": kind, "disclosure": disclosure})
    tell_project(inquiry, ProjectStepKind.INQUIRY_SENT, actor=actor, now=now)
    send_inquiry_received(inquiry, now=now)
    return inquiry


@transaction.atomic
def reply_inquiry(
    *,
    inquiry: Inquiry,
    body: str,
    client_token: UUID,
    shown_as: Disclosure,
    actor: User,
    now: datetime,
    file: CheckedUpload | None = None,
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
    if locked.is_declined:
        raise DomainError("事業者がこの問い合わせへの対応を辞退したため、続きを送れません。")
    if locked.disclosure != shown_as:
        raise DomainError(
            "書いている間に、同僚が事業者に伝える範囲を広げました。メッセージは送られていません。"
            "あなたが事業者にどう表示されるかを確かめて、もう一度送信してください。"
        )
    message = write_message(
        locked, side=MessageSide.STAFF, body=body, client_token=client_token, actor=actor, now=now, file=file
    )
    if locked.status == InquiryStatus.ANSWERED:
        step(locked, InquiryStatus.WAITING, now=now)
    locked.last_activity_at = now
    locked.save()
    record(actor=actor, verb="reply_inquiry", obj=locked, now=now, data={"message": message.pk})
    tell_project(locked, ProjectStepKind.INQUIRY_REPLIED, actor=actor, now=now)
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
    tell_project(locked, ProjectStepKind.INQUIRY_CLOSED, actor=actor, now=now)
    return locked


@transaction.atomic
def reopen_inquiry(*, inquiry: Inquiry, actor: User, now: datetime) -> Inquiry:
    """Go on: it is the vendor's turn. DomainError: not closed, or another brochure request is open by now."""
    lock_body(inquiry.municipality_id)
    locked = lock_inquiry(inquiry)
    can_reopen_inquiry(actor, locked).or_refuse()
    if not locked.is_closed:
        raise DomainError("この問い合わせは終了していません。")
    if locked.declined_at is not None:
        raise DomainError("事業者が対応を辞退した問い合わせは再開できません。")
    twins = Inquiry.objects.open_brochure_requests(locked.municipality).filter(service=locked.service_id)
    if locked.kind == InquiryKind.BROCHURE and twins.exists():
        raise DomainError("同じサービスへの資料請求がほかにあるため、再開できません。そちらをご利用ください。")
    step(locked, InquiryStatus.WAITING if locked.answered_at else InquiryStatus.OPEN, now=now)
    locked.last_activity_at = now
    locked.save()
    record(actor=actor, verb="reopen_inquiry", obj=locked, now=now)
    tell_project(locked, ProjectStepKind.INQUIRY_REOPENED, actor=actor, now=now)
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
    tell_project(locked, ProjectStepKind.INQUIRY_REVEALED, actor=actor, now=now)
    send_inquiry_revealed(locked, now=now)
    return locked


@transaction.atomic
def tie_inquiry(*, inquiry: Inquiry, project: Project, actor: User, now: datetime) -> Inquiry:
    """Put a thread that was asked for nothing in particular into a project; the vendor learns nothing of it.

    The same again changes nothing. DomainError: it belongs to another project, or this one is archived.
    """
    purpose = lock_project(project.pk)
    threads = Inquiry.objects.select_for_update(of=("self",), no_key=True).select_related("version", "vendor")
    locked = threads.get(pk=inquiry.pk)
    can_tie_inquiry(actor, locked).or_refuse()
    can_edit_project(actor, purpose).or_refuse()
    if locked.project_id == purpose.pk:
        return locked
    if locked.project_id is not None:
        raise DomainError("この問い合わせは、すでにほかの検討案件に加えられています。")
    expect_at_hand(purpose)
    locked.project = purpose
    locked.save(update_fields=["project"])
    record(actor=actor, verb="tie_inquiry", obj=locked, now=now)
    tell_project(locked, ProjectStepKind.INQUIRY_TIED, actor=actor, now=now)
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
    if sent is not None and sent.service_id != service.pk:
        raise DomainError(USED_ELSEWHERE)
    if sent is not None or kind != InquiryKind.BROCHURE:
        return sent
    return Inquiry.objects.open_brochure_requests(municipality).filter(service=service).first()


def _lock_purpose(project: Project | None, actor: User) -> Project | None:
    if project is None:
        return None
    locked = lock_project(project.pk)
    can_edit_project(actor, locked).or_refuse()
    expect_at_hand(locked)
    return locked


def _refuse_above_limits(actor: User, municipality: Municipality, now: datetime) -> None:
    """Vendors can trust that each inquiry is meant; the caller holds the municipality's row."""
    sent = Inquiry.objects.created_on(timezone.localdate(now))
    limits = (
        ("1人", sent.filter(created_by=actor), settings.INQUIRIES_A_DAY_OF_PERSON),
        ("1団体", sent.filter(municipality=municipality), settings.INQUIRIES_A_DAY_OF_BODY),
    )
    for who, threads, limit in limits:
        if threads.count() >= limit:
            again = timezone.localdate(now) + timedelta(days=1)
            raise DomainError(
                f"{who}が1日に送れる問い合わせは{limit}件までです。{again:%-m月%-d日}の0時から、また送信できます。"
            )
