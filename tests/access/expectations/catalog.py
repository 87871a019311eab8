"""Who gets what from the pages of the catalogue."""

from __future__ import annotations

from tests.access.expectations.rows import Expectation, no_arguments, of, row

TABLE = [
    Expectation("catalog:service_json", no_arguments, row("200"), row("405")),
    Expectation("catalog:service_csv", no_arguments, row("200"), row("405")),
    Expectation("catalog:service_atom", no_arguments, row("200"), row("405")),
    Expectation("catalog:service_list", no_arguments, row("200"), row("405")),
    Expectation("catalog:service_suggest", no_arguments, row("200"), row("405"), is_fragment=True),
    Expectation("catalog:service_compare", no_arguments, row("200"), row("405")),
    Expectation("catalog:service_detail", of("service"), row("200"), row("405")),
    Expectation("catalog:service_version", of("service", "=1"), row("200"), row("405")),
    Expectation(
        "catalog:adoption_create",
        of("service"),
        row("302 403 200 200 200 403 403 403"),
        row("302 403 200 200 200 403 403 403"),
    ),
    Expectation(
        "catalog:adoption_confirm",
        of("considering"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 302 403 404 404 404 403"),
    ),
    Expectation(
        "catalog:adoption_dispute",
        of("considering"),
        row("302 404 200 403 404 404 404 403"),
        row("302 404 200 403 404 404 404 403"),
    ),
    Expectation("catalog:vendor_list", no_arguments, row("200"), row("405")),
    Expectation("catalog:vendor_detail", of("vendor"), row("200"), row("405")),
    Expectation("catalog:category_detail", of("@category"), row("200"), row("405")),
    Expectation("catalog:collection_list", no_arguments, row("200"), row("405")),
    Expectation("catalog:collection_detail", of("@collection"), row("200"), row("405")),
    Expectation(
        "catalog:desk_overview",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "catalog:desk_service_list",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "catalog:desk_service_new",
        no_arguments,
        row("302 403 403 403 200 200 403 403"),
        row("302 403 403 403 200 200 403 403"),
    ),
    Expectation(
        "catalog:desk_service_detail",
        of("unpublished"),
        row("302 404 404 404 200 404 404 404"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "catalog:desk_service_section",
        of("unpublished", "=basic"),
        row("302 404 404 404 200 404 404 404"),
        row("302 404 404 404 422 404 404 404"),
    ),
    Expectation(
        "catalog:desk_service_preview",
        of("unpublished"),
        row("302 404 404 404 200 404 404 200"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "catalog:desk_draft_start",
        of("unpublished"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 302 404 404 404"),
    ),
    Expectation(
        "catalog:desk_draft_submit",
        of("unpublished"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 302 404 404 403"),
    ),
    Expectation(
        "catalog:desk_draft_withdraw",
        of("unpublished"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 409 404 404 403"),
    ),
    Expectation(
        "catalog:desk_draft_discard",
        of("unpublished"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 409 404 404 403"),
    ),
    Expectation(
        "catalog:desk_service_unpublish",
        of("service"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 302 404 404 404"),
    ),
    Expectation(
        "catalog:desk_service_republish",
        of("service"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 409 404 404 404"),
    ),
    Expectation(
        "catalog:desk_service_confirm",
        of("service"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 302 404 404 404"),
    ),
    Expectation(
        "catalog:desk_brochure_new",
        of("service"),
        row("302 404 404 404 200 404 404 404"),
        row("302 404 404 404 200 404 404 404"),
    ),
    Expectation(
        "catalog:desk_brochure_download",
        of("service", "brochure"),
        row("302 404 404 404 200 404 404 200"),
        row("302 405 405 405 405 405 405 405"),
    ),
    Expectation(
        "catalog:desk_brochure_remove",
        of("service", "brochure"),
        row("302 405 405 405 405 405 405 405"),
        row("302 404 404 404 302 404 404 403"),
    ),
]
