"""Every page that a persona may open, at both widths: nothing for axe to object to, nothing wider than the screen."""

from __future__ import annotations

import pytest

from tests.access.expectations import EXPECTATIONS
from tests.access.world import PERSONAS, World
from tests.browser.conftest import Device

pytestmark = pytest.mark.django_db(transaction=True)


def paths_of(client, world: World) -> list[str]:
    """The HTML pages this client gets a 200 for."""
    paths = []
    for expectation in EXPECTATIONS.values():
        path = expectation.url(world)
        response = client.get(path)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code == 200 and is_page and not expectation.is_fragment:
            paths.append(path)
    return paths


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page(persona, width, visit):
    world = World.build()
    client = world.client(persona)
    visitor = visit(Device(width, True), client)
    paths = paths_of(client, world)
    assert len(paths) >= 5
    for path in paths:
        visitor.go(path)
