"""The development mailbox."""

from __future__ import annotations

import pytest
from django.core.mail import send_mail

from dss.dev_mail import read_mails


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.EMAIL_BACKEND = "dss.dev_mail.EmailBackend"
    settings.DEV_MAIL_DIR = tmp_path / "mail"


def test_a_mail_is_kept_as_it_went_out(mailbox):
    send_mail("確認コード", "コードは ABC-123 です。\n", None, ["a@town.example"])
    (mail,) = read_mails()
    assert (mail.to, mail.subject, mail.body) == ("a@town.example", "確認コード", "コードは ABC-123 です。\n")


def test_the_newest_comes_first_and_the_number_is_limited(mailbox):
    for number in range(3):
        send_mail(f"{number}通目", "本文", None, ["a@town.example"])
    assert [mail.subject for mail in read_mails(limit=2)] == ["2通目", "1通目"]


@pytest.mark.django_db
def test_the_page_shows_codes_and_escapes_bodies(mailbox, client):
    send_mail("確認コード", "ABC-123 <script>alert(1)</script>", None, ["a@town.example"])
    page = client.get("/dev/mail/").content.decode()
    assert "ABC-123" in page
    assert "<script>alert" not in page


@pytest.mark.django_db
def test_an_empty_mailbox_says_so(mailbox, client):
    assert "まだメールはありません" in client.get("/dev/mail/").content.decode()
