"""The review queue: drafts that wait, with their content, to be published or returned."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from accounts.admin.screens import ReadOnlyAdmin, mine_filter
from accounts.personas import persona_of
from accounts.requests import PersonRequest
from catalog import actions
from catalog.differences import changed_sections
from catalog.draft_pictures import draft_shots
from catalog.enums import DraftStatus
from catalog.forms import ReasonForm, RevisionForm
from catalog.models import ServiceDraft
from catalog.plans import plans_of
from catalog.specsheet import detail_sections
from dss.access import DomainError, PolicyRefused

QUEUE = "admin:catalog_servicedraft_changelist"
REVIEW = "admin:catalog_servicedraft_review"
REVIEWABLE = mine_filter(lambda rows, operator: rows.in_review_beside(persona_of(operator).vendor))


@admin.register(ServiceDraft)
class ServiceDraftAdmin(ReadOnlyAdmin):
    """審査待ち."""

    list_display = ("review_link", "vendor", "status", "submitted_at")
    list_display_links = None
    list_filter = ("status", REVIEWABLE)
    list_select_related = ("service__vendor",)
    ordering = ("submitted_at", "pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Only what was handed in: what a vendor is still writing is not the operators' business."""
        return super().get_queryset(request).exclude(status=DraftStatus.EDITING)

    @admin.display(description="サービス名")
    def review_link(self, draft: ServiceDraft) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse(REVIEW, args=[draft.pk]), draft.name)

    @admin.display(description="事業者")
    def vendor(self, draft: ServiceDraft) -> str:
        return draft.service.vendor.name

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/review/", wrap(self.review), name="catalog_servicedraft_review"),
            path("<int:pk>/publish/", wrap(require_POST(self.publish)), name="catalog_servicedraft_publish"),
            path("<int:pk>/return/", wrap(self.return_to_vendor), name="catalog_servicedraft_return"),
            *super().get_urls(),
        ]

    def review(self, request: PersonRequest, pk: int) -> HttpResponse:
        """What would change of what is published, the whole text, and the two buttons."""
        draft = self._draft(request, pk)
        today, current = timezone.localdate(), draft.service.current
        context = {
            **self.admin_site.each_context(request),
            "title": f"掲載内容の審査: {draft.name}",
            "draft": draft,
            "current": current,
            "changes": changed_sections(current, draft, today) if current else [],
            "plans": plans_of(draft.plans),
            "shots": draft_shots(draft),
            "sections": detail_sections(draft.answers, today),
            "revision_form": RevisionForm(initial={"revision": draft.revision}),
            "is_in_review": draft.status == DraftStatus.IN_REVIEW,
        }
        return TemplateResponse(request, "admin/catalog/review.html", context)

    def publish(self, request: PersonRequest, pk: int) -> HttpResponse:
        """Publish what was read."""
        draft = self._draft(request, pk)
        form = RevisionForm(request.POST)
        if not form.is_valid():
            messages.error(request, "画面の情報が欠けています。内容をもう一度確かめてください。")
            return redirect(REVIEW, pk)
        try:
            version = actions.publish_draft(
                draft=draft, revision=form.cleaned_data["revision"], actor=request.user, now=timezone.now()
            )
        except (DomainError, PolicyRefused) as refusal:
            messages.error(request, str(refusal))
            return redirect(QUEUE)
        messages.success(request, f"「{version.name}」を第{version.number}版として公開しました。")
        return redirect(QUEUE)

    def return_to_vendor(self, request: PersonRequest, pk: int) -> HttpResponse:
        """Give it back, with the reason."""
        draft = self._draft(request, pk)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                actions.return_draft(
                    draft=draft, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now()
                )
            except (DomainError, PolicyRefused) as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"「{draft.name}」を事業者に差し戻しました。")
            return redirect(QUEUE)
        context = {
            **self.admin_site.each_context(request),
            "title": f"差戻し: {draft.name}",
            "form": form,
            "back": reverse(REVIEW, args=[pk]),
            "back_name": "掲載内容の審査",
            "button": "差し戻す",
        }
        return TemplateResponse(request, "admin/catalog/reason.html", context)

    def _draft(self, request: HttpRequest, pk: int) -> ServiceDraft:
        drafts = self.get_queryset(request).select_related("service__vendor", "service__current")
        draft: ServiceDraft = get_object_or_404(drafts, pk=pk)
        return draft
