"""What a request starts with, and what staff are pointed at before it goes out."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.work_fields import work_fields_by_code
from procurement.forms import QuoteItemFormSet
from procurement.models import QuoteRequest
from procurement.quote_asks import ask_of
from procurement.quote_calendar import time_left
from procurement.quote_template import QuoteTemplateError, quote_templates, read_templates, template_for
from procurement.quote_warnings import warnings_of
from tests.factories import CategoryFactory
from tests.procurement.quotes.conftest import days

TOKYO = timezone.get_default_timezone()


def test_every_template_is_for_fields_that_exist():
    known = set(work_fields_by_code())
    for template in quote_templates().values():
        assert template.fields <= known
        assert len({item.label for item in template.items}) == len(template.items)
        assert {"monthly", "one_time"} <= {item.kind for item in template.items}
    assert quote_templates()["general"].fields == frozenset()


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("S01", "standardized"),
        ("X02", "online_services"),
        ("I05", "internal_affairs"),
        ("I01", "internal_affairs"),
        ("X04", "ai_services"),
        ("X08", "ai_services"),
        ("X03", "facility_reservation"),
        ("P01", "general"),
        (None, "general"),
    ],
)
def test_the_field_of_work_chooses_the_template(code, key):
    assert template_for(code).key == key


@pytest.mark.parametrize(
    "text", ["name = 1", "[[", 'name="x"\nposition=1\nfields=[]\nitems=[]', 'name="x"\nposition=1\nfields=[]']
)
def test_a_file_that_declares_nothing_usable_is_named(tmp_path, text):
    (tmp_path / "broken.toml").write_text(text)
    with pytest.raises(QuoteTemplateError, match="broken"):
        read_templates(tmp_path)


def address(name, *args):
    return reverse(f"procurement:{name}", args=args)


def test_the_project_chooses_the_first_lines_and_staff_change_them(client, market):
    market.project.category = CategoryFactory(code="X03")
    market.project.save()
    client.force_login(market.asker)
    new = address("quote_request_create", market.project.pk)
    assert '<option value="facility_reservation" selected>' in client.get(new).content.decode()
    data = {"title": "件", "months": "60", "client_token": str(uuid4())}
    assert client.post(new, data | {"template": "nonsense"}).status_code == 422
    client.post(new, data)
    request = QuoteRequest.objects.get()
    assert "スマートロックなどの機器" in [item.label for item in request.items.current()]
    other = address("quote_request_template", request.pk)
    assert client.post(other, {"template": "ai_services", "revision": "9"}).status_code == 409
    assert client.post(other, {"template": "nonsense", "revision": "1"}).status_code == 409
    assert client.post(other, {"template": "ai_services", "revision": "1"}).status_code == 302
    assert [item.label for item in request.items.current()] == [
        item.label for item in quote_templates()["ai_services"].items
    ]


def test_lines_are_reordered_by_their_numbers():
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2"}
    for place, (label, order) in enumerate([("甲", "2"), ("乙", "1")]):
        data |= {f"form-{place}-label": label, f"form-{place}-kind": "monthly", f"form-{place}-ORDER": order}
    formset = QuoteItemFormSet(data, initial=[{}, {}])
    assert formset.is_valid()
    assert [item.label for item in formset.items()] == ["乙", "甲"]


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        (datetime(2027, 6, 14, 17, tzinfo=TOKYO), []),
        (datetime(2027, 6, 11, 17, tzinfo=TOKYO), ["9営業日"]),
        (datetime(2027, 6, 13, 17, tzinfo=TOKYO), ["9営業日", "休日"]),
        (datetime(2027, 7, 19, 17, tzinfo=TOKYO), ["休日"]),
        (datetime(2026, 12, 31, 17, tzinfo=TOKYO), ["0営業日", "休日"]),
    ],
)
def test_little_time_and_holidays_are_pointed_at(deadline, words):
    """From Monday 31 May 2027; the third Monday of July is a holiday."""
    warnings = time_left(datetime(2027, 5, 31, 9, tzinfo=TOKYO), deadline).warnings
    assert len(warnings) == len(words)
    assert all(word in warning for word, warning in zip(words, warnings, strict=True))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("現行の甲の議事録（架空）と同じことができること", "甲の議事録"),
        ("乙 ソフト 株式会社には別に依頼済み", "乙ソフト"),
        ("不明な点は 03-1234-5678 まで", "03-1234-5678"),
        ("kakari@city.example.lg.jp に送ること", "kakari@city.example.lg.jp"),
        ("窓口は見積 係長です", "見積 係長"),
    ],
)
def test_names_and_contacts_in_the_words_are_pointed_at(market, draft, words, told):
    request = draft(conditions=words)
    warnings = warnings_of(ask_of(request), request.invitations.with_names(), [market.asker])
    assert len(warnings) == 1
    assert told in warnings[0]


def test_plain_words_raise_no_warning(market, draft):
    request = draft()
    assert warnings_of(ask_of(request), request.invitations.with_names(), [market.asker]) == []


def test_the_preview_shows_it_for_each_vendor_with_the_mail(client, market, draft):
    request = draft(conditions="甲の議事録（架空）のような機能", deadline_at=days(market, 2))
    x, y = request.invitations.order_by("pk")
    client.force_login(market.asker)
    page = client.get(address("quote_request_preview", request.pk), {"vendor": y.pk}).content.decode()
    for text in (
        "依頼先が分かる言葉",
        "回答期限を確かめて",
        f"?vendor={x.pk}",
        "乙ソフト株式会社（乙の議事録",
        "貴社のサービス「乙の議事録",
    ):
        assert text in page
    for bad in ("0", "x", "9" * 30):
        assert client.get(address("quote_request_preview", request.pk), {"vendor": bad}).status_code == 200
