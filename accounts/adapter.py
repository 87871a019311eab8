"""How allauth fits this house: its mails go through the outbox, its pages lead on to ours."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.contrib.auth.hashers import make_password
from django.forms import BaseForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.outbox import queue_mail


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Named in `ACCOUNT_ADAPTER`."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only our two doors create accounts, and they do not ask this."""
        return False

    def save_user(self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True) -> Any:
        user.name = form.cleaned_data["name"]
        user.signup_door = form.door  # type: ignore[attr-defined]  # only DoorForm comes here
        return super().save_user(request, user, form, commit)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:signup_welcome")

    def send_account_already_exists_mail(self, email: str) -> None:
        """A known address costs what an unknown one costs: the password is hashed all the same."""
        request = allauth_context.request
        make_password(request.POST.get("password1", ""))
        super().send_account_already_exists_mail(email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue instead of sending: a request never waits for a mail server."""
        now = timezone.now()
        values = {"email": email, "request": allauth_context.request, **context}
        user = context.get("user")
        queue_mail(
            event=template_prefix.rpartition("/")[2],
            instance_key=f"{now.timestamp()}",
            to=email,
            subject=render_to_string(f"{template_prefix}_subject.txt", values),
            body=render_to_string(f"{template_prefix}_message.txt", values),
            now=now,
            user=user if isinstance(user, User) else None,
            sensitive=True,
        )
