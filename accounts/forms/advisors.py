"""The door for invited advisors, and what they say of themselves."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.enums import SignupDoor
from accounts.forms.signup import DoorForm
from dss.fields import LineField, TextField


class AdvisorSignupForm(DoorForm):
    """The third door: it opens with an invitation alone, and for the invited address alone."""

    door = SignupDoor.ADVISOR
    email_help = "招待を受け取ったメールアドレスです。確認コードを送ります。"

    def __init__(self, *args: Any, invited: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invited = invited
        self.fields["email"].initial = invited

    def clean_email(self) -> str:
        email = super().clean_email()
        if email != self.invited:
            raise forms.ValidationError("招待を受け取ったメールアドレスで登録してください。", code="not_invited")
        return email


class AdvisorProfileForm(forms.Form):
    """What municipal staff read of an advisor."""

    affiliation = LineField(label="所属", max_length=120, help_text="例：〇〇大学 情報学部 教授")
    expertise = LineField(label="専門分野", max_length=200, help_text="例：情報セキュリティ、調達、業務改革")
    introduction = TextField(
        label="紹介",
        max_length=1000,
        required=False,
        rows=5,
        help_text="経歴や、お答えできる相談の内容を、職員の方に向けて書いてください。",
    )
    has_conflicts = forms.TypedChoiceField(
        label="特定の事業者との関係",
        choices=[("no", "申告する関係はない"), ("yes", "関係がある（下の欄に書く）")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    conflicts = TextField(
        label="関係の内容",
        max_length=1000,
        required=False,
        rows=3,
        help_text="役員・顧問・株式の保有・研究費の受入れなど。自治体職員に表示されます。",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("has_conflicts") and not cleaned.get("conflicts") and "conflicts" not in self.errors:
            self.add_error("conflicts", "関係のある事業者と、その内容を書いてください。")
        if cleaned.get("has_conflicts") is False:
            cleaned["conflicts"] = ""
        return cleaned
