"""The two doors: municipal staff and vendors."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmEmailVerificationCodeForm, SignupForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

from accounts.enums import SignupDoor
from accounts.fields import CodeField, PersonNameField
from accounts.identification import identify_address
from accounts.identity import AddressRefused, parse_address


class DoorForm(SignupForm):  # type: ignore[misc]  # allauth carries no types
    """What both doors ask: name, address, password, consent. The address is judged as typed, before lower-casing."""

    door: SignupDoor
    field_order = ["name", "email", "password1", "agrees"]

    name = PersonNameField()
    agrees = forms.BooleanField(
        label="利用規約とプライバシーポリシーに同意します",
        error_messages={"required": "登録するには、利用規約とプライバシーポリシーへの同意が必要です。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.CharField(
            label="メールアドレス",
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            help_text=self.email_help,
        )
        self.fields["password1"].label = "パスワード"
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())
        self.fields["password1"].widget.attrs.pop("placeholder", None)
        self.order_fields(self.field_order)

    email_help = "確認コードを送ります。"

    def clean_email(self) -> str:
        try:
            parse_address(self.cleaned_data["email"])
        except AddressRefused as refusal:
            raise forms.ValidationError(refusal.message, code="address_refused") from refusal
        email: str = super().clean_email()
        return email


class StaffSignupForm(DoorForm):
    """自治体職員: the address alone decides."""

    door = SignupDoor.STAFF
    email_help = (
        "職場で使っている自治体のメールアドレス（例：taro@city.example.lg.jp）を入力してください。"
        "所属の確認に使います。"
    )

    def clean_email(self) -> str:
        verdict = identify_address(self.cleaned_data["email"])
        if verdict.decision == "refused":
            raise forms.ValidationError(verdict.message, code="address_refused")
        return super().clean_email()


class VendorSignupForm(DoorForm):
    """事業者: the company's facts follow once the address is confirmed."""

    door = SignupDoor.VENDOR
    email_help = "お仕事で使っているメールアドレスを入力してください。確認コードを送ります。"


class AddressCodeForm(ConfirmEmailVerificationCodeForm):  # type: ignore[misc]  # allauth carries no types
    """The code of allauth's own step, typed with any keyboard."""

    code = CodeField()
