"""What people enter on the boards and for talk sessions."""

from forums.forms.boards import (
    BoardForm,
    BoardWatchForm,
    DescribeForm,
    EndForm,
    FoundForm,
    JoinForm,
    OfferForm,
    ParticipationForm,
    RenewForm,
)
from forums.forms.events import ApprovalForm, EventForm, NoteForm, PlanForm, QuestionForm, WishForm
from forums.forms.topics import EditForm, PeopleForm, ReactionForm, ReplyForm, ServiceForm, TopicForm, WatchForm

__all__ = [
    "ApprovalForm",
    "BoardForm",
    "BoardWatchForm",
    "DescribeForm",
    "EditForm",
    "EndForm",
    "EventForm",
    "FoundForm",
    "JoinForm",
    "NoteForm",
    "OfferForm",
    "ParticipationForm",
    "PeopleForm",
    "PlanForm",
    "QuestionForm",
    "ReactionForm",
    "RenewForm",
    "ReplyForm",
    "ServiceForm",
    "TopicForm",
    "WatchForm",
    "WishForm",
]
