"""What waits for a person in the ground app."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.enums import DomainStatus, MailStatus, ReportStatus, RequestStatus
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
    User,
    VendorHandover,
)
from accounts.personas import Persona
from dss.waiting import Pile


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
    requests = MembershipRequest.objects.filter(status=RequestStatus.PENDING).exclude(user=user)
    proposed = MunicipalDomain.objects.filter(status=DomainStatus.PROPOSED).exclude(proposed_by=user)
    stale = MunicipalDomain.objects.due_for_recheck(now)
    reports = Report.objects.filter(status=ReportStatus.OPEN).exclude(reporter=user)
    mails = OutboxMail.objects.filter(status__in=[MailStatus.FAILED, MailStatus.UNKNOWN])
    wrong_files = _queue("storedfile", "state__in=missing,changed")
    return [
        Pile("職員資格の申請", requests, _queue("membershiprequest", "status__exact=pending"), since="created_at"),
        Pile(
            "確認を待っている自治体ドメイン",
            proposed,
            _queue("municipaldomain", "status__exact=proposed"),
            since="proposed_at",
        ),
        Pile(
            "確認から1年が過ぎた自治体ドメイン",
            stale,
            _queue("municipaldomain", "recheck=yes"),
            since="last_checked_at",
        ),
        Pile("未対応の通報", reports, _queue("report", "status__exact=open"), since="created_at"),
        Pile("送信できていないメール", mails, _queue("outboxmail", "status__in=failed,unknown"), since="created_at"),
        Pile("止まっているジョブ", DeadJob.objects.dead(now), _queue("deadjob", ""), since="last_at"),
        Pile("保存先で異常のあるファイル", StoredFile.objects.wrong(), wrong_files, since="wrong_since"),
    ]


def _queue(model: str, query: str) -> str:
    return f"{reverse(f'admin:accounts_{model}_changelist')}?{query}"
