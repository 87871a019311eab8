"""What both sides open under the same address: files, and one question by itself."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_safe

from accounts.requests import PersonRequest
from documents.enums import FileFormat
from documents.files import MEDIA_TYPES
from dss.downloads import handed_over
from procurement.models import QuoteInvitation, QuoteQuestion, QuoteRequest, QuoteRequestAttachment, QuoteVersion
from procurement.quote_asks import question_of

GONE = 404


@require_GET
def quote_request_attachment(request: PersonRequest, pk: int, number: int) -> HttpResponseBase:
    """A file of the municipality, for its staff and the invited vendors."""
    files = QuoteRequestAttachment.objects.visible_to(request.user)
    found = get_object_or_404(files, request_id=pk, number=number)
    return _handed(request, found.file, found.original_name)


@require_GET
def quote_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The file of one version of a quote, for its vendor and, once submitted, the municipality's staff."""
    version = get_object_or_404(QuoteVersion.objects.visible_to(request.user).exclude(file=""), pk=pk)
    return _handed(request, version.file, version.file_name)


@require_safe
def quote_question(request: PersonRequest, pk: int) -> HttpResponse:
    """One question without its author, whoever looks: nobody learns more by this page than by the request's."""
    question = get_object_or_404(QuoteQuestion.objects.visible_to(request.user).with_page_data(), pk=pk)
    asked = question.invitation.request_id
    context = {
        "question": question_of(question),
        "own_request": QuoteRequest.objects.visible_to_staff(request.user).filter(pk=asked).first(),
        "own_invitation": QuoteInvitation.objects.visible_to_vendor(request.user).filter(request=asked).first(),
    }
    return render(request, "procurement/quote_question.html", context)


def _handed(request: PersonRequest, stored: FieldFile, name: str) -> HttpResponseBase:
    kind = FileFormat(name.rpartition(".")[2].lower())
    try:
        return handed_over(stored, name, ending=f".{kind.value}", media_type=MEDIA_TYPES[kind])
    except FileNotFoundError:
        return render(request, "procurement/quote_file.html", {"name": name}, status=GONE)
