"""The vendor's desk: the request, the quote, the questions; and that nothing of a rival is ever there."""

from __future__ import annotations

import difflib
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement import actions
from procurement.enums import QuoteStatus
from procurement.models import Quote, QuoteInvitation, QuoteQuestion, QuoteVersion
from tests.documents.makers import pdf
from tests.factories import QuoteFactory, QuoteQuestionFactory, QuoteRequestFactory
from tests.procurement.quotes.conftest import submit

CANARY = "甲だけの秘密語"
TOKENS = re.compile('value="([A-Za-z0-9]{64}|[0-9a-f]{8}-[0-9a-f-]{27})"')


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def url(name, *args):
    return reverse(f"procurement:{name}", args=args)


def page(client, user, name, *args, status=200, **query):
    client.force_login(user)
    response = client.get(url(name, *args), query)
    assert response.status_code == status, (name, response.status_code)
    return response.content.decode()


def send(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(url(name, *args), data)


@pytest.fixture
def mine(market, opened):
    """X's invitation to an open request."""
    return opened().invitations.get(vendor=market.vendor_x)


def sheet(invitation, **changes):
    """The form filled in: 1,000 yen for every item."""
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
        data[f"amount_{item.pk}"] = "1,000"
    return data | changes


def items(invitation):
    return list(invitation.request.items.order_by("position"))


def test_from_the_mail_to_the_submitted_quote(client, market, mine):
    assert mine.get_absolute_url() in page(client, market.x, "quote_invitation_list")
    shown = page(client, market.x, "quote_invitation_detail", mine.pk)
    assert market.body.full_name in shown
    assert "会議は月20回です。" in shown
    mine.refresh_from_db()
    assert mine.first_read_at is not None
    assert "閲覧済み" in page(client, market.asker, "quote_request_detail", mine.request_id)
    first, second, *_ = items(mine)
    upload = SimpleUploadedFile("御見積書.pdf", pdf())
    data = sheet(
        mine,
        **{
            f"amount_{first.pk}": "１２３，４５６円",
            f"quantity_{first.pk}": "2.5",
            f"amount_{second.pk}": "",
            f"excluded_{second.pk}": "on",
            f"note_{second.pk}": "別途ご相談",
        },
        scope_notes="値引き後の金額です。",
        file=upload,
    )
    assert send(client, market.x, "quote_edit", mine.pk, **data).status_code == 302
    version = QuoteVersion.objects.get()
    assert version.lines.get(item=first).unit_amount == 123_456
    assert version.file_name == "御見積書.pdf"
    received = page(client, market.asker, "quote_detail", version.quote_id)
    for text in ("123,456", "2.5", "308,640", "含まない", "別途ご相談", "値引き後の金額です。", "御見積書.pdf"):
        assert text in received
    client.force_login(market.asker)
    response = client.get(url("quote_file", version.pk))
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    for user in (market.y, market.stranger, market.outsider, market.member):
        page(client, user, "quote_file", version.pk, status=404)


def test_a_working_copy_is_kept_and_shown_again(client, market, mine):
    first = items(mine)[0]
    data = {
        "tax": "included",
        "months": "36",
        "revision": "0",
        "edition": "1",
        "client_token": str(uuid4()),
        "do": "save",
    }
    response = send(client, market.x, "quote_edit", mine.pk, **data, **{f"amount_{first.pk}": "5000"})
    assert response.status_code == 302
    assert Quote.objects.get().status == QuoteStatus.DRAFT
    again = page(client, market.x2, "quote_edit", mine.pk)
    assert 'value="5000"' in again
    assert 'value="36"' in again
    assert "作成中" in page(client, market.x, "quote_invitation_detail", mine.pk)


def test_an_incomplete_quote_is_refused_beside_its_items(client, market, mine):
    first, second, *_ = items(mine)
    data = sheet(mine, valid_until="", **{f"amount_{first.pk}": "", f"excluded_{second.pk}": "on"})
    response = send(client, market.x, "quote_edit", mine.pk, **data)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"valid_until", f"amount_{first.pk}", f"amount_{second.pk}"}
    assert not Quote.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tax", "half"),
        ("months", "0"),
        ("valid_until", "2020-01-01"),
        ("amount", "-1"),
        ("amount", "1.5"),
        ("amount", "9" * 15),
        ("amount", "百万"),
        ("quantity", "0"),
        ("quantity", "1.001"),
        ("quantity", "NaN"),
        ("quantity", "1e309"),
        ("note", "長" * 301),
        ("note", "前\0後"),
        ("client_token", "1"),
        ("revision", "-1"),
    ],
)
def test_bad_input_is_refused_beside_its_field(client, market, mine, field, value):
    name = f"{field}_{items(mine)[0].pk}" if field in {"amount", "quantity", "note"} else field
    response = send(client, market.x, "quote_edit", mine.pk, **sheet(mine, **{name: value}))
    assert response.status_code == 422
    assert name in response.context["form"].errors
    assert not Quote.objects.exists()


