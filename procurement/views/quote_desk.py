"""The vendor's desk: requests it was invited to, and its own quotes. What was asked is shown from an `Ask` alone."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from dss.access import DomainError
from dss.faults import form_status
from procurement import actions
from procurement.forms import ConfirmQuoteForm, DeclineForm, QuestionForm
from procurement.inbox import assignee_name
from procurement.models import Quote, QuoteInvitation
from procurement.outcome_notices import notice_of
from procurement.policies import can_answer_quote_invitation, can_open_quote_desk
from procurement.quote_asks import ask_of, questions_for
from procurement.quote_editing import QuoteEditing
from procurement.quote_sheets import sheet_of

PAGE_SIZE = 20
UNPROCESSABLE = 422


@require_safe
def quote_invitation_list(request: PersonRequest) -> HttpResponse:
    """What this vendor was asked, by deadline."""
    can_open_quote_desk(request.user).or_refuse()
    addressed = QuoteInvitation.objects.visible_to_vendor(request.user).with_list_data(timezone.now()).by_deadline()
    notes: list[str] = []
    page = repaired_page(Paginator(addressed, PAGE_SIZE), request.GET.get("page", ""), notes)
    return render(request, "procurement/quote_invitation_list.html", {"page": page, "notes": notes})


@require_safe
def quote_invitation_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """The request as every invited vendor sees it, and one's own answer."""
    invitation = _addressed(request, pk)
    if invitation.first_read_at is None:
        actions.note_first_reading(invitation=invitation, now=timezone.now())
    quote = getattr(invitation, "quote", None)
    version = quote.current if quote is not None else None
    sheet = sheet_of(version) if version is not None else None
    is_of_this_edition = version is not None and version.edition == invitation.request.edition
    items = [row.line.item for row in sheet.lines] if sheet is not None and is_of_this_edition else None
    context = {
        "invitation": invitation,
        "ask": ask_of(invitation.request, items),
        "quote": quote,
        "sheet": sheet,
        "notice": notice_of(invitation) if invitation.request.decided_at is not None else None,
        "assignee": assignee_name(invitation),
    }
    return render(request, "procurement/quote_invitation_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def quote_invitation_questions(request: PersonRequest, pk: int) -> HttpResponse:
    """What was asked and answered, and one more question."""
    invitation = _addressed(request, pk)
    form = QuestionForm(request.POST if request.method == "POST" else None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_quote_question(
                invitation=invitation, actor=request.user, now=timezone.now(), **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "質問を送りました。回答されると、お知らせします。")
            return redirect("procurement:quote_invitation_questions", pk=pk)
    context = {"invitation": invitation, "questions": questions_for(invitation), "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "procurement/quote_invitation_questions.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def quote_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Write the quote: keep a working copy, or submit."""
    invitation = _addressed(request, pk)
    can_answer_quote_invitation(request.user, invitation).or_refuse()
    now = timezone.now()
    if not invitation.request.is_accepting_quotes(now):
        raise DomainError("この見積依頼はすでに締め切られているため、見積を書けません。")
    sent = (request.POST, request.FILES) if request.method == "POST" else None
    editing = QuoteEditing(invitation, sent, today=timezone.localdate(now))
    if sent is not None and editing.is_valid():
        try:
            done = editing.save(actor=request.user, now=timezone.now())
        except DomainError as error:
            editing.refuse(error)
        else:
            if editing.is_check:
                return redirect("procurement:quote_confirm", pk=pk)
            messages.success(request, done)
            return redirect(invitation)
    context = {"invitation": invitation, "editing": editing, "form": editing.form}
    return render(request, "procurement/quote_edit.html", context, status=editing.status)


@require_http_methods(["GET", "HEAD", "POST"])
def quote_confirm(request: PersonRequest, pk: int) -> HttpResponse:
    """The saved working copy with the sums the server worked out, and the button that submits exactly that."""
    invitation = _addressed(request, pk)
    can_answer_quote_invitation(request.user, invitation).or_refuse()
    quote = getattr(invitation, "quote", None)
    working = quote.versions.filter(submitted_at__isnull=True).first() if quote is not None else None
    if quote is None or working is None:
        raise DomainError("確かめる下書きがありません。見積のページから書いてください。")
    form = ConfirmQuoteForm(request.POST if request.method == "POST" else None, initial={"revision": quote.revision})
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.submit_working_copy(
                invitation=invitation, actor=request.user, now=timezone.now(), **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"見積を提出しました（第{version.number}版）。")
            return redirect(invitation)
    context = {"invitation": invitation, "version": working, "sheet": sheet_of(working), "form": form}
    return render(request, "procurement/quote_confirm.html", context, status=form_status(form))


@require_POST
def quote_withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the submitted quote back."""
    invitation = _addressed(request, pk)
    quote = Quote.objects.visible_to(request.user).filter(invitation=invitation).first()
    if quote is None:
        raise DomainError("取り下げる見積がありません。")
    actions.withdraw_quote(quote=quote, actor=request.user, now=timezone.now())
    messages.success(request, "見積を取り下げました。回答期限までは、もう一度提出できます。")
    return redirect(invitation)


@require_http_methods(["GET", "HEAD", "POST"])
def quote_invitation_decline(request: PersonRequest, pk: int) -> HttpResponse:
    """No quote will come, with a reason."""
    invitation = _addressed(request, pk)
    can_answer_quote_invitation(request.user, invitation).or_refuse()
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.decline_quote_invitation(invitation=invitation, reason=reason, actor=request.user, now=timezone.now())
        messages.success(request, "辞退を伝えました。回答期限までは、取り消せます。")
        return redirect(invitation)
    context = {"invitation": invitation, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "procurement/quote_invitation_decline.html", context, status=status)


@require_POST
def quote_invitation_resume(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a refusal back."""
    invitation = _addressed(request, pk)
    actions.resume_quote_invitation(invitation=invitation, actor=request.user, now=timezone.now())
    messages.success(request, "辞退を取り消しました。")
    return redirect(invitation)


def _addressed(request: PersonRequest, pk: int) -> QuoteInvitation:
    addressed = QuoteInvitation.objects.visible_to_vendor(request.user).with_page_data(timezone.now())
    addressed = addressed.select_related("assignment__assignee__user")
    return get_object_or_404(addressed, pk=pk)
