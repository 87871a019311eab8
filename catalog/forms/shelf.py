"""Name and alert of a saved search."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme

from catalog.actions.shelf import TOO_LONG
from catalog.enums import SearchAlert
from catalog.models import QUERY_LENGTH, SEARCH_NAME_LENGTH
from dss.fields import LineField


class SavedSearchForm(forms.Form):
    """What a search is called, and how its person is told of new and changed listings."""

    name = LineField(label="名前", max_length=SEARCH_NAME_LENGTH, help_text="一覧とお知らせに表示します。")
    alert = forms.ChoiceField(
        label="新着・更新のお知らせ",
        choices=SearchAlert.choices,
        initial=SearchAlert.NONE,
        widget=forms.RadioSelect,
        help_text="条件に合うサービスが公開または更新されたときにお知らせします。ないときは送りません。",
    )


class NewSearchForm(SavedSearchForm):
    """The same with the conditions of the list it was opened from."""

    query = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Said above the form: beside a field that nobody sees, it would be read by nobody."""
        if len(self.cleaned_data.get("query", "")) > QUERY_LENGTH:
            raise forms.ValidationError(TOO_LONG)
        return self.cleaned_data


class BookmarkForm(forms.Form):
    """Into the list or out of it."""

    wanted = forms.ChoiceField(choices=[("on", "入れる"), ("off", "外す")])
    back = forms.CharField(max_length=QUERY_LENGTH, required=False)

    def clean_back(self) -> str:
        """A page of ours, or nothing: nobody is sent elsewhere."""
        back: str = self.cleaned_data["back"]
        is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return back if is_ours else ""
