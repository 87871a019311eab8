"""What a person says of themselves."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from accounts.enums import Reach
from accounts.fields import PersonNameField
from accounts.models import Profile
from accounts.work_fields import work_field_choices
from dss.fields import LineField, TextField

MAX_EXPERIENCES = 8


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """名前・所属部署・得意分野."""

    name = PersonNameField()
    department = LineField(label="所属部署", max_length=80, required=False, help_text="例：総務部情報政策課")
    position = LineField(label="役職", max_length=40, required=False)
    strengths = LineField(
        label="得意分野", max_length=200, required=False, help_text="例：文書管理システムの更改、RPAの庁内展開"
    )
    can_be_asked = TextField(
        label="聞かれれば答えられること",
        max_length=1000,
        rows=4,
        required=False,
        help_text="ほかの自治体の職員から相談を受けられることを書いてください。",
    )

    reach = forms.ChoiceField(
        label="ほかの自治体の職員から探せるようにしますか",
        choices=Reach.choices,
        widget=forms.RadioSelect,
        help_text=(
            "探せるようにすると、所属の確認が済んだ職員に、氏名、所属、経験業務とここに書いた内容が表示されます。"
            "メールアドレスは表示しません。回答の依頼は、お知らせとメールで届きます。いつでも変えられます。"
        ),
    )

    class Meta:
        model = Profile
        fields = ["department", "position", "strengths", "can_be_asked", "reach"]

    field_order = ["name", "department", "position", "strengths", "can_be_asked", "reach"]


class ExperienceForm(forms.Form):
    """経験業務 and whole years in it."""

    work_code = forms.ChoiceField(label="業務", required=False)
    years = forms.IntegerField(label="経験年数", required=False, min_value=0, max_value=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["work_code"])
        field.choices = [("", "選んでください"), *work_field_choices()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("work_code") and cleaned.get("years") is None and "years" not in self.errors:
            self.add_error("years", "経験年数を入力してください（1年未満は0）。")
        if cleaned.get("years") is not None and not cleaned.get("work_code") and "work_code" not in self.errors:
            self.add_error("work_code", "業務を選んでください。")
        return cleaned


class BaseExperienceFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # not generic at run time
    """The rows filled in; each field of work once."""

    def clean(self) -> None:
        codes = [form.cleaned_data.get("work_code") for form in self.forms if form.is_valid()]
        named = [code for code in codes if code]
        if len(named) != len(set(named)):
            raise forms.ValidationError("同じ業務が2回選ばれています。1つにまとめてください。")


def filled_in(formset: forms.BaseFormSet[ExperienceForm]) -> dict[str, int]:
    """The rows of a valid formset that name a field of work: its code to whole years."""
    return {
        form.cleaned_data["work_code"]: form.cleaned_data["years"]
        for form in formset.forms
        if form.cleaned_data.get("work_code")
    }


ExperienceFormSet = forms.formset_factory(
    ExperienceForm, formset=BaseExperienceFormSet, extra=3, max_num=MAX_EXPERIENCES, validate_max=True
)
