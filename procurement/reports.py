"""What can be reported of procurement."""

from accounts.reports import paragraphs, register_reportable
from procurement.models import InquiryMessage, QuoteQuestion

#: So much of a question tells which one is meant.
NAMED_LENGTH = 40


def _message_text(message: InquiryMessage) -> str:
    """The one message, never the thread around it."""
    return message.body


def _message_name(message: InquiryMessage) -> str:
    return f"「{message.inquiry.service.name}」についての問い合わせのメッセージ"


def _question_text(question: QuoteQuestion) -> str:
    return paragraphs([question.body, question.answer])


def _question_name(question: QuoteQuestion) -> str:
    return f"「{question.body[:NAMED_LENGTH]}」"


register_reportable("message", InquiryMessage, "メッセージ", text=_message_text, name=_message_name)
register_reportable("quote_question", QuoteQuestion, "見積依頼への質問", text=_question_text, name=_question_name)
