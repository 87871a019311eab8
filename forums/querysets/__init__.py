"""Who sees what of the boards."""

from forums.querysets.boards import BoardQuerySet
from forums.querysets.people import AnyUser
from forums.querysets.posts import PostQuerySet, PostRevisionQuerySet, ReactionQuerySet
from forums.querysets.topics import TopicQuerySet

__all__ = ["AnyUser", "BoardQuerySet", "PostQuerySet", "PostRevisionQuerySet", "ReactionQuerySet", "TopicQuerySet"]
