"""What both sides, and of a single message the operators, see under the same address."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_safe

from accounts.requests import PersonRequest
from dss.downloads import handed_over
from procurement.disclosure import entries_for_vendor, lead_of
from procurement.models import Inquiry, InquiryAttachment, InquiryMessage

GONE = 404


@require_safe
def inquiry_message(request: PersonRequest, pk: int) -> HttpResponse:
    """One message, named as the vendor sees it whoever looks: nobody learns more by this page than by the thread."""
    message = get_object_or_404(InquiryMessage.objects.visible_to(request.user).with_thread(), pk=pk)
    inquiry = message.inquiry
    context = {
        "lead": lead_of(inquiry),
        "entries": entries_for_vendor(inquiry, [message]),
        "staff_thread": Inquiry.objects.visible_to_staff(request.user).filter(pk=inquiry.pk).first(),
        "vendor_thread": Inquiry.objects.visible_to_vendor(request.user).filter(pk=inquiry.pk).first(),
    }
    return render(request, "procurement/inquiry_message.html", context)


@require_GET
def inquiry_file(request: PersonRequest, pk: int, number: int) -> HttpResponseBase:
    """A file beside a message, for both sides of the thread."""
    files = InquiryAttachment.objects.visible_to(request.user)
    found = get_object_or_404(files, inquiry_id=pk, number=number)
    try:
        return handed_over(found.file, found.original_name, ending=found.ending, media_type=found.media_type)
    except FileNotFoundError:
        return render(request, "procurement/quote_file.html", {"name": found.original_name}, status=GONE)
