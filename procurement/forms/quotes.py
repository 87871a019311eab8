"""Input of requests for quotes: the municipality's side."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet

from documents.files import CheckedUpload, UploadField
from dss.fields import LineField, TextField
from procurement.actions import TERMS, AmendmentFacts, RequestFacts
from procurement.enums import QuoteItemKind, QuoteNetwork
from procurement.models import (
    ITEM_LABEL_LENGTH,
    ITEM_TEXT_LENGTH,
    MOST_ITEMS,
    MOST_MONTHS,
    MOST_SERVICES,
    QUESTION_LENGTH,
    QUOTE_TEXT_LENGTH,
    QUOTE_TITLE_LENGTH,
    REASON_LENGTH,
    QuoteInvitation,
    QuoteRequest,
    QuoteRequestAttachment,
)
from procurement.quote_asks import told_vendors
from procurement.quote_template import GENERAL, ItemFacts, quote_templates

MOST_PEOPLE = 20_000_000
FARTHEST = timedelta(days=366)


class MomentField(forms.DateTimeField):
    """A date with a time, in Tokyo."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        """Without fractions of a second, which no form could give back."""
        moment = super().to_python(value)
        return moment.replace(microsecond=0) if moment is not None else None


def check_deadline(moment: datetime | None, now: datetime) -> datetime | None:
    """A deadline lies ahead, within a year."""
    if moment is not None and moment <= now:
        raise ValidationError("回答期限は、これからの日時にしてください。", code="past")
    if moment is not None and moment > now + FARTHEST:
        raise ValidationError("回答期限は、1年以内の日時にしてください。", code="far")
    return moment


class TemplateForm(forms.Form):
    """With which lines a request starts."""

    template = forms.ChoiceField(
        label="項目のひな形",
        choices=[(each.key, f"{each.name}（{len(each.items)}項目）") for each in quote_templates().values()],
        required=False,
        help_text="案件の対象業務に合うひな形を選んであります。項目は、次の画面で足し引きできます。",
    )

    def items(self) -> Sequence[ItemFacts]:
        """Its lines; those of the initial one when none is named."""
        key = self.cleaned_data["template"] or self.get_initial_for_field(self.fields["template"], "template")
        return quote_templates()[key or GENERAL].items


class QuoteRequestForm(forms.Form):
    """The conditions. A draft may leave everything but its title open."""

    title = LineField(label="件名", max_length=QUOTE_TITLE_LENGTH, help_text="例: 議事録作成サービスの参考見積")
    conditions = TextField(
        label="依頼の内容と条件",
        max_length=QUOTE_TEXT_LENGTH,
        rows=10,
        required=False,
        help_text="業務の内容、量、現在のシステム、前提などを書いてください。依頼先の事業者全員に、そのまま表示されます。",
    )
    user_count = forms.IntegerField(
        label="利用者数", min_value=1, max_value=MOST_PEOPLE, required=False, help_text="システムを使う職員などの人数"
    )
    population = forms.IntegerField(
        label="人口", min_value=1, max_value=MOST_PEOPLE, required=False, help_text="住民向けのサービスのとき"
    )
    months = forms.IntegerField(
        label="契約期間", min_value=1, max_value=MOST_MONTHS, initial=60, help_text="60か月（5年）が目安です。"
    )
    starts_on = forms.DateField(
        label="利用開始予定日", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    network = forms.ChoiceField(
        label="利用するネットワーク", required=False, choices=[("", "指定しない"), *QuoteNetwork.choices]
    )
    deadline_at = MomentField(
        label="回答期限",
        required=False,
        help_text="日本時間です。この時刻ちょうどに受付を終えます。送った後は、延ばすことだけができます。",
    )
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        for name, unit in (("user_count", "人"), ("population", "人"), ("months", "か月")):
            self.fields[name].unit = unit  # type: ignore[attr-defined]  # read by django/forms/field.html

    def clean_deadline_at(self) -> datetime | None:
        return check_deadline(self.cleaned_data["deadline_at"], self.now)

    def facts(self) -> RequestFacts:
        """What was written."""
        data = self.cleaned_data
        return RequestFacts(**{name: data[name] for name in _FACTS})


_FACTS = ("title", "conditions", "user_count", "population", "months", "starts_on", "network", "deadline_at")


def initial_of_request(request: QuoteRequest) -> dict[str, Any]:
    """A stored draft as the form's first values."""
    return {name: getattr(request, name) for name in _FACTS}


