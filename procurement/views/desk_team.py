"""The vendor's team: its text blocks, and who looks after what."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.policies import can_write_for_own_vendor
from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from dss.access import DomainError
from procurement import actions
from procurement.answer_texts import PLACEHOLDERS
from procurement.disclosure import LEFT, lead_of
from procurement.forms import AnswerTemplateForm, AssignmentForm
from procurement.inbox import UNASSIGNED, assignee_name
from procurement.models import AnswerTemplate, AssignmentStep, Inquiry, QuoteInvitation
from procurement.policies import can_delete_answer_template, can_open_desk, can_write_answer_template

PAGE_SIZE = 20
STEPS = 30
UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
def answer_template_list(request: PersonRequest) -> HttpResponse:
    """The team's text blocks."""
    can_open_desk(request.user).or_refuse()
    notes: list[str] = []
    own = AnswerTemplate.objects.visible_to(request.user).in_order()
    page = repaired_page(Paginator(own, PAGE_SIZE), request.GET.get("page", ""), notes)
    return render(request, "procurement/answer_template_list.html", {"page": page, "notes": notes})


@require_http_methods(["GET", "HEAD", "POST"])
def answer_template_create(request: PersonRequest) -> HttpResponse:
    """A new text block."""
    can_write_answer_template(request.user).or_refuse()
    form = AnswerTemplateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            template = actions.create_answer_template(
                title=form.cleaned_data["title"],
                body=form.cleaned_data["body"],
                client_token=form.cleaned_data["client_token"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"定型文「{template.title}」を追加しました。")
            return redirect("procurement:answer_template_list")
    context = {"form": form, "placeholders": PLACEHOLDERS}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "procurement/answer_template_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_template_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Other words; a colleague's are not overwritten unseen."""
    template = _own(request, pk)
    initial = {"title": template.title, "body": template.body, "revision": template.revision}
    form = AnswerTemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    other = None
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, template, form)
        except actions.TemplateChanged as conflict:
            other = conflict.template
            form.data = {**request.POST.dict(), "revision": str(other.revision)}
        except DomainError as error:
            form.add_error(None, error.message)
    context = {"form": form, "template": template, "other": other, "placeholders": PLACEHOLDERS}
    status = CONFLICT if other else UNPROCESSABLE if form.errors else 200
    return render(request, "procurement/answer_template_edit.html", context, status=status)


def _save(request: PersonRequest, template: AnswerTemplate, form: AnswerTemplateForm) -> HttpResponse:
    actions.edit_answer_template(
        template=template,
        title=form.cleaned_data["title"],
        body=form.cleaned_data["body"],
        revision=form.cleaned_data["revision"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, "定型文を書き換えました。")
    return redirect("procurement:answer_template_list")


@require_http_methods(["GET", "HEAD", "POST"])
def answer_template_delete(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask, then take it away from the team."""
    template = _own(request, pk)
    can_delete_answer_template(request.user, template).or_refuse()
    if request.method == "POST":
        actions.delete_answer_template(template=template, actor=request.user, now=timezone.now())
        messages.success(request, f"定型文「{template.title}」を削除しました。")
        return redirect("procurement:answer_template_list")
    return render(request, "procurement/answer_template_delete.html", {"template": template})


@require_http_methods(["GET", "HEAD", "POST"])
def lead_assign(request: PersonRequest, pk: int) -> HttpResponse:
    """Who looks after the lead, now and before."""
    rows = Inquiry.objects.visible_to_vendor(request.user).with_list_data()
    inquiry = get_object_or_404(rows.select_related("assignment__assignee__user"), pk=pk)
    lead = lead_of(inquiry)
    context = {"subject": lead.subject, "service_name": lead.service_name, "kind_label": lead.kind_label}
    return _assign(request, inquiry, context | {"back": "procurement:lead_detail"})


@require_http_methods(["GET", "HEAD", "POST"])
def quote_invitation_assign(request: PersonRequest, pk: int) -> HttpResponse:
    """Who looks after the request for a quote, now and before."""
    rows = QuoteInvitation.objects.visible_to_vendor(request.user).with_list_data(timezone.now())
    invitation = get_object_or_404(rows.select_related("assignment__assignee__user"), pk=pk)
    context = {
        "subject": invitation.request.title,
        "service_name": invitation.version.name,
        "kind_label": "見積依頼",
    }
    return _assign(request, invitation, context | {"back": "procurement:quote_invitation_detail"})


def _assign(request: PersonRequest, thing: Inquiry | QuoteInvitation, context: dict[str, Any]) -> HttpResponse:
    can_write_for_own_vendor(request.user).or_refuse()
    assignment = getattr(thing, "assignment", None)
    seen = {"revision": assignment.revision if assignment is not None else 0}
    chosen = {"assignee": assignment.assignee_id} if assignment is not None else {}
    form = AssignmentForm(
        request.POST if request.method == "POST" else None, person=request.user, initial=seen | chosen
    )
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data, "actor": request.user, "now": timezone.now()}
        if isinstance(thing, Inquiry):
            actions.assign_lead(inquiry=thing, **facts)
        else:
            actions.assign_quote_invitation(invitation=thing, **facts)
        messages.success(request, "担当を変更しました。")
        return redirect(context["back"], pk=thing.pk)
    steps = AssignmentStep.objects.visible_to(request.user).filter(assignment=assignment).latest_first()[:STEPS]
    context |= {"form": form, "thing": thing, "assignee": assignee_name(thing), "steps": _named(list(steps))}
    return render(request, "procurement/desk_assign.html", context, status=UNPROCESSABLE if form.errors else 200)


def _named(steps: list[AssignmentStep]) -> list[dict[str, Any]]:
    """The history with names; who deleted their account is not named any more."""
    keys = {key for step in steps for key in (step.assignee_key, step.actor_key)}
    names = dict(User.objects.filter(key__in=keys - {None}).values_list("key", "name"))
    return [
        {
            "at": step.at,
            "assignee": names.get(step.assignee_key, LEFT) if step.assignee_key else UNASSIGNED,
            "actor": names.get(step.actor_key, LEFT),
        }
        for step in steps
    ]


def _own(request: PersonRequest, pk: int) -> AnswerTemplate:
    own = AnswerTemplate.objects.visible_to(request.user).select_related("vendor", "updated_by")
    return get_object_or_404(own, pk=pk)
