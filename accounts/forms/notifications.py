"""In which way a person wants to be told of each kind of event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from accounts.enums import Area, DigestChoice, Way
from accounts.notification_events import Channel, NotificationEvent
from accounts.notification_lists import Settings

_PREFIX = "way_"


@dataclass(frozen=True, slots=True)
class Group:
    """The kinds of one area: those to choose for, and those that always come."""

    label: str
    fields: list[forms.BoundField]
    fixed: list[NotificationEvent]


class PreferencesForm(forms.Form):
    """How often the まとめメール comes, and for each kind that can reach the person, in which way.

    A field that was not sent leaves what is: a page made before a kind was added turns nothing off.
    """

    mark = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    digest = forms.ChoiceField(
        label="まとめメールの頻度",
        required=False,
        choices=DigestChoice.choices,
        widget=forms.RadioSelect,
        help_text=(
            "自治体職員の方には課の動きや新しい文書も、どなたにも下で「まとめてメール」になっているお知らせを、一通にしてお送りします。"
            "はじめは「毎週」です。お伝えすることがないときは送りません。"
        ),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, kinds: Iterable[NotificationEvent], settings: Settings
    ) -> None:
        super().__init__(data)
        self.kinds = list(kinds)
        self.settings = settings
        self.fields["mark"].initial = settings.mark
        self.fields["digest"].initial = settings.digest
        for event in self.kinds:
            if len(event.ways) > 1:
                self.fields[f"{_PREFIX}{event.key}"] = forms.ChoiceField(
                    label=event.label,
                    help_text=event.says,
                    required=False,
                    choices=[(way.value, _words(way, event)) for way in event.ways],
                    initial=settings.way_of(event),
                )

    def groups(self) -> list[Group]:
        """The kinds by area, as the page shows them."""
        return [group for area in Area if (group := self._group(area)).fields or group.fixed]

    def _group(self, area: Area) -> Group:
        kinds = [event for event in self.kinds if event.area == area]
        fields = [self[f"{_PREFIX}{event.key}"] for event in kinds if len(event.ways) > 1]
        return Group(area.label, fields, [event for event in kinds if len(event.ways) == 1])

    def ways(self) -> dict[str, Way]:
        """Of a valid form: the way of every kind there is a choice for."""
        chosen = {key.removeprefix(_PREFIX): way for key, way in self.cleaned_data.items() if key.startswith(_PREFIX)}
        kinds = {event.key: event for event in self.kinds}
        return {key: Way(way) if way else self.settings.way_of(kinds[key]) for key, way in chosen.items()}

    def differences_from(self, now: Settings) -> list[str]:
        """What is stored now and differs from what was typed, in words."""
        typed = self.ways()
        return [
            f"「{event.label}」の現在の設定は「{now.way_of(event).label}」です。"
            for event in self.kinds
            if event.key in typed and typed[event.key] != now.way_of(event)
        ]


def _words(way: Way, event: NotificationEvent) -> str:
    mailed = Channel.MAIL in event.channels
    words = {Way.NOW: "すぐメール（画面にも）", Way.DIGEST: "まとめてメール（画面にも）", Way.SITE: "画面だけ"}
    text = words.get(way, way.label)
    usual = event.usual if mailed else Way.SITE
    return f"{text}・標準" if way == usual else text
