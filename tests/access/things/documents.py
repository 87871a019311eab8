"""Things of the shared documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from documents.enums import DocumentStatus
from documents.indexing import DOCUMENTS
from tests.access.canary import CANARY
from tests.factories import (
    DocumentTemplateFactory,
    DocumentVersionFactory,
    RedactionFindingFactory,
    SharedDocumentFactory,
    TemplateDraftFactory,
)

if TYPE_CHECKING:
    from tests.access.world import World


def things(world: World) -> dict[str, Any]:
    """What A shares with the staff of all bodies, and what A prepares."""
    owned = {"municipality": world.municipality_a, "created_by": world.users["staff_a"]}
    said = {"title": f"{CANARY}仕様書", "description": CANARY}
    shared = SharedDocumentFactory(**owned, **said)
    shared.services.add(world.things["service"])
    prepared = SharedDocumentFactory(status=DocumentStatus.DRAFT, **owned, **said)
    versions = {"version": _version(shared), "prepared_version": _version(prepared)}
    for version in versions.values():
        RedactionFindingFactory(version=version, value=CANARY, before=CANARY, after=CANARY, place=CANARY)
    DOCUMENTS.reindex_stale()
    return {"document": shared, "prepared": prepared, **versions, **_templates(world, owned)}


def _templates(world: World, owned: dict[str, Any]) -> dict[str, Any]:
    """A template that all staff may begin with, and what A fills in."""
    template = DocumentTemplateFactory()
    draft = TemplateDraftFactory(
        **owned,
        template=template,
        title=f"{CANARY}の下書き",
        answers={"title": CANARY, "need": CANARY},
        prefilled={"title": CANARY},
        source_title=CANARY,
        source_path="/projects/1/",
    )
    return {"template": template, "draft": draft}


def _version(document: Any) -> Any:
    return DocumentVersionFactory(
        document=document,
        original_name=f"{CANARY}.md",
        note=CANARY,
        text=CANARY,
        portions=[[{"kind": "paragraph", "text": CANARY}]],
        file=ContentFile(CANARY.encode(), name=f"documents/{document.pk}.md"),
    )
