"""Boards of municipal staff, their topics and posts; the talk sessions."""

from forums.models.asking import AnswerRequest
from forums.models.boards import BOARD_NAME_LENGTH, PURPOSE_LENGTH, RETROSPECTIVE_LENGTH, Board
from forums.models.calls import AnswerCall, AnswerCallee
from forums.models.columns import (
    COLUMN_BODY_LENGTH,
    COLUMN_SUMMARY_LENGTH,
    COLUMN_TITLE_LENGTH,
    Column,
    ColumnRevision,
)
from forums.models.drafts import DRAFT_LENGTH, Place, PostDraft, draft_url, form_url
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
from forums.models.members import (
    MESSAGE_LENGTH,
    STEP_LENGTH,
    BoardEndorsement,
    BoardHandover,
    BoardMembership,
    BoardStep,
)
from forums.models.post_parts import ALT_LENGTH, PostAttachment, PostMention, PostReference
from forums.models.posts import BODY_LENGTH, Post, PostRevision, Reaction
from forums.models.reading import BoardWatch, ReadingLine, TopicReading
from forums.models.search import BoardSearch, ColumnSearch, EventSearch, TopicSearch
from forums.models.topics import MOST_PINNED, TITLE_LENGTH, Topic, TopicWatch

__all__ = [
    "ALT_LENGTH",
    "ANSWER_LENGTH",
    "BOARD_NAME_LENGTH",
    "BODY_LENGTH",
    "COLUMN_BODY_LENGTH",
    "COLUMN_SUMMARY_LENGTH",
    "COLUMN_TITLE_LENGTH",
    "DRAFT_LENGTH",
    "EVENT_QUESTION_LENGTH",
    "EVENT_TEXT_LENGTH",
    "EVENT_TITLE_LENGTH",
    "MESSAGE_LENGTH",
    "MOST_PINNED",
    "MOST_SEATS",
    "PURPOSE_LENGTH",
    "REPORT_LENGTH",
    "RETROSPECTIVE_LENGTH",
    "STEP_LENGTH",
    "TITLE_LENGTH",
    "WISH_TEXT_LENGTH",
    "WISH_TITLE_LENGTH",
    "AnswerCall",
    "AnswerCallee",
    "AnswerRequest",
    "Board",
    "BoardEndorsement",
    "BoardHandover",
    "BoardMembership",
    "BoardSearch",
    "BoardStep",
    "BoardWatch",
    "Column",
    "ColumnRevision",
    "ColumnSearch",
    "Event",
    "EventQuestion",
    "EventQuestionVote",
    "EventRegistration",
    "EventSearch",
    "EventSpeaker",
    "Place",
    "Post",
    "PostAttachment",
    "PostDraft",
    "PostMention",
    "PostReference",
    "PostRevision",
    "Reaction",
    "ReadingLine",
    "ThemeWish",
    "ThemeWishVote",
    "Topic",
    "TopicReading",
    "TopicSearch",
    "TopicWatch",
    "draft_url",
    "form_url",
]
