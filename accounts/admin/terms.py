"""The versions of the terms: a change is a new version, announced before it takes effect."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions.terms import announce_terms
from accounts.admin.screens import AddOnlyAdmin
from accounts.models import TermsVersion


class TermsVersionForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A new version; its number follows by itself."""

    class Meta:
        model = TermsVersion
        fields = ["kind", "body", "effective_on"]
        help_texts = {
            "body": (
                "「## 」で始まる行が見出し、「### 」が小見出し、「- 」が箇条書き、そのほかの行が段落になります。"
                "「[言葉](/help/)」はサイト内へのリンク、{窓口} だけの行は運営の連絡先です。"
            ),
            "effective_on": "規約では、施行の14日前までに知らせると約束しています。",
        }

    def clean_effective_on(self) -> Any:
        effective_on = self.cleaned_data["effective_on"]
        if effective_on <= timezone.localdate():
            raise forms.ValidationError("明日以降の日付を指定してください。")
        return effective_on


@admin.register(TermsVersion)
class TermsVersionAdmin(AddOnlyAdmin):
    """Every version that ever was."""

    form = TermsVersionForm
    list_display = ["kind", "number", "effective_on"]
    list_filter = ["kind"]
    ordering = ["kind", "-number"]

    def get_fields(self, request: HttpRequest, obj: TermsVersion | None = None) -> Any:
        return ["kind", "number", "body", "effective_on"] if obj else ["kind", "body", "effective_on"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        version = announce_terms(actor=request.user, now=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        obj.pk, obj.number = version.pk, version.number  # the message names the version
