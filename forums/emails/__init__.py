"""Who is told what: of topics, and of talk sessions."""

from forums.emails.events import (
    send_event_cancelled,
    send_event_changed,
    send_event_reminder,
    send_place_confirmed,
    send_place_waiting,
    send_report_for_approval,
    send_report_published,
    send_wish_answered,
)
from forums.emails.topics import (
    ACCEPTED,
    OPENED,
    POSTS_A_PAGE,
    REPLIED,
    REPLIED_QUIETLY,
    post_path,
    send_answer_accepted,
    send_topic_opened_to_experts,
    send_topic_replied,
)

__all__ = [
    "ACCEPTED",
    "OPENED",
    "POSTS_A_PAGE",
    "REPLIED",
    "REPLIED_QUIETLY",
    "post_path",
    "send_answer_accepted",
    "send_event_cancelled",
    "send_event_changed",
    "send_event_reminder",
    "send_place_confirmed",
    "send_place_waiting",
    "send_report_for_approval",
    "send_report_published",
    "send_topic_opened_to_experts",
    "send_topic_replied",
    "send_wish_answered",
]
