"""What the filter panel of a list is made of."""

from __future__ import annotations

from dataclasses import dataclass

SHORT = 5


@dataclass(frozen=True, slots=True)
class Tick:
    """One value in the panel; `count` is how many listings it would show, None where it is not counted."""

    value: str
    label: str
    count: int | None
    is_chosen: bool
    group: str


@dataclass(frozen=True, slots=True)
class PanelGroup:
    """One filter in the panel."""

    param: str
    label: str
    help: str
    ticks: tuple[Tick, ...]
    is_main: bool

    @property
    def is_open(self) -> bool:
        """Unfolded when set; short main filters always are."""
        return any(tick.is_chosen for tick in self.ticks) or (self.is_main and len(self.ticks) <= SHORT)


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition that is set, with the address that lifts it."""

    label: str
    text: str
    href: str
