"""The floor: a stored 30 kB page through the same middleware, without a query or a template."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

PAGE = ("<!doctype html><title>floor</title><p>" + "自治体とITサービスをつなぐ広場。" * 640)[:10_000].encode()


@login_not_required
def floor(request: HttpRequest) -> HttpResponse:
    """Answer the stored page."""
    return HttpResponse(PAGE)
