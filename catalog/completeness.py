"""What a listing still lacks, section by section: the stepper of the desk and the gate of submission ask this."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import ServiceDraft
from catalog.specsheet import load_sheet, missing_required

INTRO = "intro"
INTRO_LABEL = "名称と紹介"
INTRO_WORDS = {
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
    given = sum(1 for name in INTRO_WORDS if getattr(draft, name).strip())
    steps = [Step(INTRO, INTRO_LABEL, given, len(INTRO_WORDS), len(INTRO_WORDS), tuple(missing.get(INTRO, ())))]
    for section in load_sheet().sections:
        answered = sum(1 for question in section.questions if question.key in draft.answers)
        required = sum(1 for question in section.questions if question.required)
        messages = tuple(missing.get(section.key, ()))
        steps.append(Step(section.key, section.label, answered, len(section.questions), required, messages))
    return steps


@dataclass(frozen=True, slots=True)
class Meter:
    """How many questions have an answer, of how many; `required` counts those that must have one."""

    answered: int
    total: int
    required: int
    required_answered: int


def meter_of(steps: list[Step]) -> Meter:
    """All sections together."""
    return Meter(
        answered=sum(step.answered for step in steps),
        total=sum(step.total for step in steps),
        required=sum(step.required for step in steps),
        required_answered=sum(step.required - len(step.missing) for step in steps),
    )


def messages_of_draft(draft: ServiceDraft) -> list[str]:
    """Every message about what is missing, in the order of the sections."""
    return [message for messages in missing_of_draft(draft).values() for message in messages]


def missing_of_draft(draft: ServiceDraft) -> dict[str, list[str]]:
    """Messages by section for everything required that is empty; nothing left means it may be submitted."""
    found: dict[str, list[str]] = {}
    intro = [
        f"「{label}」は必ず入力してください。"
        for name, label in INTRO_WORDS.items()
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
