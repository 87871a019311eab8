"""What can be reported of procurement."""

from accounts.reports import register_reportable
from procurement.models import InquiryMessage, QuoteQuestion

register_reportable("message", InquiryMessage, "メッセージ")
register_reportable("quote_question", QuoteQuestion, "見積依頼への質問")
