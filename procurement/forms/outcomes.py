"""Input of what a project came to."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
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
from procurement.outcome_notices import Telling

NONE_SUITABLE = (OutcomeKind.NONE_SUITABLE.value, "該当なし（どの事業者も選定しない）")
CANCELLED = (OutcomeKind.CANCELLED.value, "取りやめ（調達そのものを行わない）")


@dataclass(frozen=True, slots=True)
class Chooseable:
    """A candidate in the form; `label` says what a reader needs to choose, `can_win` whether it may be chosen.

    `is_told`: its vendor was asked and learns of the result.
    """

    candidate: Candidate
    label: str
    can_win: bool = True
    is_told: bool = False


class OutcomeForm(forms.Form):
    """One result: a candidate that won, or one of `kinds` without a winner; and why, candidate by candidate."""

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
                label=f"{each.candidate.version.name}を選んだ・選ばなかった理由",
                max_length=REASON_LENGTH,
                rows=2,
                required=CANCELLED not in kinds,
                initial=each.candidate.reason,
                help_text="同じ自治体の職員だけが読めます。選ばなかった候補の評価は「見送り」になります。",
            )

    def clean(self) -> dict[str, Any]:
        """Every candidate has a reason, unless the whole purchase is called off."""
        cleaned = super().clean() or {}
        if cleaned.get("result") != OutcomeKind.CANCELLED:
            for key in self.by_key:
                if _remark(key) in cleaned and not cleaned[_remark(key)]:
                    self.add_error(_remark(key), "この候補を選んだ、または選ばなかった理由を書いてください。")
        return cleaned

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
        return self._said(_remark)

    def _said(self, name: Callable[[str], str]) -> dict[int, str]:
        said = {int(key): self.cleaned_data.get(name(key), "") for key in self.by_key}
        return {key: text for key, text in said.items() if text}


class AwardForm(OutcomeForm):
    """The result of a request for quotes, and what the vendors that were asked are told of it."""

    def __init__(self, data: QueryDict | None = None, *, candidates: Sequence[Chooseable], months: int) -> None:
        super().__init__(data, candidates=candidates, kinds=[NONE_SUITABLE])
        for each in candidates:
            if each.is_told:
                self.fields[_told(each.candidate.pk)] = TextField(
                    label=f"{each.candidate.version.name}の事業者に伝える言葉",
                    max_length=REASON_LENGTH,
                    rows=2,
                    required=False,
                    help_text="書くと、結果のお知らせに載り、この事業者だけが読みます。空欄なら伝えません。",
                )
        self.fields["tell_winner"] = forms.BooleanField(
            label="選定したサービスと事業者の名前を、依頼したすべての事業者に伝える", required=False
        )
        self.fields["tell_amount"] = forms.BooleanField(
            label=f"選定した見積の総額（{months}か月、税込）を、依頼したすべての事業者に伝える", required=False
        )

    def telling(self) -> Telling:
        """What vendors are told beside whether they were chosen; after `is_valid()`."""
        cleaned = self.cleaned_data
        return Telling(cleaned["tell_winner"], cleaned["tell_amount"], self._said(_told))


def _remark(key: int | str) -> str:
    return f"remark_{key}"


def _told(key: int | str) -> str:
    return f"told_{key}"


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
    """The month in which the use begins, if contract or request say so. Never an amount: people decide to publish."""
    request, contract = outcome.quote_request, getattr(outcome, "contract", None)
    planned_on = request.starts_on if request is not None else None
    starts_on = contract.starts_on if contract is not None else planned_on
    return {"stage": AdoptionStage.IN_USE, "started_on": f"{starts_on:%Y-%m}" if starts_on else None}
