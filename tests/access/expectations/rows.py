"""What a row of the table is made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from tests.access.routes import Route
    from tests.access.world import World

COLUMNS = ("anonymous", "member", "staff_a", "staff_b", "vendor_x", "vendor_y", "advisor", "operator")

Arguments = Callable[["World"], list[Any]]


def no_arguments(world: World) -> list[Any]:
    return []


def _argument(world: World, name: str) -> Any:
    if name.startswith("="):
        return name[1:]
    if name.startswith("@"):
        return world.things[name[1:]].slug
    return world.things[name].pk


def of(*names: str) -> Arguments:
    """Keys of things of the world (`"service"`), their slugs (`"@category"`), or the word itself (`"=1"`)."""

    def arguments(world: World) -> list[Any]:
        return [_argument(world, name) for name in names]

    return arguments


def row(statuses: str) -> dict[str, int]:
    """Eight numbers in the order of `COLUMNS`; one number stands for all."""
    numbers = [int(word) for word in statuses.split()]
    if len(numbers) == 1:
        numbers *= len(COLUMNS)
    return dict(zip(COLUMNS, numbers, strict=True))


@dataclass(frozen=True)
class Expectation:
    """What a GET and an empty POST of one URL answer to each persona."""

    name: str
    arguments: Arguments
    get: dict[str, int]
    post: dict[str, int]
    is_fragment: bool = False

    def url(self, world: World) -> str:
        return reverse(self.name, args=self.arguments(world))

    @property
    def has_id(self) -> bool:
        return self.arguments is not no_arguments

    def url_with_id(self, world: World, number: str) -> str:
        """The same page of another object."""
        return reverse(self.name, args=[number, *self.arguments(world)[1:]])


class ADMIN_ONLY:  # noqa: N801 - a namespace of constants
    """The operators' site: closed for everybody else, whatever the URL."""

    exempt = frozenset({"admin:login", "admin:logout", "admin:jsi18n"})

    @staticmethod
    def path(route: Route) -> str:
        """A path that matches the route; the numbers need not exist."""
        pattern = re.sub(r"<(?:\w+:)?\w+>", "1", route.route)
        return "/" + pattern if "(" not in pattern else "/admin/1/"