if TYPE_CHECKING:  # generic for the checker alone
    _ItemForms = BaseFormSet["QuoteItemForm"]
else:
    _ItemForms = BaseFormSet


class QuoteItemForm(forms.Form):
    """One line; empty ones count for nothing."""

    label = LineField(label="項目名", max_length=ITEM_LABEL_LENGTH, required=False)
    kind = forms.ChoiceField(label="支払い", choices=QuoteItemKind.choices)
    description = LineField(label="説明", max_length=ITEM_TEXT_LENGTH, required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("description") and not data.get("label") and "label" not in self.errors:
            self.add_error("label", "項目名を入力してください。")
        return data


class BaseQuoteItemFormSet(_ItemForms):
    """The lines of a request in their order."""

    def add_fields(self, form: QuoteItemForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = "順番"
        form.fields["DELETE"].label = "除く"

    def clean(self) -> None:
        if not any(self.errors) and not self.non_form_errors() and not self.items():
            raise ValidationError("項目を1件以上残してください。", code="none")

    def items(self) -> list[ItemFacts]:
        """The lines that were kept."""
        rows = [form.cleaned_data for form in self.ordered_forms if form.cleaned_data.get("label")]
        return [ItemFacts(QuoteItemKind(row["kind"]), row["label"], row.get("description", "")) for row in rows]


QuoteItemFormSet = cast(
    "type[BaseQuoteItemFormSet]",
    forms.formset_factory(
        QuoteItemForm,
        formset=BaseQuoteItemFormSet,
        extra=3,
        max_num=MOST_ITEMS,
        absolute_max=MOST_ITEMS + 10,
        validate_max=True,
        can_delete=True,
        can_order=True,
    ),
)


class AmendmentForm(forms.Form):
    """What an open request says from now on, besides its lines. Every invited vendor reads all of it."""

    summary = TextField(
        label="変更の内容と理由",
        max_length=REASON_LENGTH,
        rows=4,
        help_text="どこを、なぜ変えたかを書いてください。依頼先の事業者すべてに表示され、記録に残ります。",
    )
    conditions = TextField(label="依頼の内容と条件", max_length=QUOTE_TEXT_LENGTH, rows=10)
    user_count = forms.IntegerField(label="利用者数", min_value=1, max_value=MOST_PEOPLE, required=False)
    population = forms.IntegerField(label="人口", min_value=1, max_value=MOST_PEOPLE, required=False)
    months = forms.IntegerField(label="契約期間", min_value=1, max_value=MOST_MONTHS)
    starts_on = forms.DateField(
        label="利用開始予定日", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    network = forms.ChoiceField(
        label="利用するネットワーク", required=False, choices=[("", "指定しない"), *QuoteNetwork.choices]
    )
    dropped_files = forms.TypedMultipleChoiceField(
        label="外す添付ファイル", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    file = UploadField(label="加える添付ファイル", required=False)

    def __init__(
        self,
        *args: Any,
        files: Iterable[QuoteRequestAttachment],
        invitations: Iterable[QuoteInvitation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.invitations = invitations
        choices = [(each.pk, each.original_name) for each in files]
        self.fields["dropped_files"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["dropped_files"]
        for name, unit in (("user_count", "人"), ("population", "人"), ("months", "か月")):
            self.fields[name].unit = unit  # type: ignore[attr-defined]  # read by django/forms/field.html

    def clean_summary(self) -> str:
        return refuse_vendors(self.cleaned_data["summary"], self.invitations)

    def facts(self, items: Sequence[ItemFacts]) -> AmendmentFacts:
        """What was written, with the lines beside it."""
        data = self.cleaned_data
        terms = {name: data[name] for name in ("summary", *TERMS)}
        return AmendmentFacts(**terms, items=items, dropped_files=data.get("dropped_files", []), upload=data["file"])


class QuoteServicesForm(forms.Form):
    """Who is asked: the project's candidates whose vendors can answer."""

    services = forms.TypedMultipleChoiceField(
        label="見積を依頼するサービス",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=f"{MOST_SERVICES}件まで選べます。同じ事業者の別のサービスも選べます。",
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = list(choices)  # type: ignore[attr-defined]

    def clean_services(self) -> list[int]:
        chosen: list[int] = self.cleaned_data["services"]
        if len(chosen) > MOST_SERVICES:
            raise ValidationError(f"{MOST_SERVICES}件までにしてください（いまは{len(chosen)}件です）。", code="many")
        return chosen


class QuoteFileForm(forms.Form):
    """A file for the vendors."""

    file = UploadField(label="添付ファイル")

    def upload(self) -> CheckedUpload:
        """The checked file."""
        return cast("CheckedUpload", self.cleaned_data["file"])


def refuse_vendors(text: str, invitations: Iterable[QuoteInvitation]) -> str:
    """What every invited vendor reads may not name any of them."""
    told = told_vendors(text, invitations)
    if told:
        raise ValidationError(
            f"依頼先が分かる言葉（{'、'.join(told)}）が含まれています。"
            "ほかの事業者にも公開されるため、取り除いてください。",
            code="names",
        )
    return text


class ExtendForm(forms.Form):
    """A later deadline. `seen_deadline_at` is the one the person saw."""

    deadline_at = MomentField(label="新しい回答期限")
    reason = LineField(
        label="理由", max_length=300, help_text="例: 質問への回答に時間がかかったため。事業者に表示されます。"
    )
    seen_deadline_at = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: datetime, invitations: Iterable[QuoteInvitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.invitations = invitations

    def clean_deadline_at(self) -> datetime | None:
        return check_deadline(self.cleaned_data["deadline_at"], self.now)

    def clean_reason(self) -> str:
        return refuse_vendors(self.cleaned_data["reason"], self.invitations)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        new, seen = data.get("deadline_at"), data.get("seen_deadline_at")
        if new is not None and seen is not None and new <= seen:
            self.add_error("deadline_at", "いまの回答期限より後の日時にしてください。")
        return data


class CancelForm(forms.Form):
    """Why a request is called off."""

    reason = TextField(
        label="中止の理由", max_length=REASON_LENGTH, help_text="依頼先の事業者すべてに、画面でそのまま伝わります。"
    )

    def __init__(self, *args: Any, invitations: Iterable[QuoteInvitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitations = invitations

    def clean_reason(self) -> str:
        return refuse_vendors(self.cleaned_data["reason"], self.invitations)


class AnswerForm(forms.Form):
    """An answer that every invited vendor reads: it may not name any of them."""

    answer = TextField(
        label="回答",
        max_length=QUESTION_LENGTH,
        help_text="依頼先の事業者すべてに公開されます。公開した後は変更できません。",
    )

    def __init__(self, *args: Any, invitations: Iterable[QuoteInvitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitations = invitations

    def clean_answer(self) -> str:
        return refuse_vendors(self.cleaned_data["answer"], self.invitations)


class ShownInvitationForm(forms.Form):
    """As which invited vendor the preview is looked at."""

    vendor = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class VersionShownForm(forms.Form):
    """Which version of a quote to look at; the latest when none is named."""

    version = forms.IntegerField(min_value=1, max_value=32_767, required=False)
