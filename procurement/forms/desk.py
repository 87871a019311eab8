"""Input of a vendor's desk."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.enums import VendorRole
from accounts.models import User, VendorMembership
from catalog.models import Service
from dss.fields import LineField, TextField
from procurement.answer_texts import PLACEHOLDERS, unknown_placeholders
from procurement.enums import InquiryKind
from procurement.forms.inquiries import MessageForm
from procurement.models import TEMPLATE_BODY_LENGTH, TEMPLATE_TITLE_LENGTH, AnswerTemplate

_KINDS = [("", "すべて"), ("lead", "見積依頼以外のすべて"), *InquiryKind.choices, ("quote", "見積依頼")]
_STATES = [("", "すべて"), ("waiting", "対応が必要"), ("answered", "回答・提出済み"), ("closed", "終了")]
_ASSIGNED = [("", "すべて"), ("mine", "自分の担当"), ("nobody", "担当者なし")]


class InboxForm(forms.Form):
    """What the inbox shows."""

    kind = forms.ChoiceField(label="種類", choices=_KINDS, required=False)
    state = forms.ChoiceField(label="状態", choices=_STATES, required=False)
    service = forms.ModelChoiceField(
        label="サービス", queryset=Service.objects.none(), required=False, empty_label="すべて"
    )
    assigned = forms.ChoiceField(label="担当", choices=_ASSIGNED, required=False)
    overdue = forms.BooleanField(label="期限を過ぎたものだけ", required=False)

    def __init__(self, *args: Any, services: QuerySet[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Service]", self.fields["service"]).queryset = services

    @property
    def chosen(self) -> int:
        """How many conditions there are."""
        return len([value for value in self.cleaned_data.values() if value]) if self.is_valid() else 0


class LeadAnswerForm(MessageForm):
    """An answer, with the team's text blocks at hand."""

    template = forms.ModelChoiceField(
        label="定型文",
        queryset=AnswerTemplate.objects.none(),
        required=False,
        empty_label="選んでください",
        help_text="「定型文を入れる」を押すと、本文の終わりに入ります。送信する前に直せます。",
    )
    field_order = ["template", "body", "file", "client_token"]

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        templates = AnswerTemplate.objects.visible_to(person).order_by("title", "pk")
        cast("forms.ModelChoiceField[AnswerTemplate]", self.fields["template"]).queryset = templates


class ChosenTemplateForm(forms.Form):
    """Which text block is put into the answer."""

    template = forms.ModelChoiceField(queryset=AnswerTemplate.objects.none())

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        templates = AnswerTemplate.objects.visible_to(person)
        cast("forms.ModelChoiceField[AnswerTemplate]", self.fields["template"]).queryset = templates


class AnswerTemplateForm(forms.Form):
    """A text block; `revision` is the one the person started from."""

    title = LineField(label="名前", max_length=TEMPLATE_TITLE_LENGTH, help_text="選ぶときに見分けるための名前です。")
    body = TextField(
        label="文面",
        max_length=TEMPLATE_BODY_LENGTH,
        rows=10,
        help_text=f"{TEMPLATE_BODY_LENGTH:,}文字まで。{'、'.join(PLACEHOLDERS)}は、入れるときに実際の言葉に置き換わります。",
    )
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, initial=0, widget=forms.HiddenInput)

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        unknown = unknown_placeholders(body)
        if unknown:
            raise ValidationError(
                f"使えない差し込み（{'、'.join(unknown)}）があります。使えるのは、{'、'.join(PLACEHOLDERS)}です。",
                code="placeholder",
            )
        return body


class AssignmentForm(forms.Form):
    """Who looks after it; `revision` is the one the person saw."""

    assignee = forms.ModelChoiceField(
        label="担当者", queryset=VendorMembership.objects.none(), required=False, empty_label="担当者なし"
    )
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = (
            VendorMembership.objects.visible_to(person)
            .exclude(role=VendorRole.VIEWER)
            .select_related("user")
            .order_by("created_at", "pk")
        )
        field = cast("forms.ModelChoiceField[VendorMembership]", self.fields["assignee"])
        field.queryset = team
        field.label_from_instance = lambda member: member.user.name  # type: ignore[method-assign,assignment]


class ResultForm(forms.Form):
    """Which results are listed."""

    result = forms.ChoiceField(
        choices=[("won", "選定された"), ("lost", "選定されなかった"), ("cancelled", "中止")], required=False
    )
