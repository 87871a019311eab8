"""The nightly rounds through the stored files of every room: what nobody names goes, what is wrong is recorded."""

from __future__ import annotations

import hashlib
import itertools
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.audit import record
from accounts.enums import FileRoundKind, FileState
from accounts.models import FileRound, StoredFile
from accounts.stored_files import PORTION, FileColumn, FileOwner, file_columns, owners_of
from dss.storage.guard import may_remove_files
from dss.storage.walking import Lying, walk

logger = logging.getLogger(__name__)

GRACE = timedelta(days=1)
"""A file lies here before its row is committed: nothing younger is ever removed."""
MOST_REMOVED = 10_000
FEW = 20
"""So many may go even when they are most of the files."""
MOST_CHECKED = 5_000
MOST_BYTES = 5 * 1024**3
MOST_MISSING = 1_000
_TOO_MANY = (
    "名前のないファイルが全体の半分を超えるため、消しませんでした。データベースと保存先の組み合わせを確かめてください。"
)
_BACKUP = "バックアップの最中のため、残りは次回に消します。"


@dataclass(slots=True)
class Sweep:
    """What a sweep found; `orphans` are the files that went, or would go in a dry run."""

    files: int = 0
    orphans: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    removed: int = 0
    remark: str = ""


@dataclass(slots=True)
class Check:
    """What a comparison found."""

    files: int = 0
    size: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Listing:
    """Of one storage; `orphans` are at most `MOST_REMOVED` of the unnamed ones: the next sweep goes on."""

    files: int = 0
    unnamed: int = 0
    orphans: list[str] = field(default_factory=list)


def sweep_files(*, now: datetime, is_dry_run: bool = False, is_forced: bool = False) -> Sweep:
    """Remove the files older than a day that no row names, and record the rows whose file is missing.

    Where nobody would name most of the files, the database and the storage hardly belong together: nothing is removed
    unless `is_forced`. A dry run changes nothing.
    """
    sweep = Sweep()
    for storage in _storages():
        listing = _listed(storage, now, is_dry_run=is_dry_run)
        sweep.files += listing.files
        if listing.unnamed > FEW and listing.unnamed * 2 > listing.files and not is_forced:
            sweep.remark = _TOO_MANY
            logger.error("the sweep stopped: %s of %s files are named by no row", listing.unnamed, listing.files)
            continue
        sweep.orphans += listing.orphans
        if not is_dry_run:
            _remove(storage, listing.orphans, sweep)
    for column in file_columns():
        _find_missing(column, sweep, now, is_dry_run=is_dry_run)
    if not is_dry_run:
        _forget_unnamed(now)
        _log_round(FileRoundKind.SWEEP, now, sweep.files, removed=sweep.removed, wrong=sweep.missing, note=sweep.remark)
    return sweep


def check_files(*, now: datetime, most: int = MOST_CHECKED, most_bytes: int = MOST_BYTES) -> Check:
    """Read files again and compare them with their SHA-256: the wrong ones, then those not looked at for longest."""
    check = Check()
    wrong = StoredFile.objects.wrong().in_turn()[:most]
    for known in [*wrong, *StoredFile.objects.sound().in_turn()[: max(0, most - len(wrong))]]:
        owner = owners_of([known.name]).get(known.name)
        if owner is None:
            continue  # the next sweep forgets it
        state, size = _compared(owner, known.name)
        _note(known.name, owner, state, now, is_check=True)
        check.files += 1
        check.size += size
        if state != FileState.SOUND:
            check.wrong.append(known.name)
        if check.size >= most_bytes:
            break
    _log_round(FileRoundKind.CHECK, now, check.files, wrong=check.wrong)
    return check


def _storages() -> list[Storage]:
    """Each place once; several columns mean the same one."""
    places: list[Storage] = []
    for column in file_columns():
        if column.storage not in places:
            places.append(column.storage)
    return places


def _listed(storage: Storage, now: datetime, *, is_dry_run: bool) -> _Listing:
    """Note what was seen, and find what may go."""
    listing = _Listing()
    for portion in _portions(walk(storage)):
        owners = owners_of([file.name for file in portion])
        if not is_dry_run:
            _note_seen(owners, now)
        orphans = [file.name for file in portion if file.name not in owners and file.since < now - GRACE]
        listing.files += len(portion)
        listing.unnamed += len(orphans)
        listing.orphans += orphans[: MOST_REMOVED - len(listing.orphans)]
    return listing


