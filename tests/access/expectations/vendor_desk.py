"""Who gets what from the desk of a vendor's team, and from questions to adopters."""

from __future__ import annotations

from tests.access.expectations.rows import Expectation, no_arguments, of, row

TABLE = [
    Expectation(
        "procurement:reference_list",
        no_arguments,
        row("302 403 200 200 403 403 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:reference_create",
        no_arguments,
        row("302 403 404 404 403 403 403 403"),
        row("302 403 404 404 403 403 403 403"),
    ),
    Expectation(
        "procurement:reference_detail",
        of("reference"),
        row("302 404 200 404 404 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:reference_decline",
        of("reference"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:reference_settings",
        no_arguments,
        row("302 403 200 200 403 403 403 403"),
        row("302 403 400 400 403 403 403 403"),
    ),
    Expectation(
        "procurement:reference_choose",
        of("disputed"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 400 404 404 404 404 404"),
    ),
    Expectation(
        "procurement:service_references",
        of("service"),
        row("302 403 200 200 403 403 403 403"),
        row("302 405 405 405 405 405 405 405"),
        is_fragment=True,
    ),
    Expectation(
        "procurement:desk_inbox",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:desk_inbox_csv",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:desk_inbox_workbook",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:desk_result_list",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:desk_benchmark",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:desk_statistics_listings",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:desk_statistics_csv",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:desk_statistics_listing",
        of("service"),
        row("302 404 404 404 200 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:desk_statistics",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:answer_template_list",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "procurement:answer_template_create",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 403 403 403 422 422 403 403"),
    ),
    Expectation(
        "procurement:answer_template_edit",
        of("answer_template"),
        row("302 404 404 404 200 404 404 404"),
        row("302 404 404 404 422 404 404 404"),
    ),
    Expectation(
        "procurement:answer_template_delete",
        of("answer_template"),
        row("302 404 404 404 200 404 404 404"),
        row("302 404 404 404 302 404 404 404"),
    ),
    Expectation(
        "procurement:lead_assign",
        of("inquiry"),
        row("302 404 404 404 200 404 404 404"),
        row("302 404 404 404 422 404 404 404"),
    ),
    Expectation(
        "procurement:quote_invitation_assign",
        of("quote_invitation"),
        row("302 404 404 404 200 404 404 404"),
        row("302 404 404 404 422 404 404 404"),
    ),
]
