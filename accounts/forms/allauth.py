"""allauth's forms where its own would tell too much or speak English."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm, LoginForm, ResetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from accounts.identity import AddressRefused, parse_address
from accounts.notifications import site_address

PASSKEY_NAME = "パスキーの名前"
PASSKEY_HELP = "あとで見分けるための名前です（例：職場のパソコン、セキュリティキー）。"


class PersonLoginForm(LoginForm):  # type: ignore[misc]  # allauth carries no types
    """Labels without placeholders: a placeholder disappears when one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class AddressAddForm(AddEmailForm):  # type: ignore[misc]  # allauth carries no types
    """A further address, judged as typed and before lower-casing, as at the two doors."""

    # allauth's own field lower-cases before anybody may look.
    email = forms.CharField(
        label="メールアドレス", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean_email(self) -> str:
        try:
            parse_address(self.cleaned_data["email"])
        except AddressRefused as refusal:
            raise forms.ValidationError(refusal.message, code="address_refused") from refusal
        return str(super().clean_email())


class PasswordResetForm(ResetPasswordForm):  # type: ignore[misc]  # allauth carries no types
    """An unknown address costs what a known one costs: the mail is written and queued, then undone."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        if self.users:
            return str(super().save(request, **kwargs))
        email: str = self.cleaned_data["email"]
        with transaction.atomic():
            url = site_address(reverse("account_reset_password"))
            get_adapter(request).send_password_reset_mail(None, email, {"password_reset_url": url})
            transaction.set_rollback(True)
        return email


class PasskeyAddForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """A new passkey or security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label, self.fields["name"].help_text = PASSKEY_NAME, PASSKEY_HELP


class PasskeyEditForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """The name of a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label, self.fields["name"].help_text = PASSKEY_NAME, PASSKEY_HELP
