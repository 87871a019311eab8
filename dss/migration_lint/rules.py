"""What one operation of a migration may not do to a table that released code works with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import CheckConstraint, Field, GeneratedField, ManyToManyField, Q
from django.db.models.constraints import BaseConstraint
from django.db.models.fields import NOT_PROVIDED

#: Tables of millions of rows: building an index or checking every row stops their writers for as long as it takes.
LARGE = frozenset({"accounts.auditevent", "accounts.notification", "accounts.outboxmail", "forums.post"})

CONTRACT = "contract"
RISK = "risk"


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` says which word of the migration excuses it: `contract_of` or `safe_because`."""

    kind: str
    text: str


@dataclass(slots=True)
class Batch:
    """What came or went since the last release: it is nobody's yet."""

    models: set[str] = field(default_factory=set)
    fields: set[tuple[str, str]] = field(default_factory=set)
    removed: dict[tuple[str, str], BaseConstraint] = field(default_factory=dict)


def findings(operation: Operation, app: str, state: ProjectState, batch: Batch) -> Iterator[Finding]:
    """What is wrong with `operation`, asked with the `state` before it. Also notes in `batch` what it brings."""
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        for inner in operation.database_operations:
            yield from findings(inner, app, state, batch)
        return
    model = _model(operation, app)
    if isinstance(operation, migrations.CreateModel):
        batch.models.add(model)
    elif model not in batch.models:
        yield from _of_released(operation, model, state, batch)
    yield from _one_way(operation)


def _model(operation: Operation, app: str) -> str:
    name = getattr(operation, "model_name", None) or getattr(operation, "name", None)
    name = getattr(operation, "old_name", name) if isinstance(operation, migrations.RenameModel) else name
    return f"{app}.{str(name or '').lower()}"


def _one_way(operation: Operation) -> Iterator[Finding]:
    if isinstance(operation, migrations.RunPython | migrations.RunSQL) and not operation.reversible:
        yield Finding(RISK, "has no way back: give it a reverse (RunPython.noop where nothing has to be undone)")


def _of_released(operation: Operation, model: str, state: ProjectState, batch: Batch) -> Iterator[Finding]:
    match operation:
        case migrations.DeleteModel() | migrations.RenameModel():
            yield Finding(CONTRACT, "takes away a table that released code reads")
        case migrations.RenameField():
            yield Finding(CONTRACT, f"takes away {operation.old_name}: add the new one, fill it, remove the old later")
        case migrations.RemoveField() if (model, operation.name) not in batch.fields:
            yield Finding(CONTRACT, f"takes away {operation.name}, which released code reads")
        case migrations.AddField():
            batch.fields.add((model, operation.name))
            yield from _added(operation.name, operation.field)
        case migrations.AlterField() if (model, operation.name) not in batch.fields:
            old = _field(state, model, operation.name)
            yield from _altered(operation.name, old, operation.field) if old is not None else ()
        case migrations.RemoveConstraint():
            known = _constraint(state, model, operation.name)  # type: ignore[attr-defined]  # not in the stubs
            if known is not None:
                batch.removed[(model, known.name)] = known
        case AddConstraintNotValid() | migrations.AddConstraint():
            yield from _constrained(operation, model, batch)
        case migrations.AddIndex() if model in LARGE and not isinstance(operation, AddIndexConcurrently):
            yield Finding(
                RISK, f"stops writing to {model} while the index is built: AddIndexConcurrently, atomic = False"
            )


def _field(state: ProjectState, model: str, name: str) -> Field | None:  # type: ignore[type-arg]
    app, _, model_name = model.partition(".")
    known = state.models.get((app, model_name))
    return known.fields.get(name) if known else None


def _constraint(state: ProjectState, model: str, name: str) -> BaseConstraint | None:
    app, _, model_name = model.partition(".")
    known = state.models.get((app, model_name))
    constraints = known.options.get("constraints", []) if known else []
    return next((each for each in constraints if each.name == name), None)


