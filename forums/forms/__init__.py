"""What people enter on the boards."""

from forums.forms.boards import BoardForm
from forums.forms.topics import EditForm, ReactionForm, ReplyForm, ServiceForm, TopicForm, WatchForm

__all__ = ["BoardForm", "EditForm", "ReactionForm", "ReplyForm", "ServiceForm", "TopicForm", "WatchForm"]
