"""What the rows of an import would change: which listing each means, its content before and after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from accounts.models import Vendor
from catalog.completeness import INTRO_WORDS
from catalog.enums import DraftStatus
from catalog.importing.content import ImportRow, Problem
from catalog.models import Service, ServiceDraft, ServiceVersion
from catalog.querysets import ServiceQuerySet
from catalog.specsheet import missing_required

Content: TypeAlias = ServiceDraft | ServiceVersion
FOREIGN = "この番号の掲載は、貴社のサービスにはありません。"
IN_REVIEW = "審査中のため変更できません。先に審査依頼を取り下げてください。"


class RowKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """`after` is not saved; `before` is what stands there now, None where nothing does."""

    row: ImportRow
    vendor: Vendor
    service: Service | None
    before: Content | None
    after: ServiceDraft
    kind: RowKind


@dataclass(slots=True)
class ImportPlan:
    """With any problem nothing may be written."""

    rows: list[PlannedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    places: dict[object, str] = field(default_factory=dict)

    def of_kind(self, kind: RowKind) -> list[PlannedRow]:
        return [planned for planned in self.rows if planned.kind == kind]

    @property
    def mark(self) -> str:
        """Of everything that the person is shown: another mark, and they have not seen what would be written."""
        shown = [
            (planned.kind, planned.service and planned.service.pk, planned.before and _written(planned.before))
            for planned in self.rows
        ]
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def plan_drafts(rows: Sequence[ImportRow], vendor: Vendor) -> ImportPlan:
    """Into the working texts of one vendor, who may leave parts for later; other vendors' listings do not exist."""
    plan = ImportPlan()
    owned = Service.objects.filter(vendor=vendor).select_related("current", "draft", "vendor")
    find = _Finder(rows, owned, FOREIGN)
    for row in rows:
        if row.vendor_id not in (None, vendor.pk):
            plan.problems.append(
                Problem(row.place, "vendor_id", "ほかの事業者の番号です。貴社の番号か、空欄にしてください。")
            )
            continue
        service = find.service(row, vendor, plan.problems.append)
        if service is find.refused:
            continue
        draft = getattr(service, "draft", None)
        planned = _planned(row, vendor, service, draft or (service.current if service else None))
        if draft is not None and draft.status == DraftStatus.IN_REVIEW and planned.kind != RowKind.UNCHANGED:
            plan.problems.append(Problem(row.place, "", IN_REVIEW))
        _add(plan, planned)
    return plan


def plan_publication(rows: Sequence[ImportRow]) -> ImportPlan:
    """Onto the shelf, of any vendor: nothing may be missing that was not missing before."""
    plan = ImportPlan()
    find = _Finder(rows, Service.objects.select_related("current", "vendor"), "この番号の掲載はありません。")
    vendors = Vendor.objects.in_bulk({row.vendor_id for row in rows if row.vendor_id})
    for row in rows:
        vendor = vendors.get(row.vendor_id) if row.vendor_id else None
        if row.vendor_id and vendor is None:
            plan.problems.append(Problem(row.place, "vendor_id", "この番号の事業者はありません。"))
            continue
        service = find.service(row, vendor, plan.problems.append)
        if service is find.refused:
            continue
        owner = service.vendor if service else vendor
        if owner is None:
            plan.problems.append(Problem(row.place, "vendor_id", "新しいサービスには、事業者の番号が必要です。"))
            continue
        if vendor is not None and vendor.pk != owner.pk:
            plan.problems.append(
                Problem(row.place, "vendor_id", "このサービスを掲載している事業者の番号ではありません。")
            )
            continue
        planned = _planned(row, owner, service, service.current if service else None)
        plan.problems.extend(_gaps(planned))
        _add(plan, planned)
    return plan


class _Finder:
    """Which listing a row means: by id, else by the name it has with its vendor, so that importing a file again makes
    no second listing. Two queries for all rows."""

    def __init__(self, rows: Sequence[ImportRow], services: ServiceQuerySet, unknown: str) -> None:
        self.unknown = unknown
        self.refused = Service()
        self.by_id = services.in_bulk({row.service_id for row in rows if row.service_id})
        names = {row.words.get("name", "") for row in rows if not row.service_id} - {""}
        self.by_name: dict[tuple[int, str], list[Service]] = {}
        for service in services.filter(name__in=names):
            self.by_name.setdefault((service.vendor_id, service.name), []).append(service)

    def service(self, row: ImportRow, vendor: Vendor | None, tell: Callable[[Problem], None]) -> Service | None:
        """`refused` when it cannot be said, and `tell` was told why."""
        if row.service_id:
            found = self.by_id.get(row.service_id)
            if found is None:
                tell(Problem(row.place, "id", self.unknown))
            return found or self.refused
        name = row.words.get("name", "")
        if not name:
            tell(Problem(row.place, "name", "新しいサービスには、名前が必要です。"))
            return self.refused
        twins = self.by_name.get((vendor.pk, name), []) if vendor is not None else []
        if len(twins) > 1:
            numbers = "、".join(str(twin.pk) for twin in twins)
            tell(Problem(row.place, "id", f"同じ名前のサービスが複数あります（{numbers}）。番号を入れてください。"))
            return self.refused
        return twins[0] if twins else None


def _planned(row: ImportRow, vendor: Vendor, service: Service | None, before: Content | None) -> PlannedRow:
    words = {name: getattr(before, name) if before else "" for name in INTRO_WORDS} | row.words
    answers = (before.answers if before else {}) | row.answers
    plans = row.plans if row.plans is not None else list(before.plans) if before else []
    after = ServiceDraft(
        **words,
        answers={key: answer for key, answer in answers.items() if answer is not None},
        plans=plans,
        screenshots=list(before.screenshots) if before else [],
    )
    is_same = before is not None and _written(before) == _written(after)
    kind = RowKind.NEW if service is None else RowKind.UNCHANGED if is_same else RowKind.CHANGED
    return PlannedRow(row, vendor, service, before, after, kind)


def _add(plan: ImportPlan, planned: PlannedRow) -> None:
    """And say so where an earlier row means the same listing: found by its name in one of them, or new and its vendor
    named in one of them alone."""
    service = planned.service
    meant = (planned.vendor.pk, planned.after.name) if service is None else service.pk
    twin = plan.places.setdefault(meant, planned.row.place)
    if twin != planned.row.place:
        column = "name" if service is None else "id"
        plan.problems.append(Problem(planned.row.place, column, f"{twin}と同じサービスの行です。"))
    plan.rows.append(planned)


def _gaps(planned: PlannedRow) -> Iterator[Problem]:
    before, after = planned.before, planned.after
    for name, label in INTRO_WORDS.items():
        if not getattr(after, name) and (before is None or getattr(before, name)):
            yield Problem(planned.row.place, name, f"「{label}」は必ず入力してください。")
    known = missing_required(before.answers) if before else {}
    for key, message in missing_required(after.answers).items():
        if key not in known:
            yield Problem(planned.row.place, f"spec.{key}", message)


def _written(content: Content) -> list[object]:
    return [*(getattr(content, name) for name in INTRO_WORDS), content.answers, content.plans]
