"""Projects of the demonstration: one that goes on with its requests for quotes, and one decided from need to adoption.

Everything is written by the actions that real people use, in the order of days in which it would have happened.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import User, VendorMembership
from catalog.actions import AdoptionFacts
from catalog.enums import AdoptionStage, ProcurementMethod
from catalog.models import Service
from documents.models import DocumentVersion
from procurement import actions
from procurement.actions import LineFacts, ProjectFacts, QuoteFacts, RequestFacts
from procurement.demo import SHIOJIRI
from procurement.demo_quotes import MINUTES
from procurement.enums import QuoteItemKind, QuoteTax, Verdict
from procurement.fiscal_years import fiscal_year
from procurement.models import Candidate, Project, QuoteInvitation, QuoteRequest
from procurement.outcome_notices import Telling
from procurement.quote_template import ItemFacts

COLLEAGUE = "fuyuki-shiojiri@city.shiojiri.lg.jp"
_TOKENS = uuid.UUID("5f6a2a0e-93c1-4c55-8a5c-0d0c5f1f7b52")
_ITEMS = (
    ItemFacts(QuoteItemKind.ONE_TIME, "初期設定", "環境の準備、アカウントの発行、画面の設定"),
    ItemFacts(QuoteItemKind.ONE_TIME, "データ移行", "いまの仕組みからの移行"),
    ItemFacts(QuoteItemKind.ONE_TIME, "研修", "職員向けの操作研修2回とマニュアル"),
    ItemFacts(QuoteItemKind.ONE_TIME, "LGWAN接続の初期費用"),
    ItemFacts(QuoteItemKind.MONTHLY, "月額利用料", "保守と問い合わせ対応を含む"),
    ItemFacts(QuoteItemKind.YEARLY, "年額費用", "更新とライセンス"),
)
Amounts = Sequence[int | None]


def load_demo_projects(*, now: dt.datetime) -> None:
    """Again: nothing happens twice. Listings, people, documents and the requests for quotes must exist."""
    colleague = User.objects.get(email=COLLEAGUE)
    lead = User.objects.get(email=SHIOJIRI)
    _minutes(colleague, lead, now)
    _counter(lead, now)


@transaction.atomic
def _minutes(colleague: User, lead: User, now: dt.datetime) -> None:
    """Goes on: the request for quotes is out; notes, a verdict, a document, and a colleague who took it over."""
    project = Project.objects.filter(created_by=lead, title=MINUTES.title).first()
    if project is None or project.notes.exists():
        return
    _write(project, "議会事務局と打合せ。話者の区別ができることが必須とのこと。", lead, now - dt.timedelta(days=7))
    reason = "話者の区別とLGWAN接続の両方に対応。デモの画面も分かりやすい。"
    _judge(project, "たまゆら議事録", Verdict.SHORTLISTED, reason, lead, now - dt.timedelta(days=6))
    version = DocumentVersion.objects.attachable_by(lead).first()
    if version is not None:
        actions.attach_project_document(project=project, version=version, actor=lead, now=now - dt.timedelta(days=5))
    actions.take_over_project(project=project, seen_lead_id=lead.pk, actor=colleague, now=now - dt.timedelta(days=3))
    note = "担当を引き継ぎました。見積がそろったら、来年度の予算要求に合わせて比べます。"
    _write(project, note, colleague, now - dt.timedelta(days=3))


@transaction.atomic
def _counter(lead: User, now: dt.datetime) -> None:
    """Decided: two quotes with different taxes and ranges, one refusal, reasons, and the adoption."""
    need = "（デモデータ）転入の手続で、住民が同じ内容を何度も書いています。申請書を書かない窓口を試行から始めます。"
    names = ("みなと書かない窓口", "潮見 窓口ワンストップ支援", "瀬戸内 共同電子申請")
    facts = ProjectFacts("書かない窓口の試行導入（デモデータ）", need, None, fiscal_year(now.date()))
    project = _begin(facts, names, lead, now - dt.timedelta(days=60))
    if project is None:
        return
    _write(
        project,
        "市民課の窓口で3者の画面を見た。待ち時間の表示が分かりやすいのは「みなと」。",
        lead,
        now - dt.timedelta(days=50),
    )
    sent = _ask(project, names, now - dt.timedelta(days=40), deadline=now - dt.timedelta(days=20))
    minato, shiomi, setouchi = sent
    _quote(minato, (300_000, 150_000, 80_000, 120_000, 65_000, 0), QuoteTax.EXCLUDED, now - dt.timedelta(days=26))
    _quote(shiomi, (220_000, None, 88_000, 132_000, 70_400, 55_000), QuoteTax.INCLUDED, now - dt.timedelta(days=24))
    actions.decline_quote_invitation(
        invitation=setouchi,
        reason="年度内は新しい導入に対応できる人員がありません。",
        actor=_seller(setouchi),
        now=now - dt.timedelta(days=30),
    )
    places = {each.service_id: each.pk for each in project.candidates.all()}
    chosen, losing, declined = (places[each.service_id] for each in sent)
    outcome = actions.award_quote_request(
        request=QuoteRequest.objects.get(pk=minato.request_id),
        winner=minato,
        reasons="データ移行を含めた60か月の総額と、窓口での使いやすさを比べて選んだ。",
        remarks={
            chosen: "データ移行と研修を含めた総額が分かり、窓口の画面が分かりやすかった。",
            losing: "データ移行が見積に含まれず、別に費用がかかる。",
            declined: "人員の都合で辞退された。",
        },
        telling=Telling(winner=True, reasons={losing: "データ移行が見積に含まれず、総額で比べられませんでした。"}),
        client_token=_token("counter outcome"),
        actor=lead,
        now=now - dt.timedelta(days=10),
    )
    actions.record_outcome_adoption(
        outcome=outcome,
        facts=AdoptionFacts(
            stage=AdoptionStage.TRIAL,
            department="市民課 窓口改革担当（デモデータ）",
            started_on=now.date().replace(day=1),
            procurement_method=ProcurementMethod.NEGOTIATED,
        ),
        actor=lead,
        now=now - dt.timedelta(days=9),
    )


def _begin(facts: ProjectFacts, names: Sequence[str], actor: User, now: dt.datetime) -> Project | None:
    """A new project with these listings; None when it was made before, or a listing is missing."""
    token = _token(facts.title)
    found = {service.name: service for service in Service.objects.published().filter(name__in=names)}
    if Project.objects.filter(created_by=actor, client_token=token).exists() or set(found) != set(names):
        return None
    services = [found[name] for name in names]
    return actions.create_project(facts=facts, services=services, client_token=token, actor=actor, now=now)


def _write(project: Project, body: str, actor: User, now: dt.datetime) -> None:
    token = _token(project.title, body)
    actions.write_project_note(project=project, body=body, client_token=token, actor=actor, now=now)


def _judge(project: Project, name: str, verdict: Verdict, reason: str, actor: User, now: dt.datetime) -> None:
    candidate = Candidate.objects.get(project=project, version__name=name)
    actions.judge_candidate(
        candidate=candidate, verdict=verdict, reason=reason, revision=candidate.revision, actor=actor, now=now
    )


def _ask(project: Project, names: Sequence[str], now: dt.datetime, *, deadline: dt.datetime) -> list[QuoteInvitation]:
    """Ask for quotes; the invitations in the order of `names`."""
    lead = User.objects.get(pk=Project.objects.values_list("lead", flat=True).get(pk=project.pk))
    facts = RequestFacts(
        title=f"{project.title}（参考見積）",
        conditions="（デモデータ）60か月の利用を前提に、同じ項目で見積をお願いします。数量は条件のとおりです。",
        user_count=60,
        deadline_at=timezone.localtime(deadline).replace(hour=17, minute=0, second=0, microsecond=0),
        starts_on=dt.date(fiscal_year(now.date()) + 1, 4, 1),
        network="lgwan",
    )
    made = actions.create_quote_request(
        project=project, facts=facts, client_token=_token(project.title, "request"), actor=lead, now=now
    )
    made = actions.set_quote_items(request=made, items=_ITEMS, revision=made.revision, actor=lead, now=now)
    services = list(Service.objects.filter(name__in=names))
    made = actions.set_quote_services(request=made, services=services, revision=made.revision, actor=lead, now=now)
    made = actions.open_quote_request(request=made, revision=made.revision, actor=lead, now=now)
    by_name = {each.version.name: each for each in made.invitations.select_related("version", "vendor", "request")}
    return [by_name[name] for name in names]


def _quote(invitation: QuoteInvitation, amounts: Amounts, tax: QuoteTax, now: dt.datetime) -> None:
    """Answer with these amounts in the order of the items; None leaves an item out."""
    items = invitation.request.items.current()
    lines = {
        item.pk: LineFacts(unit_amount=amount, quantity=Decimal(1), is_excluded=amount is None)
        for item, amount in zip(items, amounts, strict=True)
    }
    facts = QuoteFacts(
        tax=tax,
        months=60,
        valid_until=now.date() + dt.timedelta(days=120),
        scope_notes="利用者60人まで。60人を超える場合は、別にご相談ください。",
        lines=lines,
    )
    actions.submit_quote(
        invitation=invitation,
        facts=facts,
        revision=0,
        client_token=_token("quote", str(invitation.pk)),
        actor=_seller(invitation),
        now=now,
    )


def _seller(invitation: QuoteInvitation) -> User:
    team = VendorMembership.objects.filter(vendor=invitation.vendor_id, ended_at=None).select_related("user")
    return team.order_by("pk")[0].user


def _token(*parts: str) -> uuid.UUID:
    """The same for the same thing in every run."""
    return uuid.uuid5(_TOKENS, " ".join(parts))
