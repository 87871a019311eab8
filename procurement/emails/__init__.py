"""What procurement sends."""

from procurement.emails.inquiries import (
    ANSWERED,
    HANDED,
    RECEIVED,
    REPLIED,
    REVEALED,
    send_brochures_handed,
    send_inquiry_received,
    send_inquiry_replied,
    send_inquiry_revealed,
    send_lead_answered,
)
from procurement.emails.projects import (
    HANDED_OVER,
    TAKEN_OVER,
    send_project_handed_over,
    send_project_taken_over,
)

__all__ = [
    "ANSWERED",
    "HANDED",
    "HANDED_OVER",
    "RECEIVED",
    "REPLIED",
    "REVEALED",
    "TAKEN_OVER",
    "send_brochures_handed",
    "send_inquiry_received",
    "send_inquiry_replied",
    "send_inquiry_revealed",
    "send_lead_answered",
    "send_project_handed_over",
    "send_project_taken_over",
]
