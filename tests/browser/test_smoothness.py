"""What scripts add: filters that answer at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from catalog.search.indexing import reindex
from tests.browser.conftest import Device
from tests.factories import PublishedServiceFactory, complete_answers

pytestmark = pytest.mark.django_db(transaction=True)
WIDE = 992
"""From here on the filters stand open beside the list."""


@pytest.fixture
def two_listings(db):
    lgwan = PublishedServiceFactory(name="架空議事録A", answers=complete_answers() | {"network": ["lgwan"]})
    internet = PublishedServiceFactory(name="架空議事録B", answers=complete_answers() | {"network": ["internet"]})
    reindex([lgwan.pk, internet.pk])
    return lgwan, internet


def tick_lgwan(page: Page, width: int) -> None:
    """Unfold what is folded, then tick."""
    if width < WIDE:
        page.locator(".filter-panel > summary").click()
    box = page.locator("#network-lgwan")
    if not box.is_visible():
        page.locator("#network > summary").click()
    box.click()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_tick_narrows_the_list_and_keeps_the_focus(visit, two_listings, width: int) -> None:
    visitor = visit(Device(width, scripts=True))
    visitor.go("/services/")
    page = visitor.page
    tick_lgwan(page, width)
    expect(page.locator("h2.count")).to_have_text("1件のサービス")
    assert "network=lgwan" in page.url
    expect(page.locator("#network-lgwan")).to_be_focused()
    expect(page.locator("#network-lgwan")).to_be_visible()
    visitor.look()
