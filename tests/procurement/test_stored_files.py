"""The files of inquiries and quotes: on a full disk, and in a bucket."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from urllib.request import urlopen
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from accounts.actions.files import check_files, sweep_files
from documents.files import check_upload
from procurement import actions
from procurement.enums import Disclosure
from procurement.models import (
    InquiryAttachment,
    ProjectDocument,
    QuoteRequest,
    QuoteRequestAttachment,
    QuoteVersion,
)
from tests.documents.makers import pdf, upload
from tests.factories import DocumentVersionFactory
from tests.procurement.quotes.conftest import draft, market, opened, submit

__all__ = ["draft", "market", "opened"]  # fixtures
LARGE = ("記録.md", "議事録".encode() * 20_000)
WORDS = "三年分の会議を対象にします"


def send(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"procurement:{name}", args=args), data)


def told(response) -> str:
    assert response.status_code == 507
    text = response.content.decode()
    assert "空きが足りない" in text
    return text


def test_a_full_disk_keeps_the_words_of_an_inquirys_thread(client, scene, ask, full_disk):
    inquiry = ask(disclosure=Disclosure.PERSON)
    data = {"body": WORDS, "client_token": str(uuid4()), "shown_as": Disclosure.PERSON}
    assert WORDS in told(send(client, scene.asker, "inquiry_reply", inquiry.pk, file=upload(*LARGE), **data))
    assert WORDS in told(send(client, scene.seller, "lead_answer", inquiry.pk, file=upload(*LARGE), **data))
    assert not InquiryAttachment.objects.exists()
    assert inquiry.messages.count() == 1
    assert [path for path in full_disk.rglob("*") if path.is_file()] == []


def test_a_full_disk_keeps_the_lines_of_a_quote(client, market, opened, full_disk):
    invitation = opened().invitations.get(vendor=market.vendor_x)
    data = {
        "tax": "excluded",
        "months": "60",
        "revision": "0",
        "edition": "1",
        "client_token": str(uuid4()),
        "do": "submit",
    }
    data["valid_until"] = (timezone.localdate() + timedelta(days=60)).isoformat()
    for item in invitation.request.items.all():
        data |= {f"amount_{item.pk}": "1,234,567", f"tax_rate_{item.pk}": "10"}
    shown = send(client, market.x, "quote_edit", invitation.pk, scope_notes=WORDS, file=upload(*LARGE), **data)
    text = told(shown)
    assert WORDS in text
    assert "1,234,567" in text
    assert not QuoteVersion.objects.exists()
    assert [path for path in full_disk.rglob("*") if path.is_file()] == []


def test_a_full_disk_attaches_nothing_to_a_request(client, market, draft, full_disk):
    request = draft()
    revision = request.revision
    told(send(client, market.asker, "quote_request_attach", request.pk, file=upload(*LARGE)))
    assert not QuoteRequestAttachment.objects.exists()
    assert QuoteRequest.objects.get(pk=request.pk).revision == revision


def test_all_files_of_a_request_live_in_a_bucket(bucket, client, market, draft):
    """Uploaded, copied from a document, handed out by the bucket itself, compared, swept: no path anywhere."""
    request = draft()
    content = pdf()
    assert send(client, market.asker, "quote_request_attach", request.pk, file=upload("流れ.pdf", content)).status_code
    text = "# 仕様\n会議の録音".encode()
    version = DocumentVersionFactory(
        file__data=text,
        size=len(text),
        sha256=hashlib.sha256(text).hexdigest(),
        original_name="仕様書.md",
        document__municipality=market.body,
    )
    own = ProjectDocument.objects.create(project=market.project, version=version, attached_at=market.now)
    request.refresh_from_db()
    actions.attach_quote_document(request=request, attached=own, actor=market.asker, now=market.now)
    request.refresh_from_db()
    actions.open_quote_request(request=request, revision=request.revision, actor=market.asker, now=market.now)
    invitation = request.invitations.get(vendor=market.vendor_x)
    quote = submit(market, invitation, upload=check_upload(upload("見積書.pdf", content)))
    client.force_login(market.x)
    for stored, expected in zip(request.attachments.order_by("number"), (content, text), strict=True):
        answer = client.get(stored.get_absolute_url())
        assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")
        assert fetched(answer.url) == expected
    client.force_login(market.asker)
    answer = client.get(reverse("procurement:quote_file", args=[quote.pk]))
    assert fetched(answer.url) == content
    later = timezone.now() + timedelta(days=2)
    assert (sweep_files(now=later).files, sweep_files(now=later).removed) == (4, 0)
    assert (check_files(now=later).files, check_files(now=later).wrong) == (4, [])
    bucket.delete(quote.file.name)
    assert client.get(reverse("procurement:quote_file", args=[quote.pk])).status_code == 404
    assert sweep_files(now=later + timedelta(days=1)).missing == [quote.file.name]


def fetched(address: str) -> bytes:
    with urlopen(address) as answer:  # noqa: S310 - the test's own server
        return answer.read()
