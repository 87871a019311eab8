"""Boards of municipal staff, their topics and posts."""

from forums.models.boards import Board
from forums.models.posts import BODY_LENGTH, Post, PostRevision, Reaction
from forums.models.search import TopicSearch
from forums.models.topics import TITLE_LENGTH, Topic, TopicWatch

__all__ = [
    "BODY_LENGTH",
    "TITLE_LENGTH",
    "Board",
    "Post",
    "PostRevision",
    "Reaction",
    "Topic",
    "TopicSearch",
    "TopicWatch",
]
