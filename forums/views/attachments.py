"""Handing out the pictures and files of posts, to who reads the post."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from documents.enums import FileFormat
from documents.files import MEDIA_TYPES
from dss.downloads import handed_over, shown
from dss.images.structure import IMAGE_TYPE
from forums.enums import AttachmentKind
from forums.models import PostAttachment


@require_safe
def attachment(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The whole picture to look at, or the file to keep."""
    row = get_object_or_404(PostAttachment.objects.visible_to(request.user), pk=pk)
    try:
        if row.kind == AttachmentKind.IMAGE:
            return shown(request, row.picture, media_type=IMAGE_TYPE, sha256=row.picture_sha256)
        kind = FileFormat(row.format or "")
        return handed_over(row.file, row.name, ending=f".{kind.value}", media_type=MEDIA_TYPES[kind])
    except FileNotFoundError as error:
        raise Http404 from error


@require_safe
def attachment_preview(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The small picture that stands in the page."""
    row = get_object_or_404(PostAttachment.objects.visible_to(request.user).images(), pk=pk)
    try:
        return shown(request, row.preview, media_type=IMAGE_TYPE, sha256=row.preview_sha256)
    except FileNotFoundError as error:
        raise Http404 from error
