"""What can be reported of the catalogue."""

from accounts.reports import register_reportable
from catalog.models import Service

register_reportable("service", Service, "サービス")
