"""The operators' form of a board."""

from __future__ import annotations

from django import forms

from dss.fields import LineField
from forums.models import Board


class BoardForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Name, purpose and place; the word in the address is given once."""

    name = LineField(label="名称", max_length=40)
    purpose = LineField(label="目的", max_length=200)

    class Meta:
        model = Board
        fields = ["name", "slug", "purpose", "position"]
