"""Which fill-in template a project or a request for quotes is written into."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet

from documents.models import DocumentTemplate


class ChooseTemplateForm(forms.Form):
    """One of the templates that are open to the person."""

    template = forms.ModelChoiceField(DocumentTemplate.objects.none())
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, templates: QuerySet[DocumentTemplate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]
