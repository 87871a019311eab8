"""What can be reported of procurement."""

from accounts.reports import register_reportable
from procurement.models import InquiryMessage

register_reportable("message", InquiryMessage, "メッセージ")
