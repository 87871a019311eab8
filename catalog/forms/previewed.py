"""Forms of the operators whose effect is shown before it is saved."""

from __future__ import annotations

from django import forms

#: The button that leads from the preview back to the form.
PUT_RIGHT = "_edit"
#: So many questions can be tried at once, each asked twice.
MOST_SAMPLES = 5
SAMPLE_LENGTH = 60


class PreviewedForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Never saved while it is being put right: 「直す」 shows it again as it was typed."""

    def is_valid(self) -> bool:
        return PUT_RIGHT not in self.data and super().is_valid()


class SamplesField(forms.CharField):
    """Searches to try, one a line."""

    def __init__(self) -> None:
        super().__init__(
            label="試してみる検索",
            required=False,
            max_length=2 * MOST_SAMPLES * (SAMPLE_LENGTH + 2),
            widget=forms.Textarea(attrs={"rows": MOST_SAMPLES, "cols": 60}),
            help_text=f"1行に1つ、{MOST_SAMPLES}つまで。検索の結果がどう変わるかを、実行する前に表示します。",
        )

    def clean(self, value: str) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_SAMPLES:
            raise forms.ValidationError(f"{MOST_SAMPLES}つまでにしてください。")
        if any(len(line) > SAMPLE_LENGTH for line in lines):
            raise forms.ValidationError(f"1つの検索は{SAMPLE_LENGTH}文字までにしてください。")
        return lines
