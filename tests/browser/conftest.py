"""A real Chromium against the live server. Debian's package where there is one, else Playwright's own download."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.axe import findings

# Playwright's synchronous interface keeps an event loop in this thread; the tests' own queries are still synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Device:
    """How a person looks at the site."""

    width: int
    scripts: bool

    def __str__(self) -> str:
        return f"{self.width}px-{'js' if self.scripts else 'nojs'}"


DEVICES = [Device(360, True), Device(360, False), Device(1280, True), Device(1280, False)]


class Visitor:
    """A person with a browser: goes to pages, and objects to whatever axe or the layout has against them."""

    def __init__(self, page: Page, base_url: str, device: Device, mirror: Page | None = None) -> None:
        self.page = page
        self.mirror = mirror
        self.base_url = base_url
        self.device = device
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("request", self._note_foreign_request)

    def _note_foreign_request(self, request) -> None:
        if not request.url.startswith((self.base_url, "data:", "blob:", "about:")):
            self.complaints.append(f"request to elsewhere: {request.url}")

    def go(self, path: str) -> int:
        """Open a path, look it over, return its status."""
        response = self.page.goto(self.base_url + path)
        assert response is not None
        self.look()
        return response.status

    @property
    def where(self) -> str:
        width = (self.page.viewport_size or {}).get("width")
        return f"{width} px {self.page.url.removeprefix(self.base_url)}"

    def look(self) -> None:
        """Check what is on the screen now."""
        self.page.wait_for_load_state()
        self.page.locator("main").wait_for()  # a page that has only begun to arrive has no elements
        shown = self.page if self.mirror is None else self._mirrored(self.mirror)
        self.complaints += [f"{self.where}: {finding}" for finding in findings(shown)]
        self.measure()

    def _mirrored(self, mirror: Page) -> Page:
        """The same elements where axe can run: it waits on timers, which never fire where scripts are switched off."""
        markup = self.page.content()
        address = self.page.url.partition("#")[0]
        mirror.route(address, lambda route: route.fulfill(body=markup, content_type="text/html; charset=utf-8"))
        mirror.goto(address)
        mirror.unroute(address)
        return mirror

    def measure(self) -> None:
        """Nothing may be wider than the screen."""
        overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            self.complaints.append(f"{self.where}: {overflow} px wider than the screen")

    def open_on_every_screen(self, path: str) -> None:
        """A desk, a telephone, and the 320 px that WCAG 1.4.10 asks for."""
        self._resize(1280)
        self.go(path)
        self._resize(360)
        self.look()
        self._resize(320)
        self.measure()

    def _resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 800})

    def press(self, name: str, *, role: str = "button", exact: bool = False) -> None:
        """Press the button (or link) with this name and look at what comes."""
        self.page.get_by_role(role, name=name, exact=exact).first.click()
        self.look()

    def follow_menu(self, name: str) -> None:
        """Follow a link of the main menu, which is folded on a phone."""
        menu = self.page.get_by_role("navigation", name="主なページ")
        if not menu.get_by_role("link", name=name).is_visible():
            menu.locator("summary").click()
        menu.get_by_role("link", name=name).click()

    def fill(self, label: str, text: str) -> None:
        """Type into the first field with this label."""
        self.page.locator("main").get_by_label(label).first.fill(text)

    def tick(self, group: str, label: str) -> None:
        """Tick one box (or round button) of a group."""
        self.page.get_by_role("group", name=group).get_by_label(label).first.check()

    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""
        self.page.locator("main").get_by_label(label).first.select_option(label=option)

    def unfold(self, name: str) -> None:
        """Open what is folded under this heading, unless it stands open."""
        summary = self.page.locator("main summary").filter(has_text=name).first
        if summary.locator("xpath=..").get_attribute("open") is None:
            summary.click()

    def path(self) -> str:
        return self.page.url.removeprefix(self.base_url)

    def text(self) -> str:
        """The words of the page's main part."""
        return self.page.locator("main").inner_text()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield instance
        instance.close()


@pytest.fixture
def visit(browser: Browser, live_server):
    """Make visitors: `visit(device, client)`; the session of a logged-in test client is taken over if given."""
    contexts = []
    visitors: list[Visitor] = []

    def mirror_of(device: Device) -> Page:
        """A page that runs axe and none of our scripts."""
        context = browser.new_context(viewport={"width": device.width, "height": 800}, locale="ja-JP")
        contexts.append(context)
        page = context.new_page()
        page.route("**/*.js", lambda route: route.abort())
        return page

    def make(device: Device, client=None) -> Visitor:
        context = browser.new_context(
            viewport={"width": device.width, "height": 800}, java_script_enabled=device.scripts, locale="ja-JP"
        )
        contexts.append(context)
        if client is not None and "dss_session" in client.cookies:
            value = client.cookies["dss_session"].value
            context.add_cookies([{"name": "dss_session", "value": value, "url": live_server.url}])
        mirror = None if device.scripts else mirror_of(device)
        visitor = Visitor(context.new_page(), live_server.url, device, mirror)
        visitors.append(visitor)
        return visitor

    yield make
    for context in contexts:
        context.close()
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    assert not complaints, "\n".join(dict.fromkeys(complaints))