def test_double_submit_and_a_stale_form(client, market, mine):
    data = sheet(mine)
    for _ in range(2):
        assert send(client, market.x, "quote_edit", mine.pk, **data).status_code == 302
    assert QuoteVersion.objects.count() == 1
    stale = sheet(mine, scope_notes="同僚の言葉")
    response = send(client, market.x2, "quote_edit", mine.pk, **stale)
    shown = response.content.decode()
    assert response.status_code == 409
    assert "同僚の言葉" in shown
    assert "先に保存された内容" in shown
    response = send(client, market.x2, "quote_edit", mine.pk, **(stale | {"revision": "1"}))
    assert response.status_code == 302
    assert QuoteVersion.objects.count() == 2


def test_after_the_deadline_the_form_is_closed(client, market):
    past = {"created_at": market.now - timedelta(days=2), "deadline_at": market.now - timedelta(minutes=1)}
    request = QuoteRequestFactory(project=market.project, with_services=market.services, opened=True, **past)
    mine = request.invitations.get(vendor=market.vendor_x)
    page(client, market.x, "quote_edit", mine.pk, status=409)
    assert send(client, market.x, "quote_edit", mine.pk, **sheet(mine)).status_code == 409
    shown = page(client, market.x, "quote_invitation_detail", mine.pk)
    assert "受付は終わりました" in shown
    assert url("quote_edit", mine.pk) not in shown
    assert "質問はできません" in page(client, market.x, "quote_invitation_questions", mine.pk)
    response = send(
        client, market.x, "quote_invitation_questions", mine.pk, body="まだ聞けますか。", client_token=uuid4()
    )
    assert response.status_code == 422
    assert "まだ聞けますか。" in response.content.decode()


def test_replacing_and_withdrawing(client, market, mine):
    submit(market, mine)
    assert "差し替える" in page(client, market.x, "quote_invitation_detail", mine.pk)
    assert "いま有効なのは第1版です" in page(client, market.x, "quote_edit", mine.pk)
    assert send(client, market.x, "quote_withdraw", mine.pk).status_code == 302
    assert send(client, market.x, "quote_withdraw", mine.pk).status_code == 409
    assert Quote.objects.get().status == QuoteStatus.WITHDRAWN
    assert "取り下げ" in page(client, market.asker, "quote_request_detail", mine.request_id).replace(
        "取下げ", "取り下げ"
    )


def test_nothing_to_withdraw(client, market, mine):
    assert send(client, market.x, "quote_withdraw", mine.pk).status_code == 409


def test_declining_with_a_reason_and_coming_back(client, market, mine):
    assert send(client, market.x, "quote_invitation_decline", mine.pk, reason="").status_code == 422
    assert send(client, market.x, "quote_invitation_decline", mine.pk, reason="体制が組めません。").status_code == 302
    assert "体制が組めません。" in page(client, market.asker, "quote_request_detail", mine.request_id)
    assert "体制が組めません。" not in page(client, market.y, "quote_invitation_list")
    assert send(client, market.x, "quote_invitation_resume", mine.pk).status_code == 302
    assert send(client, market.x, "quote_invitation_resume", mine.pk).status_code == 409


def test_a_question_may_not_name_its_author(client, market, mine):
    token = str(uuid4())
    for body in ("甲システム株式会社です。", "甲の議事録（架空） は対象ですか。"):
        response = send(client, market.x, "quote_invitation_questions", mine.pk, body=body, client_token=token)
        assert response.status_code == 422
        assert "貴社が分かる言葉" in response.content.decode()
    for _ in range(2):
        response = send(client, market.x, "quote_invitation_questions", mine.pk, body="件数は。", client_token=token)
        assert response.status_code == 302
    assert QuoteQuestion.objects.count() == 1


