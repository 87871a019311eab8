"""The pictures of a listing."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from catalog.enums import ScreenshotStatus
from catalog.models import Screenshot
from dss.downloads import shown
from dss.images.structure import IMAGE_TYPE

SIZES = ("picture", "preview")
PUBLIC_SECONDS = 60
"""As long as a cache may show the picture of a listing that was taken off the shelf."""


@login_not_required
@require_safe
def service_screenshot(request: HttpRequest, pk: int, screenshot_id: int, size: str) -> HttpResponseBase:
    """A picture of a public listing, which everybody may keep; others by permission, kept by nobody else."""
    if size not in SIZES:
        raise Http404
    made = Screenshot.objects.filter(status=ScreenshotStatus.READY, service_id=pk)
    public = made.visible_to(AnonymousUser()).filter(pk=screenshot_id).first()
    picture = public or get_object_or_404(made.visible_to(request.user), pk=screenshot_id)
    try:
        digest = getattr(picture, f"{size}_sha256")
        response = shown(request, getattr(picture, size), media_type=IMAGE_TYPE, sha256=digest)
    except FileNotFoundError as error:
        raise Http404 from error
    if public is not None:
        response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}, must-revalidate"
    return response
