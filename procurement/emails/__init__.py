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

__all__ = [
    "ANSWERED",
    "HANDED",
    "RECEIVED",
    "REPLIED",
    "REVEALED",
    "send_brochures_handed",
    "send_inquiry_received",
    "send_inquiry_replied",
    "send_inquiry_revealed",
    "send_lead_answered",
]
