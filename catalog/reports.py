"""What can be reported of the catalogue."""

from accounts.reports import register_reportable
from catalog.models import Review, Service

register_reportable("service", Service, "サービス")
register_reportable("review", Review, "レビュー")
