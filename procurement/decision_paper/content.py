"""What a decision paper says. It is made for the owning body's staff alone: amounts, reasons and all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import User
from catalog.models import ServiceVersion
from catalog.specsheet import detail_sections
from procurement.comparison import QuoteComparison
from procurement.enums import OutcomeKind
from procurement.eras import era_date
from procurement.fiscal_years import fiscal_year_label
from procurement.models import Candidate, Outcome, Project, QuoteQuestion, QuoteRequest
from procurement.quote_asks import ask_of

Facts = Sequence[tuple[str, str]]
STARTS = "利用開始予定日"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, or is to be: `decided_at` is empty for a draft (案)."""

    kind: OutcomeKind
    winner: Candidate | None
    reasons: str
    remarks: Mapping[int, str]
    decided_at: dt.datetime | None = None
    decided_by: User | None = None

    @classmethod
    def of(cls, outcome: Outcome) -> Decision:
        """A recorded one; one query for the remarks."""
        remarks = dict(outcome.remarks.values_list("candidate", "reason"))
        kind = OutcomeKind(outcome.kind)
        return cls(kind, outcome.winner, outcome.reasons, remarks, outcome.decided_at, outcome.decided_by)


@dataclass(frozen=True, slots=True)
class Listing:
    """One candidate: its listing as it was frozen, and what was said of it."""

    name: str
    vendor: str
    source: str
    facts: Facts
    reason: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A vendor's question without who asked, as all vendors read it."""

    question: str
    asked_on: str
    answer: str


@dataclass(frozen=True, slots=True)
class PaperContent:
    """Everything on the paper, in its order."""

    title: str
    body: str
    made_on: str
    project: Facts
    result: Facts
    conditions: Facts
    listings: Sequence[Listing]
    questions: Sequence[Answered]
    comparison: QuoteComparison | None
    sources: Sequence[str]
    silent: Facts = field(default_factory=tuple)


def paper_content(
    project: Project,
    decision: Decision,
    *,
    request: QuoteRequest | None,
    comparison: QuoteComparison | None,
    today: dt.date,
) -> PaperContent:
    """Gather it; `project` has municipality, category and lead loaded, `comparison` is that of `request`."""
    asked = _asked_versions(comparison)
    listings = [_listing(each, asked, decision, today) for each in project.candidates.in_order()]
    return PaperContent(
        title="選定理由書" if decision.decided_at else "選定理由書（案）",
        body=project.municipality.full_name,
        made_on=era_date(today),
        project=_project_facts(project),
        result=_result_facts(decision, comparison),
        conditions=_conditions(request),
        listings=listings,
        questions=_questions(request),
        comparison=comparison if comparison is not None and comparison.columns else None,
        sources=_sources(project, request, comparison),
        silent=_silent(comparison),
    )


def _asked_versions(comparison: QuoteComparison | None) -> dict[int, ServiceVersion]:
    """The listings as the vendors were asked about them, by service."""
    if comparison is None:
        return {}
    quoted = [each.invitation for each in comparison.columns]
    silent = [each.invitation for each in comparison.silent]
    return {each.service_id: each.version for each in (*quoted, *silent)}


def _listing(candidate: Candidate, asked: Mapping[int, ServiceVersion], decision: Decision, today: dt.date) -> Listing:
    version = asked.get(candidate.service_id, candidate.version)
    answered = [
        (f"{section.label}／{row.label}", row.text)
        for section in detail_sections(version.answers, today)
        for row in section.rows
        if row.is_known
    ]
    chosen = decision.winner is not None and candidate.pk == decision.winner.pk
    published = era_date(timezone.localdate(version.published_at))
    return Listing(
        name=version.name,
        vendor=version.vendor_name,
        source=f"デジタルサービス広場の掲載内容 第{version.number}版（{published}公開）",
        facts=[("ひとこと", version.tagline), *answered],
        reason=decision.remarks.get(candidate.pk, ""),
        verdict="選定" if chosen else "選定しない",
    )


