"""Who gets what from the pages of the project."""

from __future__ import annotations

from tests.access.expectations.rows import Expectation, no_arguments, of, row

TABLE = [
    Expectation("home", no_arguments, row("200"), row("405")),
    Expectation("search", no_arguments, row("200"), row("405")),
    Expectation("sitemap", no_arguments, row("200"), row("405")),
    Expectation("sitemap_section", of("=services"), row("200"), row("405")),
    Expectation("robots", no_arguments, row("200"), row("405")),
    Expectation("healthz", no_arguments, row("200"), row("405")),
    Expectation("readyz", no_arguments, row("200"), row("405")),
    Expectation("metrics", no_arguments, row("404"), row("405")),
    Expectation("dev_mail", no_arguments, row("200"), row("405")),
    Expectation("styleguide", no_arguments, row("200"), row("200")),
]
