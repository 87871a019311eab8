"""Input of what a project came to."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from catalog.actions import AdoptionFacts
from catalog.enums import AdoptionStage
from catalog.forms import AdoptionForm
from dss.fields import TextField
from procurement.enums import OutcomeKind
from procurement.models import OUTCOME_REASONS_LENGTH, REASON_LENGTH, Candidate, Outcome


@dataclass(frozen=True, slots=True)
class Chooseable:
    """A candidate in the form; `label` says what a reader needs to choose, `can_win` whether it may be chosen."""

    candidate: Candidate
    label: str
    can_win: bool = True


class OutcomeForm(forms.Form):
    """One result: a candidate that won, or one of `kinds` without a winner; and why, also candidate by candidate."""

    result = forms.ChoiceField(label="結果", widget=forms.RadioSelect)
    reasons = TextField(
        label="選定の理由",
        max_length=OUTCOME_REASONS_LENGTH,
        help_text="どの条件をどう比べて決めたか。同じ自治体の職員だけが読めます。後から変更できません。",
    )
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, candidates: Sequence[Chooseable], kinds: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.by_key = {str(each.candidate.pk): each.candidate for each in candidates}
        winners = [(str(each.candidate.pk), each.label) for each in candidates if each.can_win]
        self.fields["result"].choices = [*winners, *kinds]  # type: ignore[attr-defined]  # a ChoiceField, see above
        for each in candidates:
            self.fields[_remark(each.candidate.pk)] = TextField(
                label=f"{each.candidate.version.name}について",
                max_length=REASON_LENGTH,
                rows=2,
                required=False,
                help_text="選ばなかった候補に理由を書くと、評価が「見送り」になります。",
            )

    @property
    def winner(self) -> Candidate | None:
        """Who won; None for the results without a winner. After `is_valid()`."""
        return self.by_key.get(self.cleaned_data["result"])

    @property
    def kind(self) -> OutcomeKind:
        """After `is_valid()`."""
        return OutcomeKind.AWARDED if self.winner is not None else OutcomeKind(self.cleaned_data["result"])

    def remarks(self) -> dict[int, str]:
        """What was said of each candidate; after `is_valid()`."""
        said = {int(key): self.cleaned_data.get(_remark(key), "") for key in self.by_key}
        return {key: text for key, text in said.items() if text}


def _remark(key: int | str) -> str:
    return f"remark_{key}"


class OutcomeAdoptionForm(AdoptionForm):
    """The adoption that follows: what the catalogue asks, without the end of a use that only begins."""

    stage = forms.ChoiceField(
        label="段階", choices=[(each.value, each.label) for each in (AdoptionStage.IN_USE, AdoptionStage.TRIAL)]
    )

    def __init__(self, data: QueryDict | None = None, *, outcome: Outcome) -> None:
        super().__init__(data, initial=_beginning(outcome))
        del self.fields["ended_on"], self.fields["end_reason"]

    def facts(self) -> AdoptionFacts:
        """What was said; only after `is_valid()`."""
        return AdoptionFacts(**{name: self.cleaned_data[name] for name in self.fields})


def _beginning(outcome: Outcome) -> dict[str, Any]:
    """The month in which the use was to begin, if a request said so. Never an amount: people decide to publish it."""
    request = outcome.quote_request
    starts_on = request.starts_on if request is not None else None
    return {"stage": AdoptionStage.IN_USE, "started_on": f"{starts_on:%Y-%m}" if starts_on else None}
