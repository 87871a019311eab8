"""What people enter in procurement."""

from procurement.forms.inquiries import (
    LARGEST_ID,
    InquiryForm,
    MessageForm,
    ReplyForm,
    RevealForm,
    TargetForm,
)
from procurement.forms.projects import (
    ChooseProjectForm,
    NoteForm,
    ProjectForm,
    SeenLeadForm,
    ServicesForm,
    ShownRevisionForm,
    SuccessorForm,
    VerdictForm,
)
from procurement.forms.quote_answers import (
    DeclineForm,
    QuestionForm,
    QuoteForm,
    SubmittedQuoteForm,
    initial_of_quote,
)
from procurement.forms.quotes import (
    AnswerForm,
    CancelForm,
    ExtendForm,
    QuoteFileForm,
    QuoteItemFormSet,
    QuoteRequestForm,
    QuoteServicesForm,
    VersionShownForm,
    initial_of_request,
)

__all__ = [
    "LARGEST_ID",
    "AnswerForm",
    "CancelForm",
    "ChooseProjectForm",
    "DeclineForm",
    "ExtendForm",
    "InquiryForm",
    "MessageForm",
    "NoteForm",
    "ProjectForm",
    "QuestionForm",
    "QuoteFileForm",
    "QuoteForm",
    "QuoteItemFormSet",
    "QuoteRequestForm",
    "QuoteServicesForm",
    "ReplyForm",
    "RevealForm",
    "SeenLeadForm",
    "ServicesForm",
    "ShownRevisionForm",
    "SubmittedQuoteForm",
    "SuccessorForm",
    "TargetForm",
    "VerdictForm",
    "VersionShownForm",
    "initial_of_quote",
    "initial_of_request",
]
