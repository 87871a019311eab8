"""The pictures of a draft as its page shows them."""

from __future__ import annotations

from dataclasses import replace

from catalog.enums import ScreenshotStatus
from catalog.models import Screenshot, ServiceDraft
from catalog.screenshots import Shot, shots_of


def draft_shots(draft: ServiceDraft) -> list[Shot]:
    """Those the worker has made, with their sizes; one query, none without pictures."""
    shots = shots_of(draft.screenshots)
    rows = Screenshot.objects.filter(status=ScreenshotStatus.READY).in_bulk([shot.id for shot in shots])
    return [replace(shot, width=rows[shot.id].width, height=rows[shot.id].height) for shot in shots if shot.id in rows]