def _portions(files: Iterable[Lying]) -> Iterator[list[Lying]]:
    further = iter(files)
    while portion := list(itertools.islice(further, PORTION)):
        yield portion


def _note_seen(owners: dict[str, FileOwner], now: datetime) -> None:
    StoredFile.objects.bulk_create(
        [
            StoredFile(name=name, owner_type=owner.column.label, owner_id=owner.key, seen_at=now)
            for name, owner in sorted(owners.items())
        ],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["owner_type", "owner_id", "seen_at"],
    )


def _remove(storage: Storage, candidates: list[str], sweep: Sweep) -> None:
    """Ask again just before: whether a row names it by now, and whether a backup is being made."""
    for start in range(0, len(candidates), PORTION):
        portion = candidates[start : start + PORTION]
        with transaction.atomic():
            if not may_remove_files():
                sweep.remark = _BACKUP
                return
            owners = owners_of(portion)
            for name in portion:
                if name not in owners:
                    storage.delete(name)
                    sweep.removed += 1


def _find_missing(column: FileColumn, sweep: Sweep, now: datetime, *, is_dry_run: bool) -> None:
    """Rows whose file was not listed. It may have come in meanwhile, so the storage is asked once more."""
    seen = StoredFile.objects.filter(name=OuterRef(column.field), seen_at__gte=now)
    for portion in column.in_portions(column.rows().exclude(Exists(seen))):
        for key, name in portion:
            if column.storage.exists(name):
                continue
            sweep.missing.append(name)
            if not is_dry_run:
                _note(name, FileOwner(column, str(key), ""), FileState.MISSING, now)
            if len(sweep.missing) >= MOST_MISSING:
                return


def _forget_unnamed(now: datetime) -> None:
    unseen = StoredFile.objects.filter(seen_at__lt=now) | StoredFile.objects.filter(seen_at__isnull=True)
    names = list(unseen.order_by("pk").values_list("name", flat=True)[:MOST_REMOVED])
    for start in range(0, len(names), PORTION):
        portion = names[start : start + PORTION]
        StoredFile.objects.filter(name__in=set(portion) - owners_of(portion).keys()).delete()


def _compared(owner: FileOwner, name: str) -> tuple[FileState, int]:
    """Read it whole. What the disk cannot read counts as changed; a storage service that is away ends the round."""
    digest = hashlib.sha256()
    size = 0
    try:
        with owner.column.storage.open(name, "rb") as file:
            for chunk in file.chunks():
                digest.update(chunk)
                size += len(chunk)
    except FileNotFoundError:
        return FileState.MISSING, size
    except OSError:
        logger.exception("a stored file cannot be read")
        return FileState.CHANGED, size
    is_same = not owner.sha256 or owner.sha256 == digest.hexdigest()
    return (FileState.SOUND if is_same else FileState.CHANGED), size


@transaction.atomic
def _note(name: str, owner: FileOwner, state: FileState, now: datetime, *, is_check: bool = False) -> None:
    """Keep what was found; a change of the state stands in the audit trail and in the log."""
    owned = {"owner_type": owner.column.label, "owner_id": owner.key}
    known, _ = StoredFile.objects.select_for_update(no_key=True).get_or_create(name=name, defaults=owned)
    before = FileState(known.state)
    if is_check:
        known.checked_at = now
    if state in StoredFile.TRANSITIONS[before]:
        known.state = state
        known.wrong_since = None if state == FileState.SOUND else known.wrong_since or now
        record(actor=None, verb=f"file_{state.value}", obj=known, now=now, data=owned)
        level = logging.INFO if state == FileState.SOUND else logging.ERROR
        logger.log(level, "stored file %s of %s %s: %s", name, owner.column.label, owner.key, state.value)
    known.save()


@transaction.atomic
def _log_round(
    kind: FileRoundKind, now: datetime, files: int, *, removed: int = 0, wrong: list[str], note: str = ""
) -> None:
    made = FileRound.objects.create(
        kind=kind, started_at=now, files=files, removed=removed, wrong=len(wrong), remark=note
    )
    data = {"files": files, "removed": removed, "wrong": len(wrong)}
    record(actor=None, verb=f"{kind.value}_files", obj=made, now=now, reason=note, data=data)
