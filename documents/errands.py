"""Where a person came from to register a document, so that the way back is one step.

The address is one of a few kinds of pages, named here by their URL names: nobody is led anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import Resolver404, resolve

_KEY = "document_errand"
_KINDS = {
    "procurement:project_document_attach": "検討案件への添付に戻る",
    "documents:wanted_answer": "探している文書への答えに戻る",
}


@dataclass(frozen=True, slots=True)
class Errand:
    """The page to go back to and the words of the link."""

    href: str
    label: str


def remember_errand(request: HttpRequest) -> None:
    """Keep `?back=/projects/…` for this session; anything else is left alone."""
    asked = request.GET.get("back", "")
    if asked and _label(asked):
        request.session[_KEY] = asked


def errand_of(request: HttpRequest) -> Errand | None:
    """The page this person still wants to go back to."""
    href = request.session.get(_KEY, "")
    label = _label(href)
    return Errand(href, label) if label else None


def finish_errand(request: HttpRequest) -> None:
    """The person came back."""
    if request.session.get(_KEY) == request.path:
        del request.session[_KEY]


def _label(path: str) -> str:
    try:
        return _KINDS.get(resolve(path).view_name, "")
    except Resolver404:
        return ""
