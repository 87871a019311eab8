"""導入団体に聞く: questions to adopters, and whether one's own body takes them. For municipal staff alone."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Municipality
from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from catalog.models import Adoption, Service
from dss.access import DomainError
from forums.enums import ShownAs
from procurement import actions
from procurement.enums import ReferenceAudience
from procurement.forms import (
    ReferenceBoxForm,
    ReferenceChoiceForm,
    ReferenceDefaultForm,
    ReferenceForm,
    ReferenceTargetForm,
)
from procurement.models import Project, ReferenceAsked, ReferenceChoice, ReferenceRequest
from procurement.policies import can_ask_adopters, can_open_references
from procurement.querysets import adopters_of, with_acceptance
from procurement.references import received_rows, row_of, sent_rows

PAGE_SIZE = 20
UNPROCESSABLE = 422


@require_safe
def reference_list(request: PersonRequest) -> HttpResponse:
    """What other bodies ask one's own, or what one's own asked."""
    can_open_references(request.user).or_refuse()
    form = ReferenceBoxForm(request.GET)
    box = (form.cleaned_data["box"] if form.is_valid() else "") or "received"
    notes = [] if form.is_valid() else ["一覧の指定が正しくないため、届いた質問を表示しています。"]
    sent = ReferenceRequest.objects.sent_by_body_of(request.user).with_list_data().latest_first()
    received = ReferenceAsked.objects.visible_to(request.user).with_list_data().latest_first()
    page = repaired_page(Paginator(sent if box == "sent" else received, PAGE_SIZE), request.GET.get("page", ""), notes)
    rows = sent_rows(page) if box == "sent" else received_rows(page)
    return render(request, "procurement/reference_list.html", {"box": box, "page": page, "rows": rows, "notes": notes})


@require_http_methods(["GET", "HEAD", "POST"])
def reference_create(request: PersonRequest) -> HttpResponse:
    """Write, see how it will look, send."""
    can_open_references(request.user).or_refuse()
    service, project = _target(request)
    can_ask_adopters(request.user, service).or_refuse()
    own = cast("Municipality", request.persona.municipality)  # the policy saw to that
    adopters = adopters_of(service.pk, apart_from=own)
    form = ReferenceForm(
        request.POST if request.method == "POST" else None, adopters=adopters, municipality=own, person=request.user
    )
    preview = None
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            preview = form.cleaned_data
        else:
            try:
                asked = _ask(request, service, project, form)
            except DomainError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, "質問を送りました。回答があると、お知らせとメールが届きます。")
                return redirect(asked)
    context = {
        "service": service,
        "project": project,
        "form": form,
        "preview": preview,
        "willing": len(form.fields["bodies"].initial),
    }
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, "procurement/reference_create.html", context, status=status)


def _target(request: PersonRequest) -> tuple[Service, Project | None]:
    form = ReferenceTargetForm(request.GET)
    if not form.is_valid():
        raise Http404
    service = get_object_or_404(
        Service.objects.published().visible_to(request.user).select_related("current"), pk=form.cleaned_data["service"]
    )
    number = form.cleaned_data["project"]
    return service, get_object_or_404(Project.objects.visible_to(request.user), pk=number) if number else None


def _ask(request: PersonRequest, service: Service, project: Project | None, form: ReferenceForm) -> ReferenceRequest:
    data = form.cleaned_data
    return actions.ask_adopters(
        service=service,
        bodies=list(data["bodies"]),
        facts=actions.ReferenceFacts(
            title=data["title"],
            body=data["body"],
            shown_as=ShownAs(data["shown_as"]),
            audience=ReferenceAudience(data["audience"]),
        ),
        project=project,
        client_token=data["client_token"],
        actor=request.user,
        now=timezone.now(),
    )


@require_safe
def reference_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One question: for the asking body whom it asked, for an asked one the way to answer or to put it aside."""
    visible = ReferenceRequest.objects.visible_to(request.user).with_list_data()
    reference = get_object_or_404(visible, pk=pk)
    asked = ReferenceAsked.objects.visible_to(request.user).with_state().filter(request=reference).first()
    sent = ReferenceRequest.objects.sent_by_body_of(request.user).filter(pk=pk)
    context = {
        "reference": reference,
        "row": row_of(reference, state=asked.state if asked is not None else ""),  # type: ignore[attr-defined]
        "asked": asked,
        "sent": sent.select_related("project").first(),
        "bodies": Municipality.objects.filter(asked_references__request__in=sent).order_by("kana", "code"),
    }
    return render(request, "procurement/reference_detail.html", context)


@require_POST
def reference_decline(request: PersonRequest, pk: int) -> HttpResponse:
    """Put it aside; nobody is told."""
    asked = get_object_or_404(ReferenceAsked.objects.visible_to(request.user), request=pk)
    actions.decline_reference(asked=asked, actor=request.user, now=timezone.now())
    messages.success(request, "この質問を見送りました。質問した人には伝わりません。")
    return redirect("procurement:reference_list")


@require_http_methods(["GET", "HEAD", "POST"])
def reference_settings(request: PersonRequest) -> HttpResponse:
    """Whether one's own body takes questions: the default, and each of its confirmed adoptions."""
    can_open_references(request.user).or_refuse()
    if request.method == "POST":
        form = ReferenceDefaultForm(request.POST)
        if not form.is_valid():
            return render(request, "400.html", status=400)
        actions.set_reference_default(accepts=form.cleaned_data["accepts"], actor=request.user, now=timezone.now())
        messages.success(request, "他団体からの質問の受付を変更しました。")
        return redirect("procurement:reference_settings")
    default = ReferenceChoice.objects.visible_to(request.user).defaults().first()
    adoptions = with_acceptance(Adoption.objects.of_own_body(request.user).confirmed()).with_service_data()
    notes: list[str] = []
    page = repaired_page(Paginator(adoptions.in_order(), PAGE_SIZE), request.GET.get("page", ""), notes)
    context = {
        "accepts": default is not None and default.accepts,
        "page": page,
        "rows": [(adoption, _choice_form(adoption)) for adoption in page],
        "notes": notes,
    }
    return render(request, "procurement/reference_settings.html", context)


def _choice_form(adoption: Adoption) -> ReferenceChoiceForm:
    chosen = {None: "default", True: "yes", False: "no"}[adoption.own_choice]  # type: ignore[attr-defined]  # annotated
    return ReferenceChoiceForm(initial={"accepts": chosen}, auto_id=f"id_%s_{adoption.pk}")


@require_POST
def reference_choose(request: PersonRequest, pk: int) -> HttpResponse:
    """Whether the body takes questions about one adoption."""
    adoption = get_object_or_404(Adoption.objects.of_own_body(request.user), pk=pk)
    form = ReferenceChoiceForm(request.POST)
    if not form.is_valid():
        return render(request, "400.html", status=400)
    actions.choose_reference(adoption=adoption, accepts=form.choice, actor=request.user, now=timezone.now())
    messages.success(request, "この導入実績への質問の受付を変更しました。")
    return redirect("procurement:reference_settings")


@require_safe
def service_references(request: PersonRequest, pk: int) -> HttpResponse:
    """A fragment for a listing's page: how many bodies take questions."""
    can_open_references(request.user).or_refuse()
    service = get_object_or_404(Service.objects.published().visible_to(request.user), pk=pk)
    willing = adopters_of(service.pk, apart_from=request.persona.municipality).count()
    return render(request, "procurement/service_references.html", {"service": service, "willing": willing})
