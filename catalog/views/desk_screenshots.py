"""画面の画像 on the vendor's desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from catalog import actions
from catalog.forms import RevisionForm, ScreenshotForm, ScreenshotFormSet
from catalog.models import Screenshot, Service, ServiceDraft
from catalog.policies import can_edit_service
from catalog.screenshots import MOST_SCREENSHOTS, shots_of
from dss.access import DomainError
from dss.faults import form_status, refuse_form

UNPROCESSABLE = 422
CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def desk_screenshots(request: PersonRequest, pk: int) -> HttpResponse:
    """The pictures of the draft: their order, their words, and which go."""
    draft = _draft(request, pk)
    sent = request.POST if request.method == "POST" else None
    formset = ScreenshotFormSet(
        sent, initial=[{"id": shot.id, "alt": shot.alt} for shot in shots_of(draft.screenshots)]
    )
    shown = RevisionForm(sent, initial={"revision": draft.revision})
    status, conflict = 200 if sent is None else UNPROCESSABLE, ""
    if sent is not None and formset.is_valid() and shown.is_valid():
        revision, words = shown.cleaned_data["revision"], formset.words()
        try:
            actions.arrange_screenshots(
                draft=draft, revision=revision, words=words, actor=request.user, now=timezone.now()
            )
        except actions.DraftChanged as changed:
            draft, status, conflict = changed.draft, CONFLICT, changed.message
            shown = RevisionForm(initial={"revision": draft.revision})
        else:
            messages.success(request, "画面の画像を保存しました。")
            return redirect("catalog:desk_service_detail", pk=pk)
    pictures = Screenshot.objects.in_bulk([shot.id for shot in shots_of(draft.screenshots)])
    by_text = {str(key): picture for key, picture in pictures.items()}
    rows = [(row, by_text.get(str(row["id"].value()))) for row in formset]
    context = {"draft": draft, "formset": formset, "rows": rows, "shown": shown, "most": MOST_SCREENSHOTS}
    context |= {"conflict": conflict, "saved": shots_of(draft.screenshots) if conflict else []}
    return render(request, "catalog/desk_screenshots.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_screenshot_new(request: PersonRequest, pk: int) -> HttpResponse:
    """One more picture."""
    draft = _draft(request, pk)
    form = ScreenshotForm(request.POST, request.FILES) if request.method == "POST" else ScreenshotForm()
    if form.is_bound and form.is_valid():
        try:
            actions.add_screenshot(
                draft=draft,
                upload=form.cleaned_data["picture"],
                alt=form.cleaned_data["alt"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            refuse_form(form, error)
        else:
            messages.success(request, "画像を受け取りました。表示できる形に変換しています。")
            return redirect("catalog:desk_screenshots", pk=pk)
    context = {"form": form, "draft": draft, "most": MOST_SCREENSHOTS}
    return render(request, "catalog/desk_screenshot_new.html", context, status=form_status(form))


def _draft(request: PersonRequest, pk: int) -> ServiceDraft:
    drafts = ServiceDraft.objects.visible_to(request.user).select_related("service")
    draft = get_object_or_404(drafts, service_id=pk, service__in=Service.objects.editable_by(request.user))
    can_edit_service(request.user, draft.service).or_refuse()
    return draft
