"""レビュー: read by everyone, written by municipal staff, answered once by the vendor."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.body_class import body_class
from accounts.models import Municipality
from accounts.requests import PersonRequest
from catalog import actions
from catalog.browsing import PAGE_SIZE, repaired_page
from catalog.enums import ReviewStatus
from catalog.forms import HelpfulForm, ReplyForm, ReviewForm, RevisionForm, initial_words, saved_words
from catalog.models import Review, Service
from catalog.page_cache import kept_for_visitors
from catalog.policies import (
    can_edit_review,
    can_mark_review,
    can_open_desk,
    can_reply_review,
    can_withdraw_review,
    can_write_review,
)
from catalog.review_cards import card_for, cards_for, summary_card
from dss.access import DomainError

UNPROCESSABLE = 422


@login_not_required
@require_safe
@kept_for_visitors
def review_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Every review of a listing, the latest words first."""
    listed = Service.objects.visible_to(request.user).select_related("vendor", "review_summary")
    service = get_object_or_404(listed, pk=pk, current__isnull=False)
    reviews = Review.objects.visible_to(request.user).published().filter(service=service)
    rows = reviews.with_card_data(request.user).newest_first()
    notes: list[str] = []
    page = repaired_page(Paginator(rows, PAGE_SIZE), request.GET.get("page", ""), notes)
    context = {
        "service": service,
        "summary": summary_card(getattr(service, "review_summary", None)),
        "page": page,
        "notes": notes,
        "reviews": cards_for(page, request.user),
    }
    return render(request, "catalog/review_list.html", context)


@login_not_required
@require_safe
def review_detail(request: HttpRequest, pk: int, review_id: int) -> HttpResponse:
    """One review: what mails, reports and replies point at."""
    rows = Review.objects.visible_to(request.user).with_card_data(request.user).select_related("service__vendor")
    review = get_object_or_404(rows, pk=review_id, service_id=pk)
    context = {"service": review.service, "review": card_for(review, request.user)}
    return render(request, "catalog/review_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review_create(request: PersonRequest, pk: int) -> HttpResponse:
    """Write; who has written already goes on to the editing."""
    service = get_object_or_404(Service.objects.visible_to(request.user), pk=pk, current__isnull=False)
    can_write_review(request.user, service).or_refuse()
    municipality = cast("Municipality", request.persona.municipality)
    earlier = Review.objects.by(request.user).filter(service=service, municipality=municipality).first()
    if request.method != "POST" and earlier is not None and earlier.status != ReviewStatus.WITHDRAWN:
        messages.info(request, "このサービスのレビューは、すでに書いています。")
        return redirect(earlier)
    form = _form(request, municipality, earlier)
    if form.is_bound and form.is_valid():
        try:
            review = actions.write_review(
                service=service,
                words=form.words(),
                client_token=form.cleaned_data["client_token"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "レビューを公開しました。")
            return redirect(review)
    context = {"service": service, "form": form}
    return render(request, "catalog/review_create.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def review_edit(request: PersonRequest, pk: int, review_id: int) -> HttpResponse:
    """Rewrite; what another window saved first is shown beside."""
    review = _review(request, pk, review_id)
    can_edit_review(request.user, review).or_refuse()
    form = _form(request, review.municipality, review)
    revision_form = RevisionForm(request.POST or None, initial={"revision": review.revision})
    context = {"service": review.service, "review": card_for(review, request.user), "form": form}
    if form.is_bound and form.is_valid() and revision_form.is_valid():
        try:
            actions.edit_review(
                review=review,
                revision=revision_form.cleaned_data["revision"],
                words=form.words(),
                actor=request.user,
                now=timezone.now(),
            )
        except actions.ReviewChanged as changed:
            fresh = RevisionForm(initial={"revision": changed.review.revision})
            context |= {"conflict": changed.message, "saved": saved_words(changed.review), "revision_form": fresh}
            return render(request, "catalog/review_edit.html", context, status=409)
        messages.success(request, "レビューを書き直しました。")
        return redirect(review)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "catalog/review_edit.html", context | {"revision_form": revision_form}, status=status)


@require_POST
def review_withdraw(request: PersonRequest, pk: int, review_id: int) -> HttpResponse:
    """Take one's own review off the page."""
    review = _review(request, pk, review_id)
    can_withdraw_review(request.user, review).or_refuse()
    actions.withdraw_review(review=review, actor=request.user, now=timezone.now())
    messages.success(request, "レビューを取り下げました。もう一度書くと、また公開されます。")
    return redirect("catalog:service_detail", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def review_reply(request: PersonRequest, pk: int, review_id: int) -> HttpResponse:
    """The vendor answers, once."""
    review = _review(request, pk, review_id)
    can_reply_review(request.user, review).or_refuse()
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.reply_review(review=review, body=form.cleaned_data["body"], actor=request.user, now=timezone.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "返信を公開しました。")
            return redirect(review)
    context = {"service": review.service, "review": card_for(review, request.user), "form": form}
    return render(request, "catalog/review_reply.html", context, status=_status(form))


@require_POST
def review_helpful(request: PersonRequest, pk: int, review_id: int) -> HttpResponse:
    """Mark as helpful, or take the mark back."""
    review = _review(request, pk, review_id)
    can_mark_review(request.user, review).or_refuse()
    form = HelpfulForm(request.POST)
    if form.is_valid():
        is_helpful = form.cleaned_data["helpful"] == "yes"
        actions.mark_review(review=review, is_helpful=is_helpful, actor=request.user, now=timezone.now())
    else:
        messages.error(request, "画面の情報が欠けています。もう一度押してください。")
    return redirect(review)


@require_safe
def desk_review_list(request: PersonRequest) -> HttpResponse:
    """Reviews of the vendor's listings, those without a reply first."""
    can_open_desk(request.user).or_refuse()
    rows = Review.objects.for_vendor(request.user).with_card_data(request.user).unanswered_first()
    notes: list[str] = []
    page = repaired_page(Paginator(rows, PAGE_SIZE), request.GET.get("page", ""), notes)
    context = {"page": page, "notes": notes, "reviews": cards_for(page, request.user)}
    return render(request, "catalog/desk_review_list.html", context)


def _review(request: PersonRequest, service_id: int, review_id: int) -> Review:
    rows = Review.objects.visible_to(request.user).with_card_data(request.user)
    return get_object_or_404(rows, pk=review_id, service_id=service_id)


def _form(request: PersonRequest, municipality: Municipality, earlier: Review | None) -> ReviewForm:
    return ReviewForm(
        request.POST if request.method == "POST" else None,
        initial=initial_words(earlier) if earlier else None,
        municipality=municipality,
        body_class=earlier.body_class if earlier else body_class(municipality),
        person=request.user,
    )


def _status(form: ReviewForm | ReplyForm) -> int:
    return UNPROCESSABLE if form.is_bound and form.errors else 200
