"""What the vendor learns of the sender. Every page and mail for a vendor takes its words from here, and so does the
preview the staff confirm: there is no second place that could say more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.kept_names import names_of_body, names_of_person, told_in
from accounts.models import Municipality, User
from procurement.enums import Disclosure, MessageSide
from procurement.models import Inquiry, InquiryAttachment, InquiryMessage

LEFT = "退会した方"


@dataclass(frozen=True, slots=True)
class SenderCard:
    """The sender as the vendor sees them; `person` is empty when no name is told, `body` may be a class of bodies."""

    body: str
    person: str

    def __str__(self) -> str:
        return f"{self.body} {self.person}" if self.person else f"{self.body}の職員"


@dataclass(frozen=True, slots=True)
class Entry:
    """One message as one side sees it."""

    pk: int
    label: str
    is_own: bool
    body: str
    created_at: datetime
    file: InquiryAttachment | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """A thread as the vendor sees it. Templates of the vendor's desk get this, never the `Inquiry`."""

    pk: int
    kind: str
    kind_label: str
    subject: str
    status: str
    status_label: str
    service_name: str
    version_number: int
    service_id: int
    sender: SenderCard
    demo_format: str
    wished_dates: str
    is_closed: bool
    is_declined: bool
    awaits_vendor: bool
    created_at: datetime
    last_activity_at: datetime


def sender_card(inquiry: Inquiry) -> SenderCard:
    """The sender of a stored thread."""
    person = inquiry.contact.name if inquiry.contact is not None else ""
    return _card(inquiry.disclosure, inquiry.municipality, inquiry.body_class, person)


def preview_card(level: str, municipality: Municipality, body_class: str, person: User) -> SenderCard:
    """What the vendor will see when `person` discloses this much."""
    return _card(level, municipality, body_class, person.name)


def reply_card(inquiry: Inquiry, person: User) -> SenderCard:
    """As whom `person`, of the municipality, appears to the vendor in the next message of this thread."""
    return _card(inquiry.disclosure, inquiry.municipality, inquiry.body_class, person.name)


def _card(level: str, municipality: Municipality, body_class: str, person: str) -> SenderCard:
    if level == Disclosure.BAND:
        return SenderCard(body_class, "")
    return SenderCard(municipality.full_name, person if level == Disclosure.PERSON else "")


def lead_of(inquiry: Inquiry) -> Lead:
    """The vendor's view of a thread."""
    return Lead(
        pk=inquiry.pk,
        kind=inquiry.kind,
        kind_label=inquiry.get_kind_display(),
        subject=inquiry.subject,
        status=inquiry.status,
        status_label=inquiry.get_status_display(),
        service_name=inquiry.version.name,
        version_number=inquiry.version.number,
        service_id=inquiry.service_id,
        sender=sender_card(inquiry),
        demo_format=inquiry.get_demo_format_display(),
        wished_dates=inquiry.wished_dates,
        is_closed=inquiry.is_closed,
        is_declined=inquiry.is_declined,
        awaits_vendor=inquiry.awaits_vendor,
        created_at=inquiry.created_at,
        last_activity_at=inquiry.last_activity_at,
    )


def entries_for_vendor(inquiry: Inquiry, messages: Iterable[InquiryMessage]) -> list[Entry]:
    """The thread for the vendor: staff by what was disclosed, its own people by name."""
    return [
        _entry(message, _vendor_sees(inquiry, message), is_own=message.side == MessageSide.VENDOR)
        for message in messages
    ]


def entries_for_staff(inquiry: Inquiry, messages: Iterable[InquiryMessage]) -> list[Entry]:
    """The thread for the municipality: everybody by name."""
    owner = {MessageSide.STAFF: inquiry.municipality.name, MessageSide.VENDOR: inquiry.vendor.name}
    return [
        _entry(
            message,
            f"{owner[MessageSide(message.side)]} {_name(message)}",
            is_own=message.side == MessageSide.STAFF,
        )
        for message in messages
    ]


def _entry(message: InquiryMessage, label: str, *, is_own: bool) -> Entry:
    file = getattr(message, "attachment", None)
    return Entry(message.pk, label, is_own, message.body, message.created_at, file)


def _vendor_sees(inquiry: Inquiry, message: InquiryMessage) -> str:
    if message.side == MessageSide.VENDOR:
        return f"{inquiry.vendor.name} {_name(message)}"
    told = message.names_author or (message.author_id is not None and message.author_id == inquiry.contact_id)
    card = sender_card(inquiry)
    named = inquiry.disclosure == Disclosure.PERSON and told and message.author is not None
    return str(SenderCard(card.body, _name(message) if named else ""))


def _name(message: InquiryMessage) -> str:
    return message.author.name if message.author is not None else LEFT


def told_names(text: str, *, level: str, municipality: Municipality, person: User) -> list[str]:
    """The names in `text` that the chosen level keeps back, as the person would recognise them."""
    return told_in(text, _kept_back(level, municipality, person))


def _kept_back(level: str, municipality: Municipality, person: User) -> list[str]:
    if level == Disclosure.PERSON:
        return []
    words = names_of_person(person)
    return words + names_of_body(municipality, person) if level == Disclosure.BAND else words
