"""What two texts have in common and what they do not: by paragraph first, then by word within changed paragraphs.

paragraphs   which paragraphs were added, removed, changed; bounded whatever the texts
words        the parts of a changed paragraph
paging       the comparison in pages that stay light, the unchanged folded

Knows nothing of rows and requests: it takes texts and gives back plain values.
"""

from documents.diffing.paging import Fold, Page, pages_of
from documents.diffing.paragraphs import Change, ChangeKind, Comparison, Same, compare
from documents.diffing.words import Part, Unit, parts_of

__all__ = [
    "Change",
    "ChangeKind",
    "Comparison",
    "Fold",
    "Page",
    "Part",
    "Same",
    "Unit",
    "compare",
    "pages_of",
    "parts_of",
]
