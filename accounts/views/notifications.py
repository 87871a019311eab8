"""What waits for a person: お知らせ."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.notifications import (
    change_notification_preferences,
    read_all_notifications,
    read_notification,
)
from accounts.digests import digest_choice
from accounts.enums import DigestChoice
from accounts.forms.notifications import PreferencesForm
from accounts.models import Notification
from accounts.notification_events import may_still_know
from accounts.notification_lists import kinds_of_mail, readable
from accounts.policies import can_get_digest
from accounts.requests import PersonRequest

PER_PAGE = 20


@require_safe
def notifications(request: PersonRequest) -> HttpResponse:
    """The list, newest first, whole or the unread part; what the person has lost sight of is only counted."""
    only_unread = request.GET.get("unread") == "1"
    rows = Notification.objects.filter(user=request.user).order_by("-created_at", "-pk")
    if only_unread:
        rows = rows.filter(read_at__isnull=True)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": readable(request.user, page.object_list),
        "only_unread": only_unread,
        "unread": request.unread_count(),
    }
    return render(request, "accounts/notifications.html", context)


@require_safe
def notification_open(request: PersonRequest, notification_id: int) -> HttpResponse:
    """Mark as read and go where it leads."""
    notification = get_object_or_404(Notification, pk=notification_id, user=request.user)
    if not may_still_know(notification.event, request.user, notification.target_key):
        raise Http404
    read_notification(notification=notification, actor=request.user, now=timezone.now())
    return redirect(notification.path)


@require_POST
def notifications_read(request: PersonRequest) -> HttpResponse:
    """Mark all as read."""
    count = read_all_notifications(actor=request.user, now=timezone.now())
    messages.success(request, f"{count}件を既読にしました。" if count else "未読のお知らせはありませんでした。")
    return redirect("accounts:notifications")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: PersonRequest) -> HttpResponse:
    """お知らせの設定: mails on or off for each kind of event, and how often staff get the まとめメール."""
    kinds = kinds_of_mail(request.user)
    digest = digest_choice(request.user) if can_get_digest(request.user) else None
    form = PreferencesForm(request.POST if request.method == "POST" else None, kinds=kinds, digest=digest)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data.get("digest")
        change_notification_preferences(
            actor=request.user,
            asked=kinds.keys(),
            wanted=form.cleaned_data.get("wanted", []),
            digest=DigestChoice(chosen) if chosen else None,
            now=timezone.now(),
        )
        messages.success(request, "お知らせの設定を保存しました。")
        return redirect("accounts:preferences")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/preferences.html", {"form": form}, status=status)
