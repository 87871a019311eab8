"""Which kinds of events a person wants to be told of by mail."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.enums import DigestChoice
from accounts.notification_events import label_of


class PreferencesForm(forms.Form):
    """How often the まとめメール comes, for whom it is; one tick for each kind of event the person has been told of."""

    digest = forms.ChoiceField(
        label="広場のまとめメール",
        required=False,
        choices=DigestChoice.choices,
        widget=forms.RadioSelect,
        help_text="はじめは「毎週」です。お伝えすることがないときは送りません。",
    )

    wanted = forms.MultipleChoiceField(
        label="メールで受け取るお知らせ",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="外したものも、サイトの「お知らせ」には表示されます。",
    )

    def __init__(self, *args: Any, kinds: dict[str, bool], digest: DigestChoice | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if digest is None:
            del self.fields["digest"]
        else:
            self.fields["digest"].initial = digest
        if not kinds:
            del self.fields["wanted"]
            return
        self.fields["wanted"].choices = [(key, label_of(key)) for key in kinds]  # type: ignore[attr-defined]
        self.fields["wanted"].initial = [key for key, is_wanted in kinds.items() if is_wanted]
