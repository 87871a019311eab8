"""The HTML part of a mail, made from its text: nobody writes a mail twice. Nothing in it is fetched from anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.template.loader import render_to_string

_ADDRESS = re.compile(r"https?://[^\s<>\"「」（）、。]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, or an address that becomes a link."""

    text: str
    is_link: bool


def html_of(subject: str, body: str) -> str:
    """Paragraphs, lines and links, everything escaped; what follows the line of dashes is set apart."""
    main, _, foot = body.strip().partition("\n----\n")
    context = {"subject": subject, "paragraphs": _paragraphs(main), "foot": _paragraphs(foot)}
    return render_to_string("emails/mail.html", context)


def _paragraphs(text: str) -> list[list[list[Piece]]]:
    blocks = re.split(r"\n\s*\n", text.strip()) if text.strip() else []
    return [[_pieces(line) for line in block.split("\n")] for block in blocks]


def _pieces(line: str) -> list[Piece]:
    pieces, at = [], 0
    for match in _ADDRESS.finditer(line):
        pieces += [Piece(line[at : match.start()], False), Piece(match[0], True)]
        at = match.end()
    return [piece for piece in (*pieces, Piece(line[at:], False)) if piece.text]
