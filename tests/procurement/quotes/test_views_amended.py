"""The pages of amending and of a quote by tax rates and months, from both sides."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutboxMail
from procurement.enums import QuoteItemKind, QuoteStatus
from procurement.models import Quote, QuoteAmendment, QuoteVersion
from tests.procurement.quotes.conftest import days, submit


@pytest.fixture
def request_(market, opened):
    return opened(deadline_at=days(market, 30))


@pytest.fixture
def mine(market, request_):
    return request_.invitations.get(vendor=market.vendor_x)


def address(name, *args):
    return reverse(f"procurement:{name}", args=args)


def page(client, user, name, *args, status=200):
    client.force_login(user)
    response = client.get(address(name, *args))
    assert response.status_code == status
    return response.content.decode()


def send(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(address(name, *args), data)


def amendment(request, **changes):
    """The form as it stands filled in, with other conditions."""
    items = list(request.items.current())
    data = {
        "summary": "会議の回数を改めました。",
        "conditions": "会議は月30回です。",
        "months": "60",
        "revision": request.revision,
    }
    data |= {"form-TOTAL_FORMS": len(items), "form-INITIAL_FORMS": len(items)}
    for place, item in enumerate(items):
        data |= {f"form-{place}-label": item.label, f"form-{place}-kind": item.kind, f"form-{place}-ORDER": place + 1}
        data[f"form-{place}-description"] = item.description
    return data | changes


def sheet(invitation, **changes):
    data = {"tax": "excluded", "months": "60", "revision": "0", "edition": "1", "client_token": str(uuid4())}
    data["valid_until"] = (timezone.localdate() + timedelta(days=60)).isoformat()
    for item in invitation.request.items.current():
        data[f"amount_{item.pk}"] = "1,000"
    return data | changes


def test_amended_by_the_page_and_read_by_the_vendor(client, market, request_, mine):
    submit(market, mine)
    assert "旧条件での見積" in page(client, market.asker, "quote_request_amend", request_.pk)
    assert send(client, market.asker, "quote_request_amend", request_.pk, **amendment(request_)).status_code == 302
    assert Quote.objects.get().status == QuoteStatus.OUTDATED
    shown = page(client, market.x, "quote_invitation_detail", mine.pk)
    for text in ("会議は月30回です。", "会議の回数を改めました。", "旧条件での見積です", "いまの内容で提出し直す"):
        assert text in shown
    assert "依頼の内容が変わりました" in page(client, market.x, "quote_edit", mine.pk)
    for name, key in (("quote_request_detail", request_.pk), ("quote_detail", Quote.objects.get().pk)):
        assert "旧条件での見積" in page(client, market.asker, name, key)
    stale = send(client, market.x, "quote_edit", mine.pk, **sheet(mine, revision="1", do="submit"))
    assert (stale.status_code, "依頼の内容が変わりました" in stale.content.decode()) == (422, True)
    mine.refresh_from_db()
    again = send(client, market.x, "quote_edit", mine.pk, **sheet(mine, revision="1", edition="2", do="submit"))
    assert (again.status_code, Quote.objects.get().stands) == (302, True)


def test_the_same_form_twice_amends_once_and_nobody_is_named(client, market, request_):
    data = amendment(request_)
    assert send(client, market.asker, "quote_request_amend", request_.pk, **data).status_code == 302
    assert send(client, market.colleague, "quote_request_amend", request_.pk, **data).status_code == 409
    named = send(
        client, market.asker, "quote_request_amend", request_.pk, **(data | {"summary": "乙ソフト株式会社の質問による"})
    )
    assert (named.status_code, "依頼先が分かる言葉" in named.content.decode()) == (422, True)
    assert QuoteAmendment.objects.count() == 1
    assert OutboxMail.objects.filter(event="quote_request_amended").count() == 3


def test_the_server_shows_its_sums_before_submitting(client, market, mine):
    monthly = mine.request.items.current().get(kind=QuoteItemKind.MONTHLY)
    first = mine.request.items.current().first()
    lines = {f"months_{monthly.pk}": "12", f"rate_{first.pk}": "reduced"}
    response = send(client, market.x, "quote_edit", mine.pk, **sheet(mine, do="check", **lines))
    assert response.url == address("quote_confirm", mine.pk)
    shown = page(client, market.x, "quote_confirm", mine.pk)
    # 7 single lines, 12 months, 5 begun years: 24,000; one line of it at 8 %
    for text in (
        "24,000円（税抜、60か月）",
        "26,380円（税込）",
        "12か月分",
        "8％（軽減税率）の項目の計",
        "まだ提出していません",
    ):
        assert text in shown
    assert Quote.objects.get().status == QuoteStatus.DRAFT
    for user in (market.y, market.asker, market.outsider):
        page(client, user, "quote_confirm", mine.pk, status=404)
    stale = send(client, market.x2, "quote_confirm", mine.pk, revision="0", client_token=uuid4())
    assert (stale.status_code, "先にこの見積を保存" in stale.content.decode()) == (422, True)
    token = uuid4()
    for _ in range(2):
        sent = send(client, market.x, "quote_confirm", mine.pk, revision="1", client_token=token)
    version = QuoteVersion.objects.get()
    assert version.is_submitted
    assert (version.lines.get(item=monthly).months, version.lines.get(item=first).tax_rate) == (12, "reduced")
    assert sent.status_code in (302, 409)
    assert OutboxMail.objects.filter(event="quote_submitted").count() == 1


def test_bad_months_and_rates_stand_beside_their_fields(client, market, mine):
    monthly = mine.request.items.current().get(kind=QuoteItemKind.MONTHLY)
    bad = {f"months_{monthly.pk}": "0", f"rate_{monthly.pk}": "99"}
    assert send(client, market.x, "quote_edit", mine.pk, **sheet(mine, do="submit", **bad)).status_code == 422
    assert not QuoteVersion.objects.exists()


def test_whose_quote_is_out_of_date_reads_the_lines_that_are_asked_for_now(client, market, request_, mine):
    submit(market, mine)
    changed = amendment(request_, **{"form-0-label": "帳票の作成（新しい項目）"})
    assert send(client, market.asker, "quote_request_amend", request_.pk, **changed).status_code == 302
    shown = page(client, market.x, "quote_invitation_detail", mine.pk)
    asked = shown.split('id="items"')[1]
    assert "帳票の作成（新しい項目）" in asked
    assert "第2版（いまの内容）" in shown


def first_button(shown):
    return shown.split('class="form"', 1)[1].split('class="actions"')[-1].split("<button", 1)[1].split(">", 1)[0]


def test_enter_in_a_field_neither_amends_nor_submits(client, market, request_, mine):
    assert 'name="check"' in first_button(page(client, market.asker, "quote_request_amend", request_.pk))
    assert 'value="check"' in first_button(page(client, market.x, "quote_edit", mine.pk))
    checked = send(client, market.asker, "quote_request_amend", request_.pk, check="1", **amendment(request_))
    assert checked.status_code == 200
    assert "入力に誤りはありません" in checked.content.decode()
    assert "会議は月30回です。" in checked.content.decode()
    assert not QuoteAmendment.objects.exists()
    wrong = send(client, market.asker, "quote_request_amend", request_.pk, check="1", **amendment(request_, months="0"))
    assert wrong.status_code == 422
    assert send(client, market.x, "quote_edit", mine.pk, **sheet(mine, do="check")).status_code == 302
    assert not Quote.objects.get().stands
