"""Who sees what of the boards."""

from forums.querysets.boards import BoardQuerySet
from forums.querysets.posts import PostQuerySet, PostRevisionQuerySet, ReactionQuerySet
from forums.querysets.topics import TopicQuerySet

__all__ = ["BoardQuerySet", "PostQuerySet", "PostRevisionQuerySet", "ReactionQuerySet", "TopicQuerySet"]
