"""The vendor's desk: its listings and the way of each to the shelf."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Vendor
from accounts.requests import PersonRequest
from catalog import actions
from catalog.browsing import PAGE_SIZE, repaired_page
from catalog.completeness import INTRO, Meter, meter_of, steps_of_draft
from catalog.differences import changed_sections
from catalog.draft_pictures import draft_shots
from catalog.enums import DraftStatus, ServiceStatus
from catalog.forms import ServiceNewForm
from catalog.freshness import stale_before
from catalog.models import Brochure, Service, ServiceDraft
from catalog.plans import plans_of
from catalog.policies import can_create_service, can_edit_service, can_open_desk
from catalog.screenshots import shots_of
from catalog.section_editing import SectionEditing
from catalog.specsheet import detail_sections


@require_safe
def desk_overview(request: PersonRequest) -> HttpResponse:
    """What waits for the vendor."""
    can_open_desk(request.user).or_refuse()
    own = Service.objects.editable_by(request.user)
    limit = stale_before(timezone.localdate())
    waiting = list(own.with_desk_data().needing_the_vendor(limit).order_by("-created_at", "-pk")[:PAGE_SIZE])
    drafts = [service for service in waiting if hasattr(service, "draft")]
    context = {
        "drafts": [service for service in drafts if service.draft.status != DraftStatus.IN_REVIEW],
        "in_review": [service for service in drafts if service.draft.status == DraftStatus.IN_REVIEW],
        "suspended": [service for service in waiting if service.status == ServiceStatus.SUSPENDED],
        "stale": [service for service in waiting if service.needs_confirmation(limit)],
        "published": own.filter(status=ServiceStatus.PUBLISHED).count(),
    }
    return render(request, "catalog/desk_overview.html", context)


@require_safe
def desk_service_list(request: PersonRequest) -> HttpResponse:
    """All listings of the vendor, whatever their state."""
    can_open_desk(request.user).or_refuse()
    services = Service.objects.editable_by(request.user).with_desk_data().order_by("-created_at", "-pk")
    notes: list[str] = []
    page = repaired_page(Paginator(services, PAGE_SIZE), request.GET.get("page", ""), notes)
    rows = [(service, _meter(service)) for service in page]
    return render(request, "catalog/desk_service_list.html", {"page": page, "rows": rows, "notes": notes})


def _meter(service: Service) -> Meter | None:
    return meter_of(steps_of_draft(service.draft)) if hasattr(service, "draft") else None


@require_http_methods(["GET", "HEAD", "POST"])
def desk_service_new(request: PersonRequest) -> HttpResponse:
    """Begin a listing with its name."""
    can_open_desk(request.user).or_refuse()
    vendor = cast("Vendor", request.persona.vendor)  # the policy refused everybody without one
    can_create_service(request.user, vendor).or_refuse()
    form = ServiceNewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service = actions.create_service(
            vendor=vendor, name=form.cleaned_data["name"], actor=request.user, now=timezone.now()
        )
        messages.success(request, "下書きを作りました。各項目を入力してください。")
        return redirect("catalog:desk_service_section", pk=service.pk, section=INTRO)
    return render(request, "catalog/desk_service_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def desk_service_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """Where one listing stands, and what can be done with it."""
    service = get_object_or_404(Service.objects.editable_by(request.user).with_desk_data(), pk=pk)
    draft = ServiceDraft.objects.visible_to(request.user).filter(service=service).first()
    steps = steps_of_draft(draft) if draft else []
    context = {
        "service": service,
        "draft": draft,
        "steps": steps,
        "meter": meter_of(steps),
        "shots": draft_shots(draft) if draft else shots_of(service.current.screenshots) if service.current else [],
        "plans": plans_of(draft.plans) if draft else plans_of(service.current.plans) if service.current else [],
        "is_complete": all(step.is_complete for step in steps),
        "brochures": Brochure.objects.offered().filter(service=service).in_order(),
        "versions": service.versions.order_by("-number")[:20],
        "stale_before": stale_before(timezone.localdate()),
    }
    return render(request, "catalog/desk_service_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_service_section(request: PersonRequest, pk: int, section: str) -> HttpResponse:
    """Write one section of the draft; a lost update is refused with both texts shown."""
    drafts = ServiceDraft.objects.visible_to(request.user).select_related("service__vendor")
    draft = get_object_or_404(drafts, service_id=pk, service__in=Service.objects.editable_by(request.user))
    can_edit_service(request.user, draft.service).or_refuse()
    if not SectionEditing.exists(section):
        raise Http404
    editing = SectionEditing(draft, section, request.POST if request.method == "POST" else None)
    if editing.is_bound and editing.is_valid():
        try:
            editing.save(actor=request.user, now=timezone.now())
        except actions.DraftChanged as changed:
            editing.show_both_texts(changed.draft)
            context = {"editing": editing, "draft": changed.draft, "conflict": changed.message}
            return render(request, "catalog/desk_service_section.html", context, status=409)
        messages.success(request, f"「{editing.label}」を保存しました。")
        return redirect(editing.next_address(asked=request.POST.get("next", "")))
    status = 422 if editing.is_bound else 200
    return render(request, "catalog/desk_service_section.html", {"editing": editing, "draft": draft}, status=status)


@require_safe
def desk_service_preview(request: PersonRequest, pk: int) -> HttpResponse:
    """The draft as it would look when published, and what it changes of what is published."""
    drafts = ServiceDraft.objects.visible_to(request.user).select_related("service__vendor", "service__current")
    draft = get_object_or_404(drafts, service_id=pk)
    today, current = timezone.localdate(), draft.service.current
    context = {
        "draft": draft,
        "service": draft.service,
        "sections": detail_sections(draft.answers, today),
        "plans": plans_of(draft.plans),
        "shots": draft_shots(draft),
        "current": current,
        "changes": changed_sections(current, draft, today) if current else [],
    }
    return render(request, "catalog/desk_service_preview.html", context)


@require_POST
def desk_service_copy(request: PersonRequest, pk: int) -> HttpResponse:
    """Begin another listing with what this one says."""
    service = get_object_or_404(Service.objects.editable_by(request.user), pk=pk)
    copy = actions.copy_service(service=service, actor=request.user, now=timezone.now())
    messages.success(request, "写しを作りました。認証の取得状況・導入実績・レビュー・資料は写していません。")
    return redirect("catalog:desk_service_detail", pk=copy.pk)


@require_POST
def desk_draft_start(request: PersonRequest, pk: int) -> HttpResponse:
    """Begin to change a published listing."""
    service = get_object_or_404(Service.objects.editable_by(request.user), pk=pk)
    actions.start_draft(service=service, actor=request.user, now=timezone.now())
    return redirect("catalog:desk_service_section", pk=pk, section=INTRO)


@require_POST
def desk_draft_submit(request: PersonRequest, pk: int) -> HttpResponse:
    """Hand the draft in for review."""
    return _do_with_draft(request, pk, actions.submit_draft, "審査を依頼しました。結果はメールとお知らせで届きます。")


@require_POST
def desk_draft_withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the draft back from review."""
    return _do_with_draft(request, pk, actions.withdraw_draft, "審査依頼を取り下げました。")


