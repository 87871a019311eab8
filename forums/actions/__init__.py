"""Every write of the boards and the talk sessions.

Lock order, everywhere: the person who writes, then the board, topic or session, then what belongs to it.
"""

from forums.actions.boards import BoardEntry, archive_board, find_board, load_boards, restore_board, save_board
from forums.actions.calls import call_for_answers
from forums.actions.care import move_topic, pin_topic, unpin_topic
from forums.actions.digests import issue_digest, queue_digests
from forums.actions.drafts import discard_draft, purge_drafts, save_draft
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
from forums.actions.founding import (
    BoardChanged,
    describe_board,
    end_board,
    end_forgotten_board,
    found_board,
    remind_ending,
    renew_board,
)
from forums.actions.leadership import (
    accept_lead,
    decline_lead,
    offer_lead,
    offer_to_members,
    take_lead,
    withdraw_offer,
)
from forums.actions.members import (
    admit_member,
    endorse_member,
    join_board,
    leave_board,
    set_deputy,
    turn_away_member,
)
from forums.actions.moderation import lock_topic, remove_post, unlock_topic
from forums.actions.post_parts import save_file, save_picture
from forums.actions.posts import PostChanged, delete_post, edit_post, react_post, unreact_post
from forums.actions.reading import begin_reading, forget_readings, read_everything, read_news, read_page, read_topic
from forums.actions.telling import tell_of_post
from forums.actions.topics import (
    accept_answer,
    close_to_experts,
    create_topic,
    invite_experts,
    reply_topic,
    unaccept_answer,
    watch_topic,
)
from forums.actions.watching import watch_board

__all__ = [
    "BoardChanged",
    "BoardEntry",
    "EventChanged",
    "PostChanged",
    "accept_answer",
    "accept_lead",
    "admit_member",
    "answer_question",
    "approve_report",
    "archive_board",
    "ask_event",
    "begin_reading",
    "call_for_answers",
    "cancel_event",
    "close_to_experts",
    "create_topic",
    "decline_lead",
    "decline_wish",
    "delete_post",
    "describe_board",
    "discard_draft",
    "edit_post",
    "end_board",
    "end_forgotten_board",
    "endorse_member",
    "fill_event",
    "find_board",
    "forget_readings",
    "found_board",
    "hide_question",
    "invite_experts",
    "issue_digest",
    "join_board",
    "leave_board",
    "leave_event",
    "load_boards",
    "lock_topic",
    "move_topic",
    "note_approval",
    "offer_lead",
    "offer_to_members",
    "pin_topic",
    "plan_wish",
    "publish_event",
    "publish_report",
    "purge_drafts",
    "queue_digests",
    "react_post",
    "read_everything",
    "read_news",
    "read_page",
    "read_topic",
    "register_event",
    "remind_ending",
    "remind_event",
    "remove_post",
    "renew_board",
    "reopen_wish",
    "reply_topic",
    "restore_board",
    "save_board",
    "save_draft",
    "save_event",
    "save_file",
    "save_picture",
    "set_deputy",
    "show_question",
    "speakers_changed",
    "take_lead",
    "tell_of_post",
    "turn_away_member",
    "unaccept_answer",
    "unlock_topic",
    "unpin_topic",
    "unreact_post",
    "vote_question",
    "vote_wish",
    "watch_board",
    "watch_topic",
    "wish_theme",
    "withdraw_offer",
    "withdraw_wish",
]
