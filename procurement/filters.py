"""Filters of the two lists of threads."""

from __future__ import annotations

import django_filters

from procurement.enums import InquiryStatus
from procurement.models import Inquiry


class InquiryFilter(django_filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """By state."""

    status = django_filters.ChoiceFilter(label="状態", choices=InquiryStatus.choices, empty_label="すべて")

    class Meta:
        model = Inquiry
        fields = ["status"]
