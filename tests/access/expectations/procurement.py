"""Who gets what from the pages of procurement."""

from __future__ import annotations

from tests.access.expectations.rows import Expectation, no_arguments, of, row

TABLE = [
    Expectation(
        "procurement:inquiry_list",
        no_arguments,
        row("302 403 200 200 403 403 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:inquiry_create",
        no_arguments,
        row("302 403 404 404 403 403 403 403"),
        row("302 403 404 404 403 403 403 403"),
    ),
    Expectation(
        "procurement:inquiry_detail",
        of("inquiry"),
        row("302 404 200 404 404 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:inquiry_reply",
        of("inquiry"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 422 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:inquiry_close",
        of("inquiry"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 302 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:inquiry_reopen",
        of("inquiry"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 409 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:inquiry_reveal",
        of("inquiry"),
        row("302 404 200 404 404 404 404 404"),
        row("302 404 422 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:inquiry_message",
        of("message"),
        row("302 404 200 404 200 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:inquiry_brochure",
        of("inquiry", "=1"),
        row("302 404 200 404 404 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:lead_list",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:lead_detail",
        of("inquiry"),
        row("302 404 404 404 200 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:lead_answer",
        of("inquiry"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 422 404 404 404"),
    ),
    Expectation(
        "procurement:lead_mark_answered",
        of("inquiry"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 302 404 404 404"),
    ),
    Expectation(
        "procurement:lead_hand_over",
        of("inquiry"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 409 404 404 404"),
    ),
    Expectation(
        "procurement:project_list",
        no_arguments,
        row("302 403 200 200 403 403 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:project_create",
        no_arguments,
        row("302 403 200 200 403 403 403 403"),
        row("302 403 422 422 403 403 403 403"),
    ),
    Expectation(
        "procurement:project_detail",
        of("project"),
        row("302 404 200 404 404 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:project_edit",
        of("project"),
        row("302 404 200 404 404 404 404 404"),
        row("302 404 422 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:project_history",
        of("project"),
        row("302 404 200 404 404 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:project_note",
        of("project"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 422 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:project_archive",
        of("project"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 302 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:project_restore",
        of("project"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 409 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:project_reopen",
        of("project"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 409 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:project_take_over",
        of("project"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 409 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:project_hand_over",
        of("project"),
        row("302 404 200 404 404 404 404 404"),
        row("302 404 422 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:candidate_create",
        no_arguments,
        row("302 403 404 404 403 403 403 403"),
        row("302 403 404 404 403 403 403 403"),
    ),
    Expectation(
        "procurement:candidate_judge",
        of("candidate"),
        row("302 404 200 404 404 404 404 404"),
        row("302 404 422 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:candidate_refresh",
        of("candidate"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 409 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:candidate_remove",
        of("candidate"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 409 404 404 404 404 404"),
    ),
]
