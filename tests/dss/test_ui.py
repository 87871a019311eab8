"""The components: what they say, and what they refuse."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory


def rendered(source: str, **context: object) -> str:
    request = RequestFactory().get("/", context.pop("query", {}))
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


@pytest.mark.django_db
def test_styleguide_shows_every_component(client: Client) -> None:
    text = client.get("/styleguide/").content.decode()
    for css in (
        "button--danger",
        "notice--warning",
        "badge--special",
        "card--link",
        "table--list",
        "facts__row",
        "empty",
        "tabs",
        "stepper",
        "pagination",
        "disclosure",
        "filter-panel",
        "dialog",
        "progress",
        "stars",
        "breadcrumb",
        "page-heading",
        "refusal",
        "field--invalid",
        "error-summary",
        "thread",
    ):
        assert f'class="{css}' in text or f" {css}" in text, css
