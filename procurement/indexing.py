"""Writing the search rows of projects: the title, the names of the candidates, the need, the notes.

Only the owning body's staff ever search them: what may be found is asked of `Project.objects.visible_to`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet, Sum
from django.db.models.functions import Length

from catalog.search.rows import Entry, Index
from catalog.search.vectors import Fields
from procurement.models import Project, ProjectNote, ProjectSearch


def _all_projects() -> QuerySet[Project]:
    return Project.objects.all()


def _entries(project_ids: Sequence[int]) -> Iterator[Entry]:
    projects = (
        Project.objects.filter(pk__in=project_ids)
        .prefetch_related("candidates__version", "notes")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    for project in projects:
        yield Entry(project.pk, _fields(project))


def _fields(project: Project) -> Fields:
    notes = "\n".join(note.body for note in reversed(project.notes.all()))
    candidates = (candidate.version.name for candidate in project.candidates.all())
    return Fields(
        ((project.title, "A"), *((name, "B") for name in candidates), (project.need, "C"), (notes, "D")),
    )


PROJECTS = Index(
    rows=ProjectSearch, things=_all_projects, entries=_entries, job="procurement.jobs.reindex_stale_projects"
)


def project_changed(project: Project) -> None:
    """Called in the transaction that changed the project, its notes or its candidates, after the change."""
    written = ProjectNote.objects.filter(project=project).aggregate(total=Sum(Length("body")))["total"] or 0
    PROJECTS.changed([project.pk], characters=written)
