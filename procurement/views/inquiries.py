"""The municipality's side of a thread."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.body_class import body_class
from accounts.models import Municipality
from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from catalog.models import Brochure, Service
from dss.downloads import handed_over
from dss.faults import form_status
from procurement import actions
from procurement.disclosure import entries_for_staff, reply_card, sender_card
from procurement.enums import Disclosure, InquiryKind
from procurement.filters import InquiryFilter
from procurement.forms import InquiryForm, ReplyForm, RevealForm, TargetForm, TieForm
from procurement.models import SUBJECT_LENGTH, BrochureHandover, Inquiry, Project
from procurement.policies import can_create_inquiry, can_open_inquiries, can_tie_inquiry
from procurement.views.posting import carried_out

PAGE_SIZE = 20
REPEATED_WITHIN = timedelta(days=30)
REPEATED_SHOWN = 5
MOST_PROJECTS = 100


@require_safe
def inquiry_list(request: PersonRequest) -> HttpResponse:
    """What one's own body asked, latest step first."""
    can_open_inquiries(request.user).or_refuse()
    own = Inquiry.objects.visible_to_staff(request.user).with_list_data().latest_first()
    found = InquiryFilter(request.GET, queryset=own)
    rows = found.qs if found.is_valid() else own.none()
    notes: list[str] = []
    page = repaired_page(Paginator(rows, PAGE_SIZE), request.GET.get("page", ""), notes)
    return render(request, "procurement/inquiry_list.html", {"filter": found, "page": page, "notes": notes})


@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_create(request: PersonRequest) -> HttpResponse:
    """Write, choose what the vendor learns, see exactly that, send."""
    municipality = _own_body(request)
    service, kind, project = _asked(request)
    can_create_inquiry(request.user, service).or_refuse()
    thread = Inquiry.objects.open_brochure_requests(municipality).filter(service=service).first()
    if kind == InquiryKind.BROCHURE and thread is not None:
        messages.info(request, "このサービスの資料は、すでに請求しています。次のやり取りをご利用ください。")
        return redirect(thread)
    form = InquiryForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        kind=kind,
        municipality=municipality,
        body_class=body_class(municipality),
        person=request.user,
    )
    inquiry = carried_out(form, lambda: _send(request, service, kind, project, form))
    if inquiry is not None:
        messages.success(request, f"{InquiryKind(kind).label}を送信しました。")
        return redirect(inquiry)
    context = {
        "form": form,
        "service": service,
        "kind": InquiryKind(kind),
        "project": project,
        "repeated": _repeated(municipality, service),
        "brochures": Brochure.objects.offered().filter(service=service).in_order(),
    }
    return render(request, "procurement/inquiry_create.html", context, status=form_status(form))


def _own_body(request: PersonRequest) -> Municipality:
    can_open_inquiries(request.user).or_refuse()
    return cast("Municipality", request.persona.municipality)


def _repeated(municipality: Municipality, service: Service) -> QuerySet[Inquiry]:
    """What colleagues asked about the same listing lately: one thread is better than two."""
    lately = Inquiry.objects.asked_since(municipality, timezone.now() - REPEATED_WITHIN)
    return lately.filter(service=service).with_list_data().latest_first()[:REPEATED_SHOWN]


def _asked(request: PersonRequest) -> tuple[Service, str, Project | None]:
    """The listing, the kind and one's own body's project in the address; anything else is not found."""
    target = TargetForm(request.GET)
    if not target.is_valid():
        raise Http404
    services = Service.objects.visible_to(request.user).published().select_related("vendor", "current")
    asked, key = target.cleaned_data, target.cleaned_data["project"]
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=key) if key else None
    return get_object_or_404(services, pk=asked["service"]), asked["kind"], project


def _send(request: PersonRequest, service: Service, kind: str, project: Project | None, form: InquiryForm) -> Inquiry:
    data = form.cleaned_data
    wishes = actions.DemoWishes(format=data.get("demo_format", ""), dates=data.get("wished_dates", ""))
    return actions.create_inquiry(
        service=service,
        kind=InquiryKind(kind),
        subject=data.get("subject") or f"資料請求：{service.name}"[:SUBJECT_LENGTH],
        body=data["body"],
        disclosure=Disclosure(data["disclosure"]),
        project=project,
        wishes=wishes,
        file=data.get("file"),
        client_token=data["client_token"],
        actor=request.user,
        now=timezone.now(),
    )


