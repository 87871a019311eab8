"""Who sees what of the boards and the talk sessions."""

from forums.querysets.boards import BoardQuerySet
from forums.querysets.drafts import KEPT_FOR, PostDraftQuerySet
from forums.querysets.events import (
    LATE_ENTRY,
    EventQuerySet,
    EventQuestionQuerySet,
    RegistrationQuerySet,
    ThemeWishQuerySet,
)
from forums.querysets.members import BoardMembershipQuerySet, HandoverQuerySet
from forums.querysets.people import AnyUser, readers_of, staff_readers_of
from forums.querysets.post_parts import AttachmentQuerySet
from forums.querysets.posts import PostQuerySet, PostRevisionQuerySet, ReactionQuerySet
from forums.querysets.topics import UNRESOLVED, TopicQuerySet
from forums.querysets.unread import HORIZON, BoardState, UnreadState
from forums.querysets.watching import BoardWatchQuerySet, TopicWatchQuerySet

__all__ = [
    "HORIZON",
    "KEPT_FOR",
    "LATE_ENTRY",
    "UNRESOLVED",
    "AnyUser",
    "AttachmentQuerySet",
    "BoardMembershipQuerySet",
    "BoardQuerySet",
    "BoardState",
    "BoardWatchQuerySet",
    "EventQuerySet",
    "EventQuestionQuerySet",
    "HandoverQuerySet",
    "PostDraftQuerySet",
    "PostQuerySet",
    "PostRevisionQuerySet",
    "ReactionQuerySet",
    "RegistrationQuerySet",
    "ThemeWishQuerySet",
    "TopicQuerySet",
    "TopicWatchQuerySet",
    "UnreadState",
    "readers_of",
    "staff_readers_of",
]