@require_POST
def desk_draft_discard(request: PersonRequest, pk: int) -> HttpResponse:
    """Give up the changes; what is published stays."""
    done = "下書きを破棄しました。公開中の内容は変わっていません。"
    return _do_with_draft(request, pk, actions.discard_draft, done)


@require_POST
def desk_service_unpublish(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the listing off the shelf."""
    return _do_with_listing(request, pk, actions.unpublish_service, "公開を停止しました。")


@require_POST
def desk_service_republish(request: PersonRequest, pk: int) -> HttpResponse:
    """Put the reviewed version back on the shelf."""
    return _do_with_listing(request, pk, actions.republish_service, "公開を再開しました。")


@require_POST
def desk_service_confirm(request: PersonRequest, pk: int) -> HttpResponse:
    """State that the published text is still true."""
    return _do_with_listing(request, pk, actions.confirm_service, "最終確認日を今日に更新しました。")


def _do_with_draft(request: PersonRequest, pk: int, action: Callable[..., None], done: str) -> HttpResponse:
    draft = get_object_or_404(ServiceDraft.objects.visible_to(request.user), service_id=pk)
    action(draft=draft, actor=request.user, now=timezone.now())
    return _back_to_listing(request, pk, done)


def _do_with_listing(request: PersonRequest, pk: int, action: Callable[..., None], done: str) -> HttpResponse:
    service = get_object_or_404(Service.objects.editable_by(request.user), pk=pk)
    action(service=service, actor=request.user, now=timezone.now())
    return _back_to_listing(request, pk, done)


def _back_to_listing(request: PersonRequest, pk: int, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("catalog:desk_service_detail", pk=pk)