def test_the_other_invited_vendor_learns_nothing(client, market, mine):
    """X asks, quotes, replaces, uploads and declines another; Y walks through all of its own pages."""
    question = actions.ask_quote_question(
        invitation=mine, body=f"{CANARY}の質問", client_token=uuid4(), actor=market.x, now=market.now
    )
    data = sheet(mine, scope_notes=CANARY, file=SimpleUploadedFile(f"{CANARY}.pdf", pdf()))
    before = everything(client, market)
    assert send(Client(), market.x, "quote_edit", mine.pk, **data).status_code == 302
    submit(market, mine, revision=1, amount=31_415_927)
    quote = Quote.objects.get()
    for was, now in zip(before, everything(client, market), strict=True):
        assert "\n".join(difflib.unified_diff(was.splitlines(), now.splitlines())) == ""
    pages = "".join(before)
    for secret in (CANARY, "31,415,927", "31415927", "甲システム", "甲の議事録", "甲の 営業"):
        assert secret not in pages
    for name, key in (
        ("quote_invitation_detail", mine.pk),
        ("quote_edit", mine.pk),
        ("quote_detail", quote.pk),
        ("quote_file", quote.current_id),
        ("quote_question", question.pk),
        ("quote_request_detail", mine.request_id),
    ):
        page(client, market.y, name, key, status=404)
    actions.answer_quote_question(question=question, answer="はい。", actor=market.asker, now=market.now)
    answered = page(client, market.y, "quote_invitation_questions", other(market).pk)
    assert f"{CANARY}の質問" in answered  # the question, for everybody now; its author is not there
    assert "甲" not in answered.replace(f"{CANARY}の質問", "")
    alone = page(client, market.y, "quote_question", question.pk)
    assert "甲" not in alone.replace(f"{CANARY}の質問", "")
    assert "貴社の質問" not in answered
    assert "貴社の質問" in page(client, market.x, "quote_invitation_questions", mine.pk)


def other(market):
    return QuoteInvitation.objects.get(vendor=market.vendor_y)


def everything(client, market):
    """All that Y can open about the request, without the tokens of its forms."""
    own = other(market)
    names = ("detail", "questions", "decline")
    addresses = [url("quote_invitation_list"), *(url(f"quote_invitation_{name}", own.pk) for name in names)]
    client.force_login(market.y)
    return [TOKENS.sub("", client.get(address).content.decode()) for address in [*addresses, url("quote_edit", own.pk)]]


def test_the_vendor_never_learns_how_many_were_asked(client, market, mine):
    alone = QuoteRequestFactory(
        project=market.project, with_services=[market.services[0]], opened=True, title="議事録作成の見積"
    )
    for address in (mine.get_absolute_url(), alone.invitations.get().get_absolute_url()):
        client.force_login(market.x)
        text = client.get(address).content.decode()
        for word in ("2社", "2者", "2件", "乙"):
            assert word not in text


def test_an_answered_question_is_reported_without_its_author(client, market, mine):
    question = QuoteQuestionFactory(
        invitation=mine, body="件数は。", answer="20件。", answered_at=market.now, answered_by=market.asker
    )
    shown = page(client, market.y, "quote_question", question.pk)
    assert "件数は。" in shown
    assert "甲システム" not in shown
    assert client.get(reverse("accounts:report_new", args=["quote_question", question.pk])).status_code == 200


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_pages_cost_the_same_whatever_they_show(client, market):
    def full(number):
        request = QuoteRequestFactory(project=market.project, with_services=market.services, opened=True)
        invitation = request.invitations.get(vendor=market.vendor_x)
        QuoteFactory(invitation=invitation)
        for _ in range(number):
            QuoteQuestionFactory(invitation=invitation, answer="はい。", answered_at=market.now)
        return invitation

    client.force_login(market.x)
    few = full(1)
    for address in (url("quote_invitation_list"), few.get_absolute_url(), url("quote_edit", few.pk)):
        queries(client, address)
    one = queries(client, url("quote_invitation_list"))
    detail = queries(client, few.get_absolute_url())
    many = [full(3), full(3)][0]
    queries(client, many.get_absolute_url())
    assert queries(client, url("quote_invitation_list")) == one <= 8
    assert queries(client, many.get_absolute_url()) == detail
    assert detail <= 8
    assert queries(client, url("quote_invitation_questions", many.pk)) <= 8
    assert queries(client, url("quote_edit", many.pk)) <= 8
