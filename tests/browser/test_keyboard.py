"""A person without a mouse: every stop of the Tab key is seen, and the job can be done."""

from __future__ import annotations

import pytest

from catalog.search.indexing import reindex
from tests.access.world import World
from tests.browser.conftest import Device

pytestmark = pytest.mark.django_db(transaction=True)

MOST_STOPS = 120

STOP = """() => {
    const element = document.activeElement;
    const rings = [getComputedStyle(element), getComputedStyle(element, '::after')];  // a card shows its link's ring
    const words = element.getAttribute('aria-label') || element.innerText || element.labels?.[0]?.innerText || '';
    const seen = rings.some(ring => ring.outlineStyle !== 'none' && ring.outlineWidth !== '0px');
    const isOpen = Boolean(element.parentElement?.open);
    return {tag: element.tagName, name: words.trim(), seen, isOpen};
}"""


def tab_to(page, name: str, tag: str) -> dict[str, object]:
    """Press Tab until the element is reached; every stop on the way shows where the focus is."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        assert stop["seen"] or stop["tag"] == "BODY", f"no focus ring: {stop}"
        if stop["tag"] == tag and name in stop["name"]:
            return stop
    raise AssertionError(f"the Tab key never reached {name}")


def test_the_job_by_keyboard(visit, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    world = World.build()
    service = world.things["service"]
    reindex([service.pk])
    visitor = visit(Device(1280, scripts=True), world.client("staff_a"))
    page = visitor.page

    visitor.go("/")
    tab_to(page, "本文へ移動", "A")
    page.keyboard.press("Enter")
    tab_to(page, "サービスを検索", "INPUT")
    page.keyboard.type("議事録")
    page.keyboard.press("Enter")
    page.wait_for_url("**/services/?q=*")
    if not tab_to(page, "接続系", "SUMMARY")["isOpen"]:
        page.keyboard.press("Enter")
    tab_to(page, "LGWAN接続系", "INPUT")
    page.keyboard.press("Space")
    tab_to(page, "この条件で絞り込む", "BUTTON")
    page.keyboard.press("Enter")
    page.wait_for_url("**network=lgwan*")
    tab_to(page, service.name, "A")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/services/{service.pk}/")
    tab_to(page, "資料を請求する", "A")


def test_the_menu_by_keyboard(visit, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    world = World.build()
    visitor = visit(Device(360, scripts=True), world.client("staff_a"))
    page = visitor.page

    visitor.go("/")
    tab_to(page, "のメニュー", "SUMMARY")
    page.keyboard.press("Enter")
    page.locator("details.menu[open]").wait_for()
    visitor.look()
    tab_to(page, "ログアウト", "BUTTON")
