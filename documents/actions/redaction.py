"""Looking a version through, answering for what was found, and declaring versions to be redacted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from documents.actions.steps import lock_document, step_document
from documents.enums import DocumentStatus, ParseStatus, RedactionVerdict
from documents.indexing import documents_changed
from documents.models import DocumentVersion, RedactionAnswer, RedactionFinding, SharedDocument
from documents.outline import outline_of
from documents.policies import can_publish_document
from documents.redaction import RULES, find_redactions
from dss.access import DomainError

CHECKED_FIELDS = ("checked_by_rules", "outline")


@transaction.atomic
def answer_redactions(
    *, document: SharedDocument, verdicts: Mapping[str, RedactionVerdict], actor: User, now: datetime
) -> int:
    """Keep what the actor says of values found in the document's versions; how many answers are new.

    A version that others read and that holds a value which has to go is kept back from them at once.
    """
    locked = lock_document(document)
    can_publish_document(actor, locked).or_refuse()
    found = RedactionFinding.objects.filter(version__document=locked, fingerprint__in=verdicts)
    if found.values("fingerprint").distinct().count() != len(verdicts):
        raise DomainError("確かめる箇所が変わっています。ページを開き直してください。")
    held = dict(locked.redaction_answers.that_hold().values_list("fingerprint", "verdict"))
    new = [
        RedactionAnswer(
            document=locked, fingerprint=fingerprint, verdict=verdict, answered_by_key=actor.key, answered_at=now
        )
        for fingerprint, verdict in verdicts.items()
        if held.get(fingerprint) != verdict
    ]
    if new:
        RedactionAnswer.objects.bulk_create(new)
        to_fix = [answer.fingerprint for answer in new if answer.verdict == RedactionVerdict.FIX]
        data = {"answers": len(new), "kept_back_versions": _keep_back(locked, to_fix, now)}
        record(actor=actor, verb="answer_redactions", obj=locked, now=now, data=data)
    return len(new)


def _keep_back(document: SharedDocument, fingerprints: Collection[str], now: datetime) -> list[int]:
    """Versions of the locked document that others read although these values stand in them: from now on the owner's
    staff alone see them. Where none is left to show, the document leaves the shelf."""
    shown = document.versions.filter(redaction_declared_at__isnull=False)
    holding = RedactionFinding.objects.filter(version__in=shown, fingerprint__in=fingerprints)
    numbers = sorted(set(holding.values_list("version__number", flat=True)))
    if not numbers:
        return []
    document.versions.filter(number__in=numbers).update(redaction_declared_at=None, redaction_declared_by_key=None)
    left = shown.without_text().newest_first().first()
    if left is not None:
        document.versioned_at = left.uploaded_at
    elif document.is_published:
        step_document(document, DocumentStatus.WITHDRAWN)
        document.withdrawn_at = now
    document.save(update_fields=["versioned_at", "status", "withdrawn_at"])
    documents_changed([document.pk])
    return numbers


@transaction.atomic
def check_version(*, version_id: int, now: datetime) -> bool:
    """Look through a text that was read before the present rules. False when that is done already."""
    document = SharedDocument.objects.filter(versions=version_id).first()
    if document is None:
        return False
    lock_document(document)
    version = DocumentVersion.objects.select_for_update(no_key=True).unchecked(RULES).filter(pk=version_id).first()
    if version is None:
        return False
    keep_findings(version)
    version.save(update_fields=CHECKED_FIELDS)
    record(actor=None, verb="check_version", obj=version, now=now, data={"rules": RULES})
    return True


def keep_findings(version: DocumentVersion) -> None:
    """Put down what is found in the text of the locked version, and where its parts begin; the caller saves
    `CHECKED_FIELDS`."""
    version.findings.all().delete()
    RedactionFinding.objects.bulk_create(
        RedactionFinding(
            version=version,
            position=position,
            kind=found.kind,
            fingerprint=found.fingerprint,
            value=found.value,
            before=found.before,
            after=found.after,
            place=found.place[:120],
            portion=found.portion,
            block=found.block,
        )
        for position, found in enumerate(find_redactions(version.portions), 1)
    )
    version.checked_by_rules = RULES
    version.outline = outline_of(version.portions)


def declare_versions(
    document: SharedDocument, *, newest: int, by_hand: Collection[int], actor: User, now: datetime
) -> list[int]:
    """Declare the versions of the locked document up to `newest` that nothing speaks against; their numbers.

    The newest has to be among them. An older one with open or affirmed findings stays with its owner.
    """
    waiting = list(document.versions.without_text().undeclared().select_for_update(no_key=True).order_by("number"))
    if any(version.number > newest for version in waiting):
        raise DomainError("確かめている間に、新しい版が登録されました。すべての版を確かめてから公開してください。")
    reasons = {version.number: reason_against(version, by_hand) for version in waiting}
    if waiting and reasons[waiting[-1].number]:
        raise DomainError(reasons[waiting[-1].number])
    declared = [number for number, reason in reasons.items() if not reason]
    document.versions.filter(number__in=declared).update(redaction_declared_at=now, redaction_declared_by_key=actor.key)
    if declared:
        document.versioned_at = waiting[-1].uploaded_at
        documents_changed([document.pk])
    return declared


def reason_against(version: DocumentVersion, by_hand: Collection[int]) -> str:
    """Why this version cannot be shown to others yet; empty when it can."""
    name = version.short_label
    if not version.is_checked and version.number not in by_hand:
        waits = version.parse_status == ParseStatus.PENDING
        why = "本文をまだ読み取っていないため" if waits else "本文を読み取れないため"
        return f"{name}は{why}、自動では調べられません。目で確かめたことを申告してください。"
    found = version.findings.all()
    unanswered = found.open().values("fingerprint").distinct().count()
    if unanswered:
        return f"{name}に、まだ答えていない箇所が{unanswered}件あります。"
    to_fix = found.to_fix().values("fingerprint").distinct().count()
    if to_fix:
        return f"{name}に、伏せる必要があると答えた箇所が{to_fix}件残っています。直した版を登録してください。"
    return ""
