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
    ),
]
