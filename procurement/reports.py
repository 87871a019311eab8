"""What can be reported of procurement."""

from accounts.reports import paragraphs, register_reportable
from procurement.models import InquiryMessage, QuoteQuestion


def _message_text(message: InquiryMessage) -> str:
    """The one message, never the thread around it."""
    return message.body


def _question_text(question: QuoteQuestion) -> str:
    return paragraphs([question.body, question.answer])


register_reportable("message", InquiryMessage, "メッセージ", text=_message_text)
register_reportable("quote_question", QuoteQuestion, "見積依頼への質問", text=_question_text)
