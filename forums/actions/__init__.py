"""Every write of the boards and the talk sessions.

Lock order, everywhere: the person who writes, then the topic or the session, then the post, question or speaker.
"""

from forums.actions.boards import BoardEntry, archive_board, find_board, load_boards, restore_board, save_board
from forums.actions.event_places import leave_event, register_event
from forums.actions.event_talk import (
    answer_question,
    ask_event,
    decline_wish,
    hide_question,
    plan_wish,
    reopen_wish,
    show_question,
    vote_question,
    vote_wish,
    wish_theme,
    withdraw_wish,
)
from forums.actions.events import (
    EventChanged,
    approve_report,
    cancel_event,
    fill_event,
    note_approval,
    publish_event,
    publish_report,
    remind_event,
    save_event,
    speakers_changed,
)
from forums.actions.moderation import lock_topic, remove_post, unlock_topic
from forums.actions.posts import PostChanged, delete_post, edit_post, react_post, unreact_post
from forums.actions.topics import (
    accept_answer,
    close_to_experts,
    create_topic,
    invite_experts,
    reply_topic,
    unaccept_answer,
    watch_topic,
)

__all__ = [
    "BoardEntry",
    "EventChanged",
    "PostChanged",
    "accept_answer",
    "answer_question",
    "approve_report",
    "archive_board",
    "ask_event",
    "cancel_event",
    "close_to_experts",
    "create_topic",
    "decline_wish",
    "delete_post",
    "edit_post",
    "fill_event",
    "find_board",
    "hide_question",
    "invite_experts",
    "leave_event",
    "load_boards",
    "lock_topic",
    "note_approval",
    "plan_wish",
    "publish_event",
    "publish_report",
    "react_post",
    "register_event",
    "remind_event",
    "remove_post",
    "reopen_wish",
    "reply_topic",
    "restore_board",
    "save_board",
    "save_event",
    "show_question",
    "speakers_changed",
    "unaccept_answer",
    "unlock_topic",
    "unreact_post",
    "vote_question",
    "vote_wish",
    "watch_topic",
    "wish_theme",
    "withdraw_wish",
]
