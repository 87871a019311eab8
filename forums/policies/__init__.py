"""Who may do what on the boards. Whether the state of a topic still allows it is the actions' matter."""

from forums.policies.boards import can_manage_board, can_open_boards, can_open_topics
from forums.policies.events import (
    can_approve_report,
    can_ask_event,
    can_manage_event,
    can_open_events,
    can_open_wishes,
    can_register_event,
    can_vote_question,
    can_wish_theme,
    can_withdraw_wish,
)
from forums.policies.posts import (
    can_delete_post,
    can_edit_post,
    can_react_post,
    can_remove_post,
)
from forums.policies.topics import (
    can_accept_answer,
    can_create_topic,
    can_invite_experts,
    can_lock_topic,
    can_reply_topic,
    can_watch_topic,
)

__all__ = [
    "can_accept_answer",
    "can_approve_report",
    "can_ask_event",
    "can_create_topic",
    "can_delete_post",
    "can_edit_post",
    "can_invite_experts",
    "can_lock_topic",
    "can_manage_board",
    "can_manage_event",
    "can_open_boards",
    "can_open_events",
    "can_open_topics",
    "can_open_wishes",
    "can_react_post",
    "can_register_event",
    "can_remove_post",
    "can_reply_topic",
    "can_vote_question",
    "can_watch_topic",
    "can_wish_theme",
    "can_withdraw_wish",
]
