"""An empty field says what is to be done with it."""

from __future__ import annotations

import pytest
from allauth.account.forms import ResetPasswordForm
from django import forms

from accounts.forms.reports import ReportForm
from catalog.forms import ListingUploadForm
from dss.required import CHOOSE, CHOOSE_FILE, ENTER, TICK


class Mixed(forms.Form):
    line = forms.CharField()
    day = forms.DateField()
    kind = forms.ChoiceField(choices=[("a", "あ")])
    kinds = forms.MultipleChoiceField(choices=[("a", "あ")])
    file = forms.FileField()
    agreed = forms.BooleanField()
    own = forms.BooleanField(error_messages={"required": "同意が必要です。"})


def test_each_kind_of_field_asks_for_its_own_step() -> None:
    said = {name: messages[0] for name, messages in Mixed({}).errors.items()}
    assert said == {
        "line": ENTER,
        "day": ENTER,
        "kind": CHOOSE,
        "kinds": CHOOSE,
        "file": CHOOSE_FILE,
        "agreed": TICK,
        "own": "同意が必要です。",
    }


@pytest.mark.parametrize(
    ("form", "field", "words"),
    [
        (ReportForm({}), "reason", ENTER),
        (ListingUploadForm({}, {}), "file", CHOOSE_FILE),
        (ResetPasswordForm({}), "email", ENTER),
    ],
    ids=["report", "upload", "allauth"],
)
def test_our_forms_and_allauths_say_so_too(form: forms.Form, field: str, words: str) -> None:
    assert form.errors[field] == [words]