def _project_facts(project: Project) -> Facts:
    year = fiscal_year_label(project.budget_year) if project.budget_year else "未定"
    return [
        ("件名", project.title),
        ("必要としていること", project.need or "記載なし"),
        ("対象業務", project.category.name if project.category is not None else "未定"),
        ("予算年度", year),
        ("担当者", (project.lead.name if project.lead is not None else "") or "未定"),
    ]


def _result_facts(decision: Decision, comparison: QuoteComparison | None) -> Facts:
    rows = [("結果", decision.kind.label)]
    if decision.winner is not None:
        version = decision.winner.version
        rows += [("選定するサービス", version.name), ("事業者", version.vendor_name)]
        rows += _winning_amount(decision.winner, comparison)
    rows.append(("選定の理由", decision.reasons))
    if decision.decided_at is not None:
        name = decision.decided_by.name if decision.decided_by is not None else "異動・退職した職員"
        rows.append(("結果を記録した日", f"{era_date(timezone.localdate(decision.decided_at))}（{name}）"))
    return rows


def _winning_amount(winner: Candidate, comparison: QuoteComparison | None) -> list[tuple[str, str]]:
    if comparison is None:
        return []
    for column in comparison.columns:
        if column.invitation.service_id == winner.service_id:
            with_tax = column.sums.with_tax(comparison.months)
            without = column.sums.without_tax(comparison.months)
            label = f"見積額（{comparison.months}か月の総額）"
            return [(label, f"{with_tax:,}円（税込）、{without:,}円（税抜）、第{column.version.number}版の見積による")]
    return []


def _conditions(request: QuoteRequest | None) -> Facts:
    if request is None:
        return []
    ask = ask_of(request, [])
    rows = [("件名", ask.title)]
    if request.opened_at is not None:
        rows.append(("依頼日", era_date(timezone.localdate(request.opened_at))))
    if request.deadline_at is not None:
        local = timezone.localtime(request.deadline_at)
        rows.append(("回答期限", f"{era_date(local.date())} {local:%H:%M}"))
    for change in ask.changes:
        moved = era_date(timezone.localdate(change.changed_at))
        rows.append(("回答期限の変更", f"{moved}に延長。{change.reason}"))
    for amendment in request.amendments.order_by("pk"):
        amended = era_date(timezone.localdate(amendment.amended_at))
        rows.append((f"条件の変更（第{amendment.number}版）", f"{amended}　{amendment.summary}"))
    terms = [row for row in ask.terms if row[0] != STARTS]
    if request.starts_on is not None:
        terms.append((STARTS, era_date(request.starts_on)))
    return [*rows, *terms, ("依頼の内容と条件", ask.conditions or "記載なし")]


def _questions(request: QuoteRequest | None) -> list[Answered]:
    if request is None:
        return []
    asked = QuoteQuestion.objects.filter(invitation__request=request).order_by("pk")
    return [
        Answered(each.body, era_date(timezone.localdate(each.asked_at)), each.answer or "（回答していない）")
        for each in asked
    ]


def _sources(project: Project, request: QuoteRequest | None, comparison: QuoteComparison | None) -> list[str]:
    sources = [
        f"{each.version.document.marked_title} {each.version.short_label}"
        f"（{each.version.document.municipality.full_name}）"
        for each in project.documents.in_order()
    ]
    if request is not None:
        sources += [f"見積依頼の添付「{each.original_name}」" for each in request.attachments.current().in_order()]
    for column in comparison.columns if comparison is not None else ():
        file = f"、見積書「{column.version.file_name}」" if column.version.file else ""
        on = era_date(timezone.localdate(column.version.submitted_at)) if column.version.submitted_at else ""
        sources.append(f"{column.invitation.vendor.name}の見積 第{column.version.number}版（{on}提出）{file}")
    return sources


def _silent(comparison: QuoteComparison | None) -> Facts:
    if comparison is None:
        return []
    return [
        (f"{each.invitation.vendor.name}（{each.invitation.version.name}）", f"{each.state}　{each.reason}".strip())
        for each in comparison.silent
    ]
