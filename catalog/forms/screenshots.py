"""画面の画像 on the desk: one more, and the order and words of those there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet

from catalog.screenshots import ALT_LENGTH, MOST_SCREENSHOTS
from dss.fields import LineField
from dss.images.fields import ImageUploadField

if TYPE_CHECKING:
    _ShotForms = BaseFormSet["ShotForm"]
else:
    _ShotForms = BaseFormSet

_ALT_HELP = "画像が見えない人に読み上げられ、画像の下にも表示されます。例: 会議の一覧の画面。日時と議題が並ぶ"


class ScreenshotForm(forms.Form):
    """A picture and what it shows."""

    picture = ImageUploadField(label="画面の画像")
    alt = LineField(label="画像の説明", max_length=ALT_LENGTH, help_text=_ALT_HELP)


class ShotForm(forms.Form):
    """One of the pictures there are."""

    id = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    alt = LineField(label="画像の説明", max_length=ALT_LENGTH)


class BaseScreenshotFormSet(_ShotForms):
    """The pictures in their order."""

    def add_fields(self, form: ShotForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = "順番"
        form.fields["DELETE"].label = "この画像を外す"

    def clean(self) -> None:
        if any(self.errors) or self.non_form_errors():
            return
        ids = [pk for pk, _ in self.words()]
        if len(set(ids)) < len(ids):
            raise ValidationError("同じ画像が2回送られました。画面を開き直してください。", code="twice")

    def words(self) -> list[tuple[int, str]]:
        """Id and alternative text of those that were kept."""
        rows = [form.cleaned_data for form in self.ordered_forms]
        return [(row["id"], row["alt"]) for row in rows if row.get("id")]


ScreenshotFormSet = cast(
    "type[BaseScreenshotFormSet]",
    forms.formset_factory(
        ShotForm,
        formset=BaseScreenshotFormSet,
        extra=0,
        max_num=MOST_SCREENSHOTS,
        absolute_max=MOST_SCREENSHOTS + 1,
        validate_max=True,
        can_delete=True,
        can_order=True,
    ),
)
