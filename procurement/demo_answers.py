"""More threads of the demonstration: enough answers for a median, one refusal, one asked out of a project with a file;
and colleagues who watch, and a project continued in the next year."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User, VendorMembership
from catalog.models import Service
from documents.files import CheckedUpload, check_upload
from procurement import actions
from procurement.actions import DemoWishes, ProjectFacts
from procurement.demo import AOBA, FUKAYA, MINATO, SHIOJIRI
from procurement.demo_projects import COLLEAGUE
from procurement.demo_quotes import MINUTES
from procurement.enums import DemoFormat, Disclosure, InquiryKind, MemberRole
from procurement.models import Inquiry, Project

_TOKENS = uuid.UUID("6c0f3a52-7d3e-4a0e-9f2b-0a7b8d1c2e33")
COUNTER = "書かない窓口の試行導入（デモデータ）"
NEXT_YEAR = "書かない窓口の本格導入（デモデータ）"


@dataclass(frozen=True, slots=True)
class _Question:
    staff: str
    subject: str
    body: str
    answer: str
    asked: int
    """Days ago."""
    took: int
    """Days until the answer."""


_QUESTIONS = (
    _Question(
        FUKAYA,
        "利用者を増やすときの費用",
        "年度の途中で利用者を20人増やせますか。費用の考え方を教えてください。",
        "月の単位で増やせます。1人あたりの月額は掲載のとおりです。",
        asked=75,
        took=1,
    ),
    _Question(
        SHIOJIRI,
        "操作の記録を残す期間",
        "操作の記録は何年分残りますか。庁内の規程では5年です。",
        "標準で1年です。5年分を残す設定もできます。",
        asked=62,
        took=2,
    ),
    _Question(
        FUKAYA,
        "研修の進め方",
        "研修はオンラインでも受けられますか。",
        "はい。録画もお渡しします。",
        asked=48,
        took=1,
    ),
    _Question(
        SHIOJIRI,
        "障害のときの連絡",
        "夜間に止まったとき、どのように知らせてもらえますか。",
        "登録された宛先にメールでお知らせし、翌朝に電話でもご連絡します。",
        asked=33,
        took=6,
    ),
)


def load_demo_answers(*, now: datetime) -> None:
    """Again: nothing happens twice. The threads, projects and people of the demonstration must exist."""
    listing = _listing(AOBA)
    if listing is None:
        return
    for question in _QUESTIONS:
        asked = now - timedelta(days=question.asked)
        inquiry = _ask(question.staff, listing, question.subject, question.body, Disclosure.BODY, asked)
        _answer(inquiry, AOBA, question.answer, asked + timedelta(days=question.took))
    _declined(now)
    _out_of_a_project(listing, now)
    _watched(now)
    _continued(now)


def _declined(now: datetime) -> None:
    listing = _listing(MINATO)
    if listing is None:
        return
    wishes = DemoWishes(format=DemoFormat.VISIT, dates="来月の平日の午前、1時間程度（デモデータ）")
    asked = now - timedelta(days=12)
    body = "窓口の職員10名で画面を見たいと考えています。"
    inquiry = _ask(
        FUKAYA, listing, "訪問してのデモの依頼", body, Disclosure.BAND, asked, kind=InquiryKind.DEMO, wishes=wishes
    )
    if inquiry.declined_at is None and inquiry.first_answered_at is None:
        actions.decline_lead(
            inquiry=inquiry,
            reason="（デモデータ）訪問してのデモは、対応できる人員がないため辞退します。オンラインでしたらお受けできます。",
            client_token=_token("declined"),
            actor=User.objects.get(email=MINATO),
            now=now - timedelta(days=11),
        )


def _out_of_a_project(listing: Service, now: datetime) -> None:
    project = Project.objects.filter(title=MINUTES.title, archived_at=None).first()
    if project is None:
        return
    meetings = "（デモデータ）想定する会議\n庁議 月2回\n審議会 年20回\n".encode()
    file = check_upload(SimpleUploadedFile("想定する会議の一覧.txt", meetings))
    body = "添付の会議で使うことを考えています。話者の区別は何人までできますか。"
    asked = now - timedelta(days=2)
    _ask(SHIOJIRI, listing, "話者の区別について", body, Disclosure.BODY, asked, project=project, file=file)


def _watched(now: datetime) -> None:
    project = Project.objects.filter(title=MINUTES.title, archived_at=None).first()
    lead = User.objects.get(email=SHIOJIRI)
    if project is not None and project.lead_id != lead.pk:
        actions.add_project_member(project=project, person=lead, role=MemberRole.FOLLOWER, actor=lead, now=now)


def _continued(now: datetime) -> None:
    source = Project.objects.filter(title=COUNTER).first()
    if source is None or source.budget_year is None:
        return
    facts = ProjectFacts(
        title=NEXT_YEAR,
        need="（デモデータ）試行の結果を受けて、来年度は支所を含めた全部の窓口に広げます。",
        budget_year=source.budget_year + 1,
    )
    actions.copy_project(
        source=source,
        facts=facts,
        client_token=_token(NEXT_YEAR),
        actor=User.objects.get(email=COLLEAGUE),
        now=now - timedelta(days=1),
    )


def _listing(vendor: str) -> Service | None:
    team = VendorMembership.objects.get(user__email=vendor, ended_at=None)
    return Service.objects.published().filter(vendor=team.vendor_id).order_by("pk").first()


def _ask(
    staff: str,
    listing: Service,
    subject: str,
    body: str,
    disclosure: Disclosure,
    now: datetime,
    *,
    kind: InquiryKind = InquiryKind.QUESTION,
    wishes: DemoWishes | None = None,
    project: Project | None = None,
    file: CheckedUpload | None = None,
) -> Inquiry:
    return actions.create_inquiry(
        service=listing,
        kind=kind,
        subject=subject,
        body=body,
        disclosure=disclosure,
        client_token=_token(staff, subject),
        actor=User.objects.get(email=staff),
        now=now,
        project=project,
        wishes=wishes,
        file=file,
    )


def _answer(inquiry: Inquiry, vendor: str, body: str, now: datetime) -> None:
    actions.answer_lead(
        inquiry=inquiry,
        body=body,
        client_token=_token(str(inquiry.pk), body),
        actor=User.objects.get(email=vendor),
        now=now,
    )


def _token(*parts: str) -> uuid.UUID:
    """The same for the same thing in every run."""
    return uuid.uuid5(_TOKENS, " ".join(parts))
