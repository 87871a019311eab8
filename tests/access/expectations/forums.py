"""Who gets what from the pages of the boards. The topic is not open to experts; staff of A wrote it and the post."""

from __future__ import annotations

from tests.access.expectations.rows import Expectation, no_arguments, of, row

READ = row("302 404 200 200 404 404 404 404")
NO_POST = row("302 405 405 405 405 405 405 405")
NO_GET = NO_POST
PUBLIC_NO_POST = row("405")
A_ALONE = row("302 404 200 404 404 404 404 404")


def author_only(status: int) -> dict[str, int]:
    """What the author gets; other staff read why they may not, nobody else learns that it exists."""
    return row(f"302 404 {status} 403 404 404 404 404")


def readers(status: int) -> dict[str, int]:
    """What all staff get."""
    return row(f"302 404 {status} {status} 404 404 404 404")


TABLE: list[Expectation] = [
    Expectation("forums:digest_preview", no_arguments, row("302 403 200 200 403 403 403 403"), NO_POST),
    Expectation("forums:board_list", no_arguments, row("302 403 200 200 403 403 403 403"), NO_POST),
    Expectation("forums:board_detail", of("@board"), READ, NO_POST),
    Expectation("forums:board_watch", of("@board"), NO_GET, readers(400)),
    Expectation("forums:board_read", of("@board"), NO_GET, readers(302)),
    Expectation("forums:topics_read", no_arguments, NO_GET, row("302 403 302 302 403 403 302 403")),
    Expectation("forums:topic_read", of("topic"), NO_GET, readers(400)),
    Expectation("forums:topic_unread", of("topic"), readers(302), NO_POST),
    Expectation("forums:board_watches", no_arguments, row("302 403 200 200 403 403 403 403"), NO_POST),
    Expectation("forums:topic_watches", no_arguments, row("302 403 200 200 403 403 200 403"), NO_POST),
    Expectation("forums:topic_create", of("@board"), READ, readers(422)),
    Expectation("forums:topic_list", no_arguments, row("302 403 200 200 403 403 200 403"), NO_POST),
    Expectation("forums:topic_start", no_arguments, row("302 403 200 200 403 403 403 403"), NO_POST),
    Expectation(
        "forums:service_topics", of("service"), row("302 403 200 200 403 403 403 403"), NO_POST, is_fragment=True
    ),
    Expectation("forums:topic_detail", of("topic"), READ, NO_POST),
    Expectation("forums:topic_reply", of("topic"), NO_GET, readers(422)),
    Expectation("forums:topic_unaccept", of("topic"), NO_GET, author_only(409)),
    Expectation("forums:topic_invite_experts", of("topic"), NO_GET, author_only(302)),
    Expectation("forums:topic_close_to_experts", of("topic"), NO_GET, author_only(409)),
    Expectation("forums:topic_next_steps", of("topic"), author_only(200), NO_POST),
    Expectation("forums:topic_watch", of("topic"), NO_GET, readers(400)),
    Expectation("forums:topic_tend", of("topic"), author_only(200), NO_POST),
    Expectation("forums:topic_lock", of("topic"), NO_GET, readers(403)),
    Expectation("forums:topic_unlock", of("topic"), NO_GET, readers(403)),
    Expectation("forums:topic_pin", of("topic"), NO_GET, readers(403)),
    Expectation("forums:topic_unpin", of("topic"), NO_GET, readers(403)),
    Expectation("forums:topic_move", of("topic"), NO_GET, author_only(422)),
    Expectation("forums:topic_create_draft", of("@board"), NO_GET, readers(302)),
    Expectation("forums:topic_reply_draft", of("topic"), NO_GET, readers(302)),
    Expectation("forums:post_edit_draft", of("post"), NO_GET, author_only(302)),
    Expectation("forums:draft_list", no_arguments, row("302 403 200 200 403 403 200 403"), NO_POST),
    Expectation("forums:draft_discard", of("post_draft"), NO_GET, row("302 404 302 404 404 404 404 404")),
    Expectation(
        "forums:similar_topics", no_arguments, row("302 403 200 200 403 403 403 403"), NO_POST, is_fragment=True
    ),
    Expectation("forums:post_detail", of("post"), READ, NO_POST),
    Expectation("forums:expert_statement", of("expert_post"), row("302 404 200 200 404 404 200 404"), NO_POST),
    Expectation("forums:post_accept", of("post"), NO_GET, author_only(302)),
    Expectation("forums:post_edit", of("post"), author_only(200), author_only(422)),
    Expectation("forums:post_delete", of("post"), author_only(200), author_only(302)),
    Expectation("forums:post_history", of("post"), READ, NO_POST),
    Expectation("forums:post_react", of("post"), NO_GET, readers(400)),
    Expectation("forums:post_unreact", of("post"), NO_GET, readers(400)),
    Expectation("forums:attachment", of("attachment"), READ, NO_POST),
    Expectation("forums:attachment_preview", of("attachment"), READ, NO_POST),
    Expectation("forums:board_people", of("@board"), READ, NO_POST),
    Expectation("forums:colleague_list", no_arguments, row("302 403 200 200 403 403 403 403"), NO_POST),
    Expectation(
        "forums:colleagues_ask",
        no_arguments,
        row("302 403 200 200 403 403 403 403"),
        row("302 403 422 422 403 403 403 403"),
    ),
    Expectation("forums:colleague_detail", of("colleague"), READ, NO_POST),
    Expectation("forums:colleague_ask", of("colleague"), READ, readers(422)),
    Expectation(
        "forums:expert_ask",
        of("advisor"),
        row("302 404 200 200 404 404 403 403"),
        row("302 404 422 422 404 404 403 403"),
    ),
    Expectation("forums:expert_ask_about", of("advisor"), NO_GET, row("302 404 422 422 404 404 403 403")),
    Expectation("forums:request_list", no_arguments, row("302 403 200 200 403 403 200 403"), NO_POST),
    Expectation("forums:requests_stop", no_arguments, NO_GET, row("302 403 302 302 403 403 302 403")),
    Expectation("forums:request_decline", of("answer_request"), NO_GET, row("302 404 302 404 404 404 404 404")),
    Expectation("forums:contribution_list", no_arguments, row("302 403 200 200 403 403 200 403"), NO_POST),
    Expectation("forums:board_find", no_arguments, row("302 403 200 200 403 403 403 403"), NO_POST),
    Expectation("forums:column_list", no_arguments, row("200"), PUBLIC_NO_POST),
    Expectation("forums:column_feed", no_arguments, row("200"), PUBLIC_NO_POST),
    Expectation("forums:column_desk", no_arguments, row("302 403 403 403 403 403 200 403"), NO_POST),
    Expectation(
        "forums:column_write",
        no_arguments,
        row("302 403 403 403 403 403 200 403"),
        row("302 403 403 403 403 403 422 403"),
    ),
    Expectation("forums:column_detail", of("column"), row("404 404 200 200 404 404 404 200"), PUBLIC_NO_POST),
    Expectation(
        "forums:column_edit",
        of("own_column"),
        row("302 404 404 404 404 404 200 404"),
        row("302 404 404 404 404 404 422 404"),
    ),
    Expectation("forums:column_publish", of("own_column"), NO_GET, row("302 404 404 404 404 404 400 404")),
    Expectation("forums:column_unpublish", of("own_column"), NO_GET, row("302 404 404 404 404 404 302 404")),
    Expectation("forums:members_map", no_arguments, row("200"), PUBLIC_NO_POST),
    Expectation("forums:event_list", no_arguments, row("200"), PUBLIC_NO_POST),
    Expectation("forums:event_detail", of("event"), row("200"), PUBLIC_NO_POST),
    Expectation("forums:event_calendar", of("event"), row("200"), PUBLIC_NO_POST),
    Expectation("forums:event_register", of("event"), NO_GET, row("302 403 302 302 403 403 302 403")),
    Expectation("forums:event_leave", of("event"), NO_GET, row("302 409 302 409 409 409 409 409")),
    Expectation("forums:event_join", of("event"), A_ALONE, NO_POST),
    Expectation("forums:event_questions", of("event"), A_ALONE, row("302 404 422 404 404 404 404 404")),
    Expectation("forums:question_vote", of("event_question"), NO_GET, row("302 404 302 404 404 404 404 404")),
    Expectation("forums:question_unvote", of("event_question"), NO_GET, row("302 404 302 404 404 404 404 404")),
    Expectation("forums:event_report", of("event_reported"), row("404 404 200 404 404 404 404 404"), PUBLIC_NO_POST),
    Expectation("forums:report_approve", of("event_reported"), NO_GET, row("302 404 400 404 404 404 404 404")),
    Expectation(
        "forums:theme_wishes",
        no_arguments,
        row("302 403 200 200 403 403 403 403"),
        row("302 403 422 422 403 403 403 403"),
    ),
    Expectation("forums:wish_vote", of("wish"), NO_GET, readers(302)),
    Expectation("forums:wish_unvote", of("wish"), NO_GET, readers(302)),
    Expectation("forums:wish_withdraw", of("wish"), NO_GET, author_only(302)),
    Expectation(
        "forums:board_found",
        no_arguments,
        row("302 403 200 200 403 403 403 403"),
        row("302 403 422 422 403 403 403 403"),
    ),
    Expectation("forums:board_describe", of("@founded"), author_only(200), author_only(422)),
    Expectation("forums:board_renew", of("@founded"), author_only(200), author_only(422)),
    Expectation("forums:board_end", of("@founded"), author_only(200), author_only(422)),
    Expectation("forums:board_export", of("@founded"), author_only(200), NO_POST),
    Expectation("forums:board_members", of("@founded"), READ, NO_POST),
    Expectation("forums:board_join", of("@founded"), READ, readers(302)),
    Expectation("forums:board_leave", of("@founded"), NO_GET, row("302 404 302 409 404 404 404 404")),
    Expectation("forums:board_hand_over", of("@founded"), author_only(200), author_only(422)),
    Expectation("forums:board_withdraw_offer", of("@founded"), NO_GET, row("302 404 404 403 404 404 404 404")),
    Expectation("forums:board_take_lead", of("@founded"), NO_GET, row("302 404 409 403 404 404 404 404")),
    Expectation("forums:member_admit", of("asked_member"), NO_GET, row("302 404 302 404 404 404 404 404")),
    Expectation("forums:member_turn_away", of("asked_member"), NO_GET, row("302 404 302 404 404 404 404 404")),
    Expectation("forums:member_endorse", of("asked_member"), NO_GET, row("302 404 403 404 404 404 404 404")),
    Expectation("forums:member_deputy", of("asked_member"), NO_GET, row("302 404 409 404 404 404 404 404")),
    Expectation("forums:handover_accept", of("handover"), NO_GET, row("302 404 302 404 404 404 404 404")),
    Expectation("forums:handover_decline", of("handover"), NO_GET, row("302 404 302 404 404 404 404 404")),
]
