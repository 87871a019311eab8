"""Requests of one's own body and what came back: the list, one request, its questions, one quote, its end."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from dss.access import DomainError
from procurement import actions
from procurement.filters import QuoteRequestFilter
from procurement.forms import AnswerForm, CancelForm, ExtendForm, VersionShownForm
from procurement.models import Quote, QuoteQuestion, QuoteRequest
from procurement.policies import can_open_quote_requests
from procurement.quote_calendar import can_still_invite, time_left
from procurement.quote_sheets import sheet_of
from procurement.views.quote_requests import UNPROCESSABLE, own_request

PAGE_SIZE = 20


@require_safe
def quote_request_list(request: PersonRequest) -> HttpResponse:
    """The body's requests, newest first."""
    can_open_quote_requests(request.user).or_refuse()
    now = timezone.now()
    own = QuoteRequest.objects.visible_to_staff(request.user)
    found = QuoteRequestFilter(request.GET, queryset=own, now=now)
    rows = found.qs if found.is_valid() else own.none()
    notes: list[str] = []
    listed = Paginator(rows.with_list_data(now).latest_first(), PAGE_SIZE)
    page = repaired_page(listed, request.GET.get("page", ""), notes)
    context = {"filter": found, "page": page, "notes": notes}
    return render(request, "procurement/quote_request_list.html", context)


@require_safe
def quote_request_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One request: what is missing of a draft, or who answered what."""
    quote_request = own_request(request, pk)
    now = timezone.now()
    invitations = list(quote_request.invitations.with_list_data(now).in_order())
    context = {"quote_request": quote_request, "invitations": invitations}
    if quote_request.is_draft:
        items = list(quote_request.items.current())
        missing = actions.missing_of_request(quote_request, items=items, services=invitations, now=now)
        context |= {"items": items, "attachments": quote_request.attachments.current().in_order(), "missing": missing}
        context["left"] = time_left(now, quote_request.deadline_at) if quote_request.deadline_at else None
        return render(request, "procurement/quote_request_draft.html", context)
    context |= {
        "questions": QuoteQuestion.objects.filter(invitation__request=quote_request).in_order(),
        "changes": quote_request.deadline_changes.order_by("-pk"),
        "amendments": quote_request.amendments.order_by("-number") if quote_request.edition > 1 else [],
    }
    if quote_request.deadline_at is not None:
        context["left"] = time_left(now, quote_request.deadline_at)
        context["can_still_invite"] = can_still_invite(now, quote_request.deadline_at)
    return render(request, "procurement/quote_request_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def quote_request_extend(request: PersonRequest, pk: int) -> HttpResponse:
    """Move the deadline later."""
    quote_request = own_request(request, pk)
    now = timezone.now()
    if not quote_request.is_accepting_quotes(now):
        raise DomainError("受付中の見積依頼だけ、回答期限を延ばせます。")
    sent = request.POST if request.method == "POST" else None
    deadline_at = quote_request.deadline_at
    invitations = quote_request.invitations.with_names()
    form = ExtendForm(
        sent, now=now, invitations=invitations, initial={"deadline_at": deadline_at, "seen_deadline_at": deadline_at}
    )
    if sent is not None and form.is_valid():
        try:
            actions.extend_quote_request(
                request=quote_request, actor=request.user, now=timezone.now(), **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "回答期限を延ばしました。依頼先の事業者にお知らせします。")
            return redirect(quote_request)
    context = {"quote_request": quote_request, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "procurement/quote_request_extend.html", context, status=status)


@require_POST
def quote_request_close(request: PersonRequest, pk: int) -> HttpResponse:
    """Take no more quotes."""
    quote_request = own_request(request, pk)
    actions.close_quote_request(request=quote_request, actor=request.user, now=timezone.now())
    messages.success(request, "受付を終えました。依頼先の事業者にお知らせします。")
    return redirect(quote_request)


@require_http_methods(["GET", "HEAD", "POST"])
def quote_request_cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """Call it off, with a reason."""
    quote_request = own_request(request, pk)
    invitations = quote_request.invitations.with_names()
    form = CancelForm(request.POST if request.method == "POST" else None, invitations=invitations)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.cancel_quote_request(request=quote_request, reason=reason, actor=request.user, now=timezone.now())
        messages.success(request, "見積依頼を中止しました。依頼先の事業者にお知らせします。")
        return redirect(quote_request)
    context = {"quote_request": quote_request, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "procurement/quote_request_cancel.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def quote_question_answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Answer a question before all invited vendors."""
    question = get_object_or_404(QuoteQuestion.objects.visible_to_staff(request.user).with_page_data(), pk=pk)
    quote_request = question.invitation.request
    invitations = quote_request.invitations.with_names()
    form = AnswerForm(request.POST if request.method == "POST" else None, invitations=invitations)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        actions.answer_quote_question(question=question, answer=answer, actor=request.user, now=timezone.now())
        messages.success(request, "回答を公開しました。依頼先の事業者にお知らせします。")
        return redirect(quote_request)
    context = {"question": question, "quote_request": quote_request, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "procurement/quote_question_answer.html", context, status=status)


@require_safe
def quote_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One received quote; `version` names an older version than the latest."""
    quote = get_object_or_404(Quote.objects.visible_to_staff(request.user).with_detail_data(), pk=pk)
    asked = VersionShownForm(request.GET)
    if not asked.is_valid():
        raise Http404
    versions = list(quote.versions.submitted().latest_first())
    number = asked.cleaned_data["version"] or versions[0].number
    shown = next((version for version in versions if version.number == number), None)
    if shown is None:
        raise Http404
    context = {"quote": quote, "versions": versions, "version": shown, "sheet": sheet_of(shown)}
    return render(request, "procurement/quote_detail.html", context)
