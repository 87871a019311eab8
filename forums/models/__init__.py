"""Boards of municipal staff, their topics and posts; the talk sessions."""

from forums.models.boards import Board
from forums.models.event_talk import (
    ANSWER_LENGTH,
    EVENT_QUESTION_LENGTH,
    WISH_TEXT_LENGTH,
    WISH_TITLE_LENGTH,
    EventQuestion,
    EventQuestionVote,
    ThemeWish,
    ThemeWishVote,
)
from forums.models.events import (
    EVENT_TEXT_LENGTH,
    EVENT_TITLE_LENGTH,
    MOST_SEATS,
    REPORT_LENGTH,
    Event,
    EventRegistration,
    EventSpeaker,
)
from forums.models.posts import BODY_LENGTH, Post, PostRevision, Reaction
from forums.models.search import EventSearch, TopicSearch
from forums.models.topics import TITLE_LENGTH, Topic, TopicWatch

__all__ = [
    "ANSWER_LENGTH",
    "BODY_LENGTH",
    "EVENT_QUESTION_LENGTH",
    "EVENT_TEXT_LENGTH",
    "EVENT_TITLE_LENGTH",
    "MOST_SEATS",
    "REPORT_LENGTH",
    "TITLE_LENGTH",
    "WISH_TEXT_LENGTH",
    "WISH_TITLE_LENGTH",
    "Board",
    "Event",
    "EventQuestion",
    "EventQuestionVote",
    "EventRegistration",
    "EventSearch",
    "EventSpeaker",
    "Post",
    "PostRevision",
    "Reaction",
    "ThemeWish",
    "ThemeWishVote",
    "Topic",
    "TopicSearch",
    "TopicWatch",
]
