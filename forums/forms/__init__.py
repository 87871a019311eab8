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
from forums.forms.care import LockForm, MoveForm, OperatorsMoveForm, TopicAddressForm, UnlockForm
from forums.forms.drafts import entered_in, token_in
from forums.forms.events import ApprovalForm, EventForm, NoteForm, PlanForm, QuestionForm, WishForm
from forums.forms.topics import (
    EditForm,
    PeopleForm,
    QuoteForm,
    ReactionForm,
    ReadForm,
    ReplyForm,
    ServiceForm,
    TopicForm,
    WatchForm,
)

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
    "LockForm",
    "MoveForm",
    "NoteForm",
    "OfferForm",
    "OperatorsMoveForm",
    "ParticipationForm",
    "PeopleForm",
    "PlanForm",
    "QuestionForm",
    "QuoteForm",
    "ReactionForm",
    "ReadForm",
    "RenewForm",
    "ReplyForm",
    "ServiceForm",
    "TopicAddressForm",
    "TopicForm",
    "UnlockForm",
    "WatchForm",
    "WishForm",
    "entered_in",
    "token_in",
]
