"""The operators' admin: entered through the one log-in of the site, with a second factor."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite, helpers
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from accounts.personas import persona_of
from dss.waiting_rooms import jobs_without_a_worker, waiting_for_operators

if TYPE_CHECKING:
    from accounts.models import User


class OperatorSite(AdminSite):
    """Stock admin with our entrance: no log-in form of its own, no entry without TOTP or a passkey."""

    site_header = "デジタルサービス広場 運営管理"
    site_title = "運営管理"
    index_title = "運営の仕事"
    index_template = "admin/waiting.html"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        """Active operators whose account has a second factor; every session of theirs passed it at log-in."""
        return super().has_permission(request) and has_second_factor(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """The stock admin hands what it is sent to the database unread; what no database takes is refused here."""

        @wraps(view)
        def read_first(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            refuse_unreadable(request)
            return view(request, *args, **kwargs)

        return super().admin_view(read_first, cacheable)

    def get_urls(self) -> list[Any]:
        """Django's, with a "view on site" of our own before its shortcut, which fails on models without a table."""
        own = path("r/<int:content_type_id>/<path:object_id>/", self.admin_view(on_site), name="view_on_site")
        return [own, *(entry for entry in super().get_urls() if getattr(entry, "name", "") != "view_on_site")]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What waits, with its age, above the list of everything."""
        operator, now = cast("User", request.user), timezone.now()
        waiting = waiting_for_operators(operator, persona_of(operator, now), now)
        found = {"waiting": waiting, "unattended": jobs_without_a_worker(now)}
        return super().index(request, {**(extra_context or {}), **found})

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Visitors go to the site's log-in, operators without a second factor to its set-up; nobody else is told."""
        goal = request.GET.get("next") or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(goal)
        if not request.user.is_staff:
            raise Http404
        if has_second_factor(request):
            return redirect("admin:index")
        messages.warning(request, "運営の画面を使うには、認証アプリかパスキーによる多要素認証の設定が必要です。")
        return redirect("mfa_index")

    @method_decorator(never_cache)
    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The site's own page asks and logs out."""
        return redirect("account_logout")


def on_site(request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
    """To the public page of an object; 404 for what has none."""
    kind = ContentType.objects.filter(pk=content_type_id).first()
    model = kind.model_class() if kind else None
    if model is None or not model._meta.managed or not hasattr(model, "get_absolute_url") or not object_id.isdigit():
        raise Http404
    return redirect(get_object_or_404(model, pk=object_id[:18]))


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the operator's account is protected; in development the demand can be switched off (OPERATOR_MFA=off)."""
    return not settings.OPERATOR_MFA or is_mfa_enabled(request.user)


def refuse_unreadable(request: HttpRequest) -> None:
    """BadRequest for a NUL in the address or in a field, and for ticked rows that are no keys (all keys are digits)."""
    sent = [value for fields in (request.GET, request.POST) for _, values in fields.lists() for value in values]
    ticked = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
    if any("\x00" in text for text in (request.path_info, *sent)):
        raise BadRequest("NUL")
    if any(not (key.isascii() and key.isdigit()) for key in ticked):
        raise BadRequest("no key")