@require_safe
def inquiry_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """The thread, with everything a colleague needs to go on."""
    inquiry = _own(request, pk)
    return _thread(request, inquiry, ReplyForm(inquiry=inquiry, person=request.user))


@require_POST
def inquiry_reply(request: PersonRequest, pk: int) -> HttpResponse:
    """Write to the vendor."""
    inquiry = _own(request, pk)
    form = ReplyForm(request.POST, request.FILES, inquiry=inquiry, person=request.user)
    written = carried_out(
        form,
        lambda: actions.reply_inquiry(inquiry=inquiry, actor=request.user, now=timezone.now(), **form.cleaned_data),
    )
    if written is not None:
        messages.success(request, "送信しました。")
        return redirect(inquiry)
    as_it_is_now = _own(request, pk)
    form.show_again(as_it_is_now)
    return _thread(request, as_it_is_now, form)


@require_POST
def inquiry_close(request: PersonRequest, pk: int) -> HttpResponse:
    """End the thread."""
    inquiry = actions.close_inquiry(inquiry=_own(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "やり取りを終了しました。必要になれば再開できます。")
    return redirect(inquiry)


@require_POST
def inquiry_reopen(request: PersonRequest, pk: int) -> HttpResponse:
    """Go on with a closed thread."""
    inquiry = actions.reopen_inquiry(inquiry=_own(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "やり取りを再開しました。")
    return redirect(inquiry)


@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_reveal(request: PersonRequest, pk: int) -> HttpResponse:
    """Tell the vendor more of the sender."""
    inquiry = _own(request, pk)
    form = RevealForm(request.POST if request.method == "POST" else None, inquiry=inquiry, person=request.user)
    if request.method == "POST" and form.is_valid():
        level = Disclosure(form.cleaned_data["disclosure"])
        actions.reveal_inquiry(inquiry=inquiry, disclosure=level, actor=request.user, now=timezone.now())
        messages.success(request, "事業者に伝える範囲を広げました。")
        return redirect(inquiry)
    context = {"inquiry": inquiry, "form": form, "sender": sender_card(inquiry)}
    return render(request, "procurement/inquiry_reveal.html", context, status=form_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_tie(request: PersonRequest, pk: int) -> HttpResponse:
    """Put the thread into a project of one's own body."""
    inquiry = _own(request, pk)
    can_tie_inquiry(request.user, inquiry).or_refuse()
    own = Project.objects.visible_to(request.user).at_hand().latest_first()
    choice = Project.objects.filter(pk__in=own.values("pk")[:MOST_PROJECTS]).latest_first()
    form = TieForm(request.POST if request.method == "POST" else None, projects=choice)
    tied = carried_out(
        form,
        lambda: actions.tie_inquiry(
            inquiry=inquiry, project=form.cleaned_data["project"], actor=request.user, now=timezone.now()
        ),
    )
    if tied is not None:
        messages.success(request, "問い合わせを検討案件に加えました。")
        return redirect(tied)
    context = {"inquiry": inquiry, "form": form, "has_projects": choice.exists()}
    return render(request, "procurement/inquiry_tie.html", context, status=form_status(form))


@require_GET
def inquiry_brochure(request: PersonRequest, pk: int, number: int) -> HttpResponseBase:
    """A brochure that was handed to one's own body."""
    handovers = BrochureHandover.objects.visible_to(request.user).with_file_data()
    handover = get_object_or_404(handovers, inquiry_id=pk, number=number)
    brochure = handover.brochure
    try:
        handed = handed_over(brochure.file, brochure.original_name, ending=".pdf", media_type="application/pdf")
    except FileNotFoundError:
        return render(request, "procurement/inquiry_brochure.html", {"handover": handover}, status=404)
    actions.download_brochure(handover=handover, actor=request.user, now=timezone.now())
    return handed


def _own(request: PersonRequest, pk: int) -> Inquiry:
    return get_object_or_404(Inquiry.objects.visible_to_staff(request.user).with_list_data(), pk=pk)


def _thread(request: PersonRequest, inquiry: Inquiry, form: ReplyForm) -> HttpResponse:
    context = {
        "inquiry": inquiry,
        "sender": sender_card(inquiry),
        "reply_sender": reply_card(inquiry, request.user),
        "entries": entries_for_staff(inquiry, inquiry.messages.in_order()),
        "handovers": inquiry.handovers.in_order(),
        "form": form,
    }
    return render(request, "procurement/inquiry_detail.html", context, status=form_status(form))