def _added(name: str, new: Field) -> Iterator[Finding]:  # type: ignore[type-arg]
    fills_itself = new.null or new.db_default is not NOT_PROVIDED
    if not fills_itself and not isinstance(new, ManyToManyField | GeneratedField):
        yield Finding(
            RISK, f"{name} is NOT NULL: released code writes rows without it. Give it db_default, or null=True"
        )


def _altered(name: str, old: Field, new: Field) -> Iterator[Finding]:  # type: ignore[type-arg]
    if old.null and not new.null:
        yield Finding(RISK, f"{name} becomes NOT NULL, and released code may still leave it empty")
    if new.unique and not old.unique:
        yield Finding(RISK, f"{name} becomes unique, and released code does not know")
    if _kind(old) != _kind(new) and (_kind(old), _kind(new)) != ("CharField", "TextField"):
        yield Finding(RISK, f"{name} changes from {_kind(old)} to {_kind(new)}: the table is written anew")
    elif _length(new) < _length(old):
        yield Finding(RISK, f"{name} becomes shorter than what is written already")
    if old.db_default is not NOT_PROVIDED and new.db_default is NOT_PROVIDED and not new.null:
        yield Finding(CONTRACT, f"{name} loses its db_default, which released code may lean on")


def _kind(known: Field) -> str:  # type: ignore[type-arg]
    kind = known.get_internal_type()
    return "CharField" if kind in {"SlugField", "FilePathField"} else kind


def _length(known: Field) -> float:  # type: ignore[type-arg]
    return known.max_length if known.max_length and _kind(known) == "CharField" else float("inf")


def _constrained(
    operation: migrations.AddConstraint | AddConstraintNotValid, model: str, batch: Batch
) -> Iterator[Finding]:
    new: BaseConstraint = operation.constraint  # type: ignore[union-attr]  # not in the stubs
    touched = _touched(new)
    if touched and all((model, name) in batch.fields for name in touched):
        return  # released code leaves what it does not know at its default
    if _asks_nothing_while_empty(new, model, batch) or _widens(batch.removed.get((model, new.name)), new):
        return
    yield Finding(RISK, f"{new.name} may refuse what released code writes or what is there already")
    if model in LARGE and not isinstance(operation, AddConstraintNotValid):
        yield Finding(
            RISK, f"{new.name} reads all of {model} under a lock: AddConstraintNotValid, ValidateConstraint later"
        )


def _asks_nothing_while_empty(constraint: BaseConstraint, model: str, batch: Batch) -> bool:
    """`new field is null OR …`: holds for every row that released code writes."""
    condition = getattr(constraint, "condition", None)
    if not isinstance(condition, Q) or condition.negated or condition.connector != Q.OR:
        return False
    empty = {f"{name}__isnull" for owner, name in batch.fields if owner == model}
    return any(isinstance(child, tuple) and child[0] in empty and child[1] is True for child in condition.children)


def _touched(constraint: BaseConstraint) -> set[str]:
    names = set(getattr(constraint, "fields", ()))
    condition = getattr(constraint, "condition", None)
    if isinstance(constraint, CheckConstraint) and isinstance(condition, Q):
        names |= {key.partition("__")[0] for key, _ in _leaves(condition)}
    return names


def _leaves(condition: Q) -> Iterator[tuple[str, object]]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from _leaves(child)
        elif isinstance(child, tuple):
            yield child


def _widens(old: BaseConstraint | None, new: BaseConstraint) -> bool:
    """The same list of values with some more, which is how choices grow."""
    if not isinstance(old, CheckConstraint) or not isinstance(new, CheckConstraint):
        return False
    before, after = _values(old), _values(new)
    return before is not None and after is not None and before[0] == after[0] and before[1] <= after[1]


def _values(constraint: CheckConstraint) -> tuple[str, frozenset[object]] | None:
    condition = constraint.condition
    if not isinstance(condition, Q) or condition.negated or len(condition.children) != 1:
        return None
    (key, values), *_ = _leaves(condition)
    return (key, frozenset(values)) if key.endswith("__in") and isinstance(values, list | tuple | set) else None
