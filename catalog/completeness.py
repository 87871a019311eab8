"""What a listing still lacks, section by section: the stepper of the desk and the gate of submission ask this."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import ServiceDraft
from catalog.specsheet import load_sheet, missing_required

INTRO = "intro"
INTRO_LABEL = "名称と紹介"
_INTRO_FIELDS = {
    "name": "サービス名",
    "name_kana": "サービス名のふりがな",
    "tagline": "ひとこと",
    "description": "説明",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One section of the form. `answered` of `total` questions have an answer, `required` of them must have one;
    `missing` has a message for each that lacks it."""

    key: str
    label: str
    answered: int
    total: int
    required: int
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not self.missing


def steps_of_draft(draft: ServiceDraft) -> list[Step]:
    """Every section in order, the texts first."""
    missing = missing_of_draft(draft)
    given = sum(1 for name in _INTRO_FIELDS if getattr(draft, name).strip())
    steps = [Step(INTRO, INTRO_LABEL, given, len(_INTRO_FIELDS), len(_INTRO_FIELDS), tuple(missing.get(INTRO, ())))]
    for section in load_sheet().sections:
        answered = sum(1 for question in section.questions if question.key in draft.answers)
        required = sum(1 for question in section.questions if question.required)
        messages = tuple(missing.get(section.key, ()))
        steps.append(Step(section.key, section.label, answered, len(section.questions), required, messages))
    return steps


def missing_of_draft(draft: ServiceDraft) -> dict[str, list[str]]:
    """Messages by section for everything required that is empty; nothing left means it may be submitted."""
    found: dict[str, list[str]] = {}
    intro = [
        f"「{label}」は必ず入力してください。"
        for name, label in _INTRO_FIELDS.items()
        if not getattr(draft, name).strip()
    ]
    if intro:
        found[INTRO] = intro
    messages = missing_required(draft.answers)
    for section in load_sheet().sections:
        own = [messages[question.key] for question in section.questions if question.key in messages]
        if own:
            found[section.key] = own
    return found
