"""Every page that a persona may open, at every width: nothing for axe to object to, nothing wider than the screen."""

from __future__ import annotations

import pytest

from tests.access.expectations import EXPECTATIONS, Expectation
from tests.access.world import PERSONAS, World
from tests.browser.conftest import Device

pytestmark = pytest.mark.django_db(transaction=True)

SAME_FOR_ALL = ("account_", "mfa_")
"""allauth's pages for people who are logged in do not depend on who that is."""

SEEN_IN_FULL = ("anonymous", "staff_a")
"""These open what is the same for everybody too; the others only what is theirs (operators: `test_behind_a_step`)."""


def is_worth_a_look(expectation: Expectation, persona: str) -> bool:
    if expectation.get[persona] != 200 or expectation.is_fragment:
        return False
    same = expectation.get["anonymous"] == 200 or expectation.name.startswith(SAME_FOR_ALL)
    return persona in SEEN_IN_FULL or not same


def paths_of(persona: str, world: World) -> list[str]:
    """The HTML pages this persona gets a 200 for."""
    client = world.client(persona)
    paths = []
    for expectation in EXPECTATIONS.values():
        if not is_worth_a_look(expectation, persona):
            continue
        path = expectation.url(world)
        response = client.get(path)
        if response.streaming:
            b"".join(response)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            paths.append(path)
    return paths


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page(persona, visit, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    world = World.build()
    visitor = visit(Device(1280, scripts=True), world.client(persona))
    paths = paths_of(persona, world)
    assert len(paths) >= 5
    for path in paths:
        visitor.open_on_every_screen(path)
