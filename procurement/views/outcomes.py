"""What was decided, what the vendors are told, and the adoption that follows."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import PersonRequest
from dss.access import DomainError
from dss.faults import UNPROCESSABLE
from procurement import actions
from procurement.compared import comparison_of
from procurement.comparison import QuoteComparison
from procurement.decision_paper import Decision
from procurement.forms import CANCELLED, NONE_SUITABLE, AwardForm, Chooseable, OutcomeAdoptionForm, OutcomeForm
from procurement.models import Candidate, Outcome, QuoteInvitation, QuoteRequest
from procurement.notice_previews import NoticePreview, notice_previews
from procurement.outcome_notices import amount_to_tell
from procurement.policies import can_decide_project, can_decide_quote_request, can_record_outcome_adoption
from procurement.views.comparisons import outcome_of, sent_request
from procurement.views.papers import paper_response
from procurement.views.projects import own_project

PREVIEW, PAPER = "preview", "paper"


@require_http_methods(["GET", "HEAD", "POST"])
def quote_request_award(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Record what a request came to; the vendors are told whether they were chosen."""
    quote_request = sent_request(request, pk)
    can_decide_quote_request(request.user, quote_request).or_refuse()
    comparison = comparison_of(quote_request)
    candidates = _chooseable(quote_request, comparison)
    sent = request.POST if request.method == "POST" else None
    form = AwardForm(sent, candidates=candidates, months=quote_request.months)
    previews: list[NoticePreview] = []
    if form.is_bound and form.is_valid():
        chosen, step = _invited(comparison, form), request.POST.get("step")
        if step == PAPER:
            return paper_response(request, quote_request.project, draft_of(form), quote_request)
        if step == PREVIEW:
            previews = notice_previews(quote_request, chosen=chosen, telling=form.telling(), candidates=form.by_key)
        elif outcome := _awarded(request, quote_request, form, chosen):
            messages.success(request, "結果を記録しました。依頼先の事業者にお知らせします。")
            return redirect(outcome)
    context = {
        "quote_request": quote_request,
        "comparison": comparison,
        "form": form,
        "previews": previews,
        "outcome": outcome_of(sent_request(request, pk) if form.errors else quote_request),
        "is_accepting": quote_request.is_accepting_quotes(timezone.now()),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "procurement/quote_request_award.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def project_decide(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Record what a project came to without a request for quotes."""
    project = own_project(request, pk)
    can_decide_project(request.user, project).or_refuse()
    candidates = [Chooseable(each, f"{each.version.name}を選定") for each in project.candidates.in_order()]
    sent = request.POST if request.method == "POST" else None
    form = OutcomeForm(sent, candidates=candidates, kinds=[NONE_SUITABLE, CANCELLED])
    if form.is_bound and form.is_valid():
        if request.POST.get("step") == PAPER:
            return paper_response(request, project, draft_of(form), None)
        try:
            outcome = actions.decide_project(
                project=project,
                kind=form.kind,
                winner=form.winner,
                reasons=form.cleaned_data["reasons"],
                remarks=form.remarks(),
                client_token=form.cleaned_data["client_token"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "結果を記録しました。")
            return redirect(outcome)
    context = {"project": project, "form": form}
    return render(request, "procurement/project_decide.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
def outcome_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """What was decided, why, and whether the adoption stands in the catalogue."""
    outcome = _own_outcome(request, pk)
    remarks = outcome.remarks.select_related("candidate__version").order_by("pk")
    lesson = getattr(outcome, "lesson", None)
    former = lesson.former_texts.order_by("-revision") if lesson is not None and lesson.revision > 1 else []
    context = {"outcome": outcome, "remarks": remarks, "former_lessons": former}
    return render(request, "procurement/outcome_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_adoption(request: PersonRequest, pk: int) -> HttpResponse:
    """Put the adoption of what was chosen into the catalogue, after its facts were confirmed."""
    outcome = _own_outcome(request, pk)
    can_record_outcome_adoption(request.user, outcome).or_refuse()
    form = OutcomeAdoptionForm(request.POST if request.method == "POST" else None, outcome=outcome)
    if form.is_bound and form.is_valid():
        try:
            actions.record_outcome_adoption(outcome=outcome, facts=form.facts(), actor=request.user, now=timezone.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "導入実績を登録しました。サービスのページに確認済みとして表示されます。")
            return redirect(outcome)
    context = {"outcome": outcome, "form": form, "total": _winning_total(outcome)}
    return render(request, "procurement/outcome_adoption.html", context, status=UNPROCESSABLE if form.errors else 200)


def draft_of(form: OutcomeForm) -> Decision:
    """What the form says, not yet recorded: for the paper that asks for approval."""
    return Decision(form.kind, form.winner, form.cleaned_data["reasons"], form.remarks())


def _winning_total(outcome: Outcome) -> int | None:
    """What the chosen quote comes to over the months asked for, with tax: a help for who fills in the adoption."""
    if outcome.winning_quote is None or outcome.quote_request is None:
        return None
    return amount_to_tell(outcome.winning_quote, outcome.quote_request.months)


def _own_outcome(request: PersonRequest, pk: int) -> Outcome:
    return get_object_or_404(Outcome.objects.visible_to(request.user).with_page_data(), pk=pk)


def _invited(comparison: QuoteComparison, form: AwardForm) -> QuoteInvitation | None:
    """The invitation of the service that the form chose."""
    invited = {each.invitation.service_id: each.invitation for each in comparison.columns}
    return invited[form.winner.service_id] if form.winner is not None else None


def _awarded(
    request: PersonRequest, quote_request: QuoteRequest, form: AwardForm, chosen: QuoteInvitation | None
) -> Outcome | None:
    """The recorded result; None with the refusal in the form."""
    try:
        return actions.award_quote_request(
            request=quote_request,
            winner=chosen,
            reasons=form.cleaned_data["reasons"],
            remarks=form.remarks(),
            telling=form.telling(),
            client_token=form.cleaned_data["client_token"],
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.add_error(None, error.message)
        return None


def _chooseable(quote_request: QuoteRequest, comparison: QuoteComparison) -> list[Chooseable]:
    """The project's candidates; those whose quote stands may win, with what they cost."""
    totals = {
        column.invitation.service_id: f"{column.sums.with_tax(comparison.months):,}円" for column in comparison.columns
    }
    told = {each.invitation.service_id for each in comparison.columns} | {
        each.invitation.service_id for each in comparison.silent if not each.invitation.is_declined
    }
    candidates = Candidate.objects.filter(project=quote_request.project_id).in_order()
    months = comparison.months
    return [
        Chooseable(
            each,
            f"{each.version.name}を選定（{each.service.vendor.name}、{months}か月 {totals.get(each.service_id)} 税込）",
            can_win=each.service_id in totals,
            is_told=each.service_id in told,
        )
        for each in candidates
    ]
