"""The code of the last release goes on working while a new one rolls out."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from dss.migration_lint.reading import complaints, released_migrations
from dss.migration_lint.rules import CONTRACT, LARGE, RISK, Batch, findings

OLD_CHOICES = CheckConstraint(condition=Q(status__in=["open", "closed"]), name="post_status")
FIELDS = {
    "title": models.CharField(max_length=100),
    "note": models.CharField(max_length=100, null=True),
    "status": models.CharField(max_length=10),
    "number": models.IntegerField(db_default=0),
}


def state() -> ProjectState:
    fields = [("id", models.BigAutoField(primary_key=True)), *((name, each.clone()) for name, each in FIELDS.items())]
    known = ProjectState()
    for name in ("post", "board"):
        known.add_model(ModelState("forums", name, list(fields), options={"constraints": [OLD_CHOICES], "indexes": []}))
    return known


def kinds(*operations, app="forums") -> list[str]:
    before, batch = state(), Batch()
    found = []
    for operation in operations:
        found += [finding.kind for finding in findings(operation, app, before, batch)]
        operation.state_forwards(app, before)
    return found


def add(name, new):
    return migrations.AddField("post", name, new)


def alter(name, new):
    return migrations.AlterField("post", name, new)


def choices(*values, model="post"):
    new = CheckConstraint(condition=Q(status__in=list(values)), name="post_status")
    return migrations.RemoveConstraint(model, "post_status"), migrations.AddConstraint(model, new)


def index(name="new"):
    return Index(fields=["title"], name=name)


GOOD = {
    "a new table": [migrations.CreateModel("new", [("id", models.BigAutoField(primary_key=True))])],
    "a new table with all that hangs on it": [
        migrations.CreateModel("new", [("id", models.BigAutoField(primary_key=True)), ("a", models.IntegerField())]),
        migrations.AddIndex("new", Index(fields=["a"], name="a")),
        migrations.AddConstraint("new", UniqueConstraint(fields=["a"], name="u")),
        migrations.RemoveField("new", "a"),
        migrations.DeleteModel("new"),
    ],
    "may stay empty": [add("new", models.IntegerField(null=True))],
    "fills itself": [add("new", models.BooleanField(default=False, db_default=False))],
    "added and taken away before any release": [
        add("new", models.IntegerField(null=True)),
        migrations.RemoveField("post", "new"),
    ],
    "a constraint on what is new": [
        add("new", models.IntegerField(null=True)),
        migrations.AddConstraint("post", CheckConstraint(condition=Q(new__gte=0), name="c")),
    ],
    "a constraint that asks nothing while what is new is empty": [
        add("new", models.IntegerField(null=True)),
        migrations.AddConstraint("post", CheckConstraint(condition=Q(new__isnull=True) | Q(title="x"), name="c")),
    ],
    "longer": [alter("title", models.CharField(max_length=200))],
    "text": [alter("title", models.TextField())],
    "may be empty now": [alter("title", models.CharField(max_length=100, null=True))],
    "other words for people": [alter("title", models.CharField("題名", max_length=100))],
    "more choices": choices("open", "closed", "locked"),
    "an index on a small table": [migrations.AddIndex("board", index())],
    "an index beside the writers": [AddIndexConcurrently("post", index())],
    "a way back": [migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)],
    "SQL with a way back": [migrations.RunSQL("SELECT 1", migrations.RunSQL.noop)],
}
BAD = {
    "a table goes": ([migrations.DeleteModel("board")], [CONTRACT]),
    "a table is renamed": ([migrations.RenameModel("board", "room")], [CONTRACT]),
    "a column goes": ([migrations.RemoveField("board", "title")], [CONTRACT]),
    "a column is renamed": ([migrations.RenameField("board", "title", "name")], [CONTRACT]),
    "NOT NULL with a default of Python": ([add("new", models.BooleanField(default=False))], [RISK]),
    "NOT NULL": ([alter("note", models.CharField(max_length=100))], [RISK]),
    "shorter": ([alter("title", models.CharField(max_length=50))], [RISK]),
    "text cut to a length": (
        [alter("title", models.TextField()), alter("title", models.CharField(max_length=9))],
        [RISK],
    ),
    "another type": ([alter("number", models.BigIntegerField(db_default=0))], [RISK]),
    "unique": ([alter("title", models.CharField(max_length=100, unique=True))], [RISK]),
    "a default goes": ([alter("number", models.IntegerField())], [CONTRACT]),
    "fewer choices": (choices("open", model="board"), [RISK]),
    "other choices": (choices("open", "shut", model="board"), [RISK]),
    "a constraint on what is there": (
        [migrations.AddConstraint("board", CheckConstraint(condition=Q(number__gte=0), name="c"))],
        [RISK],
    ),
    "the same on millions of rows": (
        [migrations.AddConstraint("post", CheckConstraint(condition=Q(number__gte=0), name="c"))],
        [RISK, RISK],
    ),
    "uniqueness": ([migrations.AddConstraint("board", UniqueConstraint(fields=["title"], name="u"))], [RISK]),
    "an index that stops writers": ([migrations.AddIndex("post", index())], [RISK]),
    "no way back": ([migrations.RunPython(migrations.RunPython.noop)], [RISK]),
    "SQL without a way back": ([migrations.RunSQL("SELECT 1")], [RISK]),
    "hidden in another operation": (
        [migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("board", "title")])],
        [CONTRACT],
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_expands_passes(name):
    assert kinds(*GOOD[name]) == []


@pytest.mark.parametrize("name", BAD)
def test_what_breaks_released_code_is_found(name):
    operations, expected = BAD[name]
    assert kinds(*operations) == expected


class Loader(SimpleNamespace):
    """Two migrations: the released one made the table, the new one takes a column away."""

    def __init__(self, **excuses):
        first, second = migrations.Migration("0001_a", "forums"), migrations.Migration("0002_b", "forums")
        first.operations = [
            migrations.CreateModel(
                "board", [("id", models.BigAutoField(primary_key=True)), ("a", models.IntegerField())]
            )
        ]
        second.operations = [migrations.RemoveField("board", "a"), migrations.RunSQL("SELECT 1")]
        for name, value in excuses.items():
            setattr(second, name, value)
        nodes = {("forums", "0001_a"): first, ("forums", "0002_b"): second}
        graph = SimpleNamespace(nodes=nodes, leaf_nodes=lambda: list(nodes)[1:], forwards_plan=lambda leaf: list(nodes))
        super().__init__(graph=graph, project_state=lambda **_: ProjectState())


REASON = "Counts no rows of anybody, tried on the copy."


@pytest.mark.parametrize(
    ("excuses", "left"),
    [
        ({}, 2),
        ({"contract_of": "0.1.0"}, 1),
        ({"contract_of": "soon"}, 2),
        ({"safe_because": REASON}, 1),
        ({"safe_because": "ok"}, 2),
        ({"contract_of": "0.1.0", "safe_because": REASON}, 0),
    ],
)
def test_an_excuse_is_a_release_or_a_reason(excuses, left):
    assert len(list(complaints(Loader(**excuses), {"forums": "0001_a"}))) == left


def test_what_is_released_is_left_alone():
    assert list(complaints(Loader(), {"forums": "0002_b"})) == []
    assert list(complaints(Loader(), {})) == []  # an app of others


def test_the_lists_name_what_there_is():
    assert {model._meta.label_lower for model in apps.get_models()} >= LARGE
    ours = {"accounts", "catalog", "documents", "forums", "procurement"}
    assert released_migrations().keys() == ours
