"""What waits for a person: お知らせ."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.notifications import (
    SettingsMoved,
    change_notification_preferences,
    read_all_notifications,
    read_notification,
)
from accounts.enums import Area, DigestChoice
from accounts.forms.notifications import PreferencesForm
from accounts.models import Notification
from accounts.notification_events import may_still_know
from accounts.notification_lists import (
    areas_for,
    by_day,
    count_in_words,
    kinds_for,
    kinds_of_area,
    readable,
    settings_of,
)
from accounts.requests import PersonRequest
from dss.keyset import keyset_page

PER_PAGE = 20
ORDER = ("created_at", "pk")


@require_safe
def notifications(request: PersonRequest) -> HttpResponse:
    """The list, newest first, whole or the unread part, of all areas or one; what is lost sight of is only counted."""
    only_unread = request.GET.get("unread") == "1"
    area = _area(request.GET.get("area"))
    rows = Notification.objects.filter(user=request.user)
    if only_unread:
        rows = rows.filter(read_at__isnull=True)
    if area is not None:
        rows = rows.filter(event__in=kinds_of_area(area))
    notes: list[str] = []
    page = keyset_page(rows, ORDER, request.GET, size=PER_PAGE, notes=notes)
    unread = request.unread_count()
    context = {
        "page": page,
        "days": by_day(readable(request.user, page.rows)),
        "notes": notes,
        "only_unread": only_unread,
        "area": area,
        "areas": areas_for(request.persona),
        "unread": unread,
        "unread_words": count_in_words(unread),
        "here": f"?{urlencode(_kept(request))}",
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
def notification_read(request: PersonRequest, notification_id: int) -> HttpResponse:
    """Mark as read and stay in the list, also what the person has lost sight of."""
    notification = get_object_or_404(Notification, pk=notification_id, user=request.user)
    read_notification(notification=notification, actor=request.user, now=timezone.now())
    return _back(request)


@require_POST
def notifications_read(request: PersonRequest) -> HttpResponse:
    """Mark all as read, or all of one area."""
    area = _area(request.GET.get("area"))
    kinds = kinds_of_area(area) if area is not None else None
    count = read_all_notifications(actor=request.user, now=timezone.now(), events=kinds)
    messages.success(request, f"{count}件を既読にしました。" if count else "未読のお知らせはありませんでした。")
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: PersonRequest) -> HttpResponse:
    """お知らせの設定: for every kind that can reach the person, in which way, and how often the まとめメール comes."""
    data = request.POST if request.method == "POST" else None
    kinds = kinds_for(request.persona)
    form = PreferencesForm(data, kinds=kinds, settings=settings_of(request.user))
    moved: list[str] = []
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data.get("digest")
        try:
            change_notification_preferences(
                actor=request.user,
                ways=form.ways(),
                digest=DigestChoice(chosen) if chosen else None,
                seen=form.cleaned_data["mark"],
                now=timezone.now(),
            )
        except SettingsMoved as error:
            current = settings_of(request.user)
            moved = form.differences_from(current)
            form = PreferencesForm({**request.POST.dict(), "mark": current.mark}, kinds=kinds, settings=current)
            form.add_error(None, f"{error} 選んだ内容は残してあります。確かめて、もう一度保存してください。")
        else:
            messages.success(request, "お知らせの設定を保存しました。")
            return redirect("accounts:preferences")
    status = (409 if moved else 422) if form.is_bound else 200
    return render(request, "accounts/preferences.html", {"form": form, "moved": moved}, status=status)


def _area(asked: str | None) -> Area | None:
    """The area of this name; what is none is all of them."""
    return Area(asked) if asked in Area.values else None


def _kept(request: HttpRequest) -> dict[str, str]:
    """What the list was narrowed to."""
    area = _area(request.GET.get("area"))
    unread = {"unread": "1"} if request.GET.get("unread") == "1" else {}
    return unread | ({"area": area.value} if area is not None else {})


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('accounts:notifications')}?{urlencode(_kept(request))}".rstrip("?"))
