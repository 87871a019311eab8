"""Every write of the boards.

Lock order, everywhere: the person who writes, then the topic, then the post.
"""

from forums.actions.boards import BoardEntry, archive_board, load_boards, restore_board, save_board
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
    "PostChanged",
    "accept_answer",
    "archive_board",
    "close_to_experts",
    "create_topic",
    "delete_post",
    "edit_post",
    "invite_experts",
    "load_boards",
    "lock_topic",
    "react_post",
    "remove_post",
    "reply_topic",
    "restore_board",
    "save_board",
    "unaccept_answer",
    "unlock_topic",
    "unreact_post",
    "watch_topic",
]
