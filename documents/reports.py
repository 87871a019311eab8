"""What can be reported of the shared documents."""

from accounts.reports import register_reportable
from documents.models import SharedDocument

register_reportable("document", SharedDocument, "共有文書")
