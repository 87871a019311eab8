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

__all__ = [
    "LARGEST_ID",
    "ChooseProjectForm",
    "InquiryForm",
    "MessageForm",
    "NoteForm",
    "ProjectForm",
    "ReplyForm",
    "RevealForm",
    "SeenLeadForm",
    "ServicesForm",
    "ShownRevisionForm",
    "SuccessorForm",
    "TargetForm",
    "VerdictForm",
]
