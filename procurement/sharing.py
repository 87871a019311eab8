"""Which of a decided project's documents the body could share with others."""

from __future__ import annotations

from collections.abc import Sequence

from documents.enums import DocumentStatus
from documents.models import SharedDocument
from procurement.enums import ProjectStatus
from procurement.models import Project, ProjectDocument


def to_share(project: Project, attached: Sequence[ProjectDocument]) -> list[SharedDocument]:
    """Own documents nobody else has seen, each once; none where that was declined. The same rule as
    `with_documents_to_share`, for rows that are loaded already."""
    if project.status != ProjectStatus.DECIDED or project.sharing_dismissed_at is not None:
        return []
    documents = {each.version.document_id: each.version.document for each in attached}
    return [
        document
        for document in documents.values()
        if document.status == DocumentStatus.DRAFT and document.municipality_id == project.municipality_id
    ]
