"""A text that arrives after the log-in expired is kept, before the person is sent to log in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from forums.drafting import keep_unsent

KEPT = (
    "ログインの有効期限が切れていました。書いた文章は下書きに保存しました。同じ方がログインすると、続きから書けます。"
)
KEPT_QUIETLY = (
    "ログインの有効期限が切れています。文章は下書きに保存しました。送信する前に、別のタブでログインしてください。"
)
NOT_KEPT = "ログインの有効期限が切れています。文章を控えてから、別のタブでログインしてください。"


class UnsentTextMiddleware:
    """Stands before `LoginRequiredMiddleware`; asks the database only for a POST of nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """None lets the request go on, to the log-in."""
        if request.method != "POST" or request.user.is_authenticated:
            return None
        unsent = keep_unsent(request, timezone.now())
        if unsent is None:
            return None
        if "auto" in request.POST:
            return HttpResponse(KEPT_QUIETLY if unsent.is_kept else NOT_KEPT, status=401, content_type="text/plain")
        if not unsent.is_kept:
            return render(request, "forums/unsent.html", {"unsent": unsent}, status=401)
        messages.info(request, KEPT)
        return redirect_to_login(unsent.form_url)
