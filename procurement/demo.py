"""Threads of the demonstration, written by the same actions that real people use. Again: nothing happens twice."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress

from accounts.actions.terms import give_consent
from accounts.demo import PASSWORD
from accounts.enums import VendorRole
from accounts.models import User, Vendor, VendorMembership
from catalog.demo.files import demo_vendors
from catalog.models import Service
from procurement import actions
from procurement.enums import Disclosure, InquiryKind, InquiryStatus
from procurement.models import Inquiry

FUKAYA = "staff-fukaya@city.fukaya.saitama.jp"
SHIOJIRI = "staff-shiojiri@city.shiojiri.lg.jp"
AOBA = "vendor-a@aoba-systems.example"
MINATO = "vendor-b@minato-tech.example"
_TOKENS = uuid.UUID("0f7c1f0e-52a5-4b0b-9a55-6d2f5a0c7a11")


def load_demo_inquiries(*, now: datetime) -> None:
    """Somebody in every fictional vendor's team, then four threads between the demo log-ins. Listings must exist."""
    for vendor in demo_vendors():
        _employ_somebody(vendor.key, vendor.name, now)
    question = _ask(FUKAYA, AOBA, 0, InquiryKind.QUESTION, Disclosure.BAND, now - timedelta(days=9))
    _answer(question, AOBA, "国内2か所のデータセンターに保存します。", now - timedelta(days=8))
    _ask(FUKAYA, MINATO, 0, InquiryKind.BROCHURE, Disclosure.BODY, now - timedelta(days=3))
    demo = _ask(SHIOJIRI, AOBA, 0, InquiryKind.DEMO, Disclosure.PERSON, now - timedelta(days=6))
    _answer(demo, AOBA, "オンラインでご説明できます。ご都合をお知らせください。", now - timedelta(days=5))
    _reply(demo, SHIOJIRI, "来週の火曜か木曜の午後を希望します。", now - timedelta(days=4))
    closed = _ask(SHIOJIRI, MINATO, 1, InquiryKind.QUESTION, Disclosure.BODY, now - timedelta(days=20))
    _answer(closed, MINATO, "はい。データはCSVで書き出せます。", now - timedelta(days=19))
    _close(closed, SHIOJIRI, now - timedelta(days=18))


def _employ_somebody(key: str, vendor_name: str, now: datetime) -> None:
    """Without a team a vendor cannot be asked; its log-in has the published password, too."""
    vendor = Vendor.objects.get(name=vendor_name)
    if VendorMembership.objects.filter(vendor=vendor, ended_at=None).exists():
        return
    email = f"sales@{key}.example"
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, PASSWORD, name="架空 担当者")
    give_consent(user=user, now=now)
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    VendorMembership.objects.create(vendor=vendor, user=user, role=VendorRole.OWNER, created_at=now)


_WORDS = {
    InquiryKind.QUESTION: ("データの保存場所について", "データはどこに保存されますか。書き出しもできますか。"),
    InquiryKind.BROCHURE: ("資料請求", "来年度の予算要求の参考にします。"),
    InquiryKind.DEMO: ("デモの依頼", "担当課の職員5名で画面を見たいと考えています。"),
}


def _ask(
    staff: str, vendor: str, place: int, kind: InquiryKind, disclosure: Disclosure, now: datetime
) -> Inquiry | None:
    """About the vendor's listing at this `place` in the order of their numbers; None when there is no such listing."""
    team = VendorMembership.objects.get(user__email=vendor, ended_at=None)
    listings = list(Service.objects.published().filter(vendor=team.vendor_id).order_by("pk")[place : place + 1])
    subject, body = _WORDS[kind]
    return (
        actions.create_inquiry(
            service=listings[0],
            kind=kind,
            subject=subject,
            body=body,
            disclosure=disclosure,
            client_token=_token(staff, vendor, str(place), kind),
            actor=User.objects.get(email=staff),
            now=now,
        )
        if listings
        else None
    )


def _answer(inquiry: Inquiry | None, vendor: str, body: str, now: datetime) -> None:
    if inquiry is not None:
        actions.answer_lead(
            inquiry=inquiry,
            body=body,
            client_token=_token(str(inquiry.pk), body),
            actor=User.objects.get(email=vendor),
            now=now,
        )


def _reply(inquiry: Inquiry | None, staff: str, body: str, now: datetime) -> None:
    if inquiry is not None:
        actions.reply_inquiry(
            inquiry=inquiry,
            body=body,
            client_token=_token(str(inquiry.pk), body),
            shown_as=Disclosure(inquiry.disclosure),
            actor=User.objects.get(email=staff),
            now=now,
        )


def _close(inquiry: Inquiry | None, staff: str, now: datetime) -> None:
    if inquiry is not None and inquiry.status != InquiryStatus.CLOSED:
        actions.close_inquiry(inquiry=inquiry, actor=User.objects.get(email=staff), now=now)


def _token(*parts: str) -> uuid.UUID:
    """The same for the same thread in every run, so that the actions see a form sent twice."""
    return uuid.uuid5(_TOKENS, " ".join(parts))
