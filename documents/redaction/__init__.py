"""What in a text may have to be blacked out before others read it: telephone numbers, addresses of mail, My Numbers …

    for finding in find_redactions(portions):
        finding.kind, finding.value, finding.before, finding.after, finding.place

It points at places for a person to judge; it never decides. It knows no rows and no database.
"""

from documents.redaction.finding import MAX_FINDINGS, Finding, FindingKind
from documents.redaction.reading import RULES, find_redactions

__all__ = ["MAX_FINDINGS", "RULES", "Finding", "FindingKind", "find_redactions"]
