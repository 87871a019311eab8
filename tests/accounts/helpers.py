"""What a person does when signing up, as HTTP requests."""

from __future__ import annotations

import re

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import OutboxMail
from tests.factories import PASSWORD

CODE = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}")


def fields(email: str, **changes: str) -> dict[str, str]:
    """The sign-up form, filled in."""
    return {"name": "深谷 花子", "email": email, "password1": PASSWORD, "agrees": "on"} | changes


def last_code(email: str) -> str:
    """The code in the newest mail to this address."""
    mail = OutboxMail.objects.filter(to=email).order_by("-pk")[0]
    found = CODE.search(mail.body)
    assert found, mail.body
    return found.group()


def sign_up(client: Client, door: str, email: str, **changes: str):
    """Fill in the door's form; the answer leads to the code page."""
    cache.clear()  # the limit of one mail in ten seconds to an address
    return client.post(reverse(f"accounts:signup_{door}"), fields(email, **changes))


def type_code(client: Client, code: str):
    """Type the code on the page it is asked on."""
    return client.post(reverse("account_email_verification_sent"), {"code": code})


def sign_up_and_confirm(client: Client, door: str, email: str, **changes: str):
    """The whole way to the page after the code, redirects followed."""
    response = sign_up(client, door, email, **changes)
    assert response.status_code == 302, response.content.decode()
    return client.get(type_code(client, last_code(email.lower())).headers["Location"], follow=True)
