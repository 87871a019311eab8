"""Input of questions to adopters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Municipality
from forums.forms import TopicForm
from procurement.enums import ReferenceAudience
from procurement.forms.inquiries import LARGEST_ID


class ReferenceTargetForm(forms.Form):
    """What the address of a new question names: the listing and, maybe, one's own project."""

    service = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    project = forms.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)


class _Bodies(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # the class is not generic at run time
    """Bodies by their full names."""

    def label_from_instance(self, obj: Municipality) -> str:
        return obj.full_name


class ReferenceForm(TopicForm):
    """A question, whom it asks and who reads it. `adopters`: the bodies that take questions about the listing."""

    bodies = _Bodies(
        label="質問する団体",
        queryset=Municipality.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="導入を確認し、質問を受け付けている団体です。最初はすべての団体を選んであります。",
        error_messages={"required": "質問する団体を選んでください。"},
    )
    audience = forms.ChoiceField(
        label="読める人",
        widget=forms.RadioSelect,
        choices=ReferenceAudience.choices,
        initial=ReferenceAudience.ASKED,
        help_text="質問と回答を読める人です。どちらでも、事業者と専門家アドバイザーには見えません。あとから変えられません。",
    )
    kind = None  # type: ignore[assignment]  # always a consultation
    services = None  # type: ignore[assignment]  # the one asked about
    documents = None  # type: ignore[assignment]
    experts_invited = None  # type: ignore[assignment]  # never
    field_order = ["bodies", "title", "body", "shown_as", "audience", "client_token"]

    def __init__(self, *args: Any, adopters: QuerySet[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bodies"].queryset = adopters  # type: ignore[attr-defined]
        self.fields["bodies"].initial = [body.pk for body in adopters]
        self.fields["shown_as"].help_text = (
            "質問を受けた団体には、選んだとおりに表示します。同じ団体の職員には、貴団体からの質問であることが分かります。"
            "投稿したあとは変えられません。どの表示でも、通報があったときなど、運営は投稿者を確認できます。"
        )


class ReferenceDefaultForm(forms.Form):
    """Whether the body takes questions where it made no other choice."""

    accepts = forms.TypedChoiceField(
        choices=[("yes", "受ける"), ("no", "受けない")], coerce=lambda value: value == "yes"
    )


class ReferenceChoiceForm(forms.Form):
    """The same of one adoption."""

    accepts = forms.ChoiceField(
        label="質問の受付", choices=[("default", "既定に従う"), ("yes", "受ける"), ("no", "受けない")]
    )

    @property
    def choice(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["accepts"])


class ReferenceBoxForm(forms.Form):
    """Which list: what other bodies ask, or what one's own asked."""

    box = forms.ChoiceField(choices=[("received", "届いた質問"), ("sent", "送った質問")], required=False)
