"""Who sees what in procurement."""

from procurement.querysets.inquiries import (
    BrochureHandoverQuerySet,
    InquiryMessageQuerySet,
    InquiryQuerySet,
)

__all__ = [
    "BrochureHandoverQuerySet",
    "InquiryMessageQuerySet",
    "InquiryQuerySet",
]
