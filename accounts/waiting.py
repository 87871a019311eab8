"""What waits for a person in the ground app."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.enums import MailStatus, RequestStatus
from accounts.membership_year import is_confirmation_season, last_day_after
from accounts.models import (
    Advisor,
    DeadJob,
    MembershipRequest,
    MunicipalDomain,
    MunicipalMembership,
    OutboxMail,
    Report,
    StoredFile,
    SuspendedAddress,
    User,
    VendorHandover,
)
from accounts.personas import Persona
from dss.waiting import Pile

MINE = "waits=mine"
"""The filter of the operators' lists that leaves out what the operator may not decide (`mine_filter`)."""


def piles_of(user: User, persona: Persona, now: datetime) -> list[Pile]:
    """The person's own standing first, then the operators' queues."""
    return _own(user, persona, now) + (queues_of(user, persona, now) if persona.is_operator else [])


def _own(user: User, persona: Persona, now: datetime) -> list[Pile]:
    if persona.municipality:
        return _yearly_confirmation(user, now)
    if persona.is_advisor:
        silent = Advisor.objects.of_person(user).unstated(now)
        return [Pile("特定の事業者との関係の申告", silent, reverse("accounts:advisor_profile"))]
    if persona.vendor:
        offers = VendorHandover.objects.asking(user)
        return [Pile("事業者の管理者を引き継いでほしいという依頼", offers, reverse("accounts:vendor_team"))]
    asked = MembershipRequest.objects.filter(user=user, status=RequestStatus.PENDING)
    return [Pile("運営が確認している、職員資格の申請", asked, reverse("accounts:membership_request"))]


def _yearly_confirmation(user: User, now: datetime) -> list[Pile]:
    today = timezone.localdate(now)
    if not is_confirmation_season(today):
        return []
    due = MunicipalMembership.objects.live(now).filter(user=user, expires_on__lt=last_day_after(today))
    return [Pile("年に一度の所属の確認（5月31日まで）", due, reverse("accounts:membership"))]


def queues_of(user: User, persona: Persona, now: datetime) -> list[Pile]:
    """The operators' queues, without what this very operator may not decide: their own request, report, proposal."""
    requests = MembershipRequest.objects.decidable_by(user)
    proposed = MunicipalDomain.objects.verifiable_by(user)
    stale = MunicipalDomain.objects.due_for_recheck(now)
    reports = Report.objects.decidable_by(user)
    mails = OutboxMail.objects.filter(status__in=[MailStatus.FAILED, MailStatus.UNKNOWN])
    wrong_files = _queue("storedfile", "state__in=missing,changed")
    return [
        Pile("職員資格の申請", requests, _queue("membershiprequest", MINE), since="created_at"),
        Pile(
            "確認を待っている自治体ドメイン",
            proposed,
            _queue("municipaldomain", MINE),
            since="proposed_at",
        ),
        Pile(
            "確認から1年が過ぎた自治体ドメイン",
            stale,
            _queue("municipaldomain", "recheck=yes"),
            since="last_checked_at",
        ),
        Pile("未対応の通報", reports, _queue("report", MINE), since="created_at"),
        Pile("送信できていないメール", mails, _queue("outboxmail", "status__in=failed,unknown"), since="created_at"),
        Pile(
            "配信を止めているメールアドレス",
            SuspendedAddress.objects.in_force(),
            _queue("suspendedaddress", "lifted_at__isempty=1"),
            since="suspended_at",
        ),
        Pile("止まっているジョブ", DeadJob.objects.dead(now), _queue("deadjob", ""), since="last_at"),
        Pile("保存先で異常のあるファイル", StoredFile.objects.wrong(), wrong_files, since="wrong_since"),
    ]


def _queue(model: str, query: str) -> str:
    return f"{reverse(f'admin:accounts_{model}_changelist')}?{query}"
