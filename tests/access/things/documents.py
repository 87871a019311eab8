"""Things of the shared documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from documents.enums import DocumentStatus, ReuseTerms
from documents.indexing import DOCUMENTS
from tests.access.canary import CANARY
from tests.factories import (
    DocumentCommentFactory,
    DocumentTemplateFactory,
    DocumentVersionFactory,
    RedactionFindingFactory,
    SharedDocumentFactory,
    TemplateDraftFactory,
    WantedDocumentFactory,
)

if TYPE_CHECKING:
    from tests.access.world import World


def things(world: World) -> dict[str, Any]:
    """What A shares with the staff of all bodies, and what A prepares."""
    owned = {"municipality": world.municipality_a, "created_by": world.users["staff_a"]}
    said = {"title": f"{CANARY}仕様書", "description": CANARY}
    shared = SharedDocumentFactory(reuse_terms=ReuseTerms.FREE, **owned, **said)
    shared.services.add(world.things["service"])
    prepared = SharedDocumentFactory(status=DocumentStatus.DRAFT, **owned, **said)
    versions = {"version": _version(shared), "prepared_version": _version(prepared)}
    for version in versions.values():
        RedactionFindingFactory(version=version, value=CANARY, before=CANARY, after=CANARY, place=CANARY)
    DOCUMENTS.reindex_stale()
    made = {"document": shared, "prepared": prepared, **versions, **_templates(world, owned)}
    return made | _usage(world, owned, shared)


def _usage(world: World, owned: dict[str, Any], shared: Any) -> dict[str, Any]:
    """A's comment, what A looks for, and A's draft that began with what another body shares."""
    origin = DocumentVersionFactory(document__title="ほかの自治体の仕様書", original_name="元.md")
    copy = SharedDocumentFactory(
        status=DocumentStatus.DRAFT, forked_from=origin, title=f"{CANARY}の写し", description=CANARY, **owned
    )
    _version(copy)
    wrote = {"author": world.users["staff_a"], "municipality": world.municipality_a}
    comment = DocumentCommentFactory(document=shared, body=f"{CANARY}についてのコメント", **wrote)
    asked = {"asker": world.users["staff_a"], "municipality": world.municipality_a}
    wanted = WantedDocumentFactory(title=f"{CANARY}を探す", text=CANARY, **asked)
    return {"copy": copy, "document_comment": comment, "wanted": wanted}


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
