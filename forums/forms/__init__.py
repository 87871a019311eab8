"""What people enter on the boards and for talk sessions."""

from forums.forms.boards import BoardForm
from forums.forms.events import ApprovalForm, EventForm, NoteForm, PlanForm, QuestionForm, WishForm
from forums.forms.topics import EditForm, ReactionForm, ReplyForm, ServiceForm, TopicForm, WatchForm

__all__ = [
    "ApprovalForm",
    "BoardForm",
    "EditForm",
    "EventForm",
    "NoteForm",
    "PlanForm",
    "QuestionForm",
    "ReactionForm",
    "ReplyForm",
    "ServiceForm",
    "TopicForm",
    "WatchForm",
    "WishForm",
]
