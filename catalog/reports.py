"""What can be reported of the catalogue."""

from accounts.reports import paragraphs, register_reportable
from catalog.models import Review, Service


def _service_text(service: Service) -> str:
    """What is published of it."""
    current = service.current
    return paragraphs([current.name, current.tagline, current.description]) if current else service.name


def _review_text(review: Review) -> str:
    return paragraphs([review.good_points, review.wishes])


def _review_name(review: Review) -> str:
    return f"「{review.service.name}」へのレビュー"


register_reportable("service", Service, "サービス", text=_service_text)
register_reportable("review", Review, "レビュー", text=_review_text, name=_review_name)
