"""What was typed so far, taken as it is: a draft need not be right."""

from __future__ import annotations

import re
import uuid

from django.http import QueryDict

#: What cannot be stored, and line ends as browsers send them.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]|\r(?=\n)")
_FIELDS = ("kind", "title", "body", "services", "documents", "shown_as", "experts_invited", "revision")


def entered_in(data: QueryDict) -> dict[str, str]:
    """The fields of the forms for topics, answers and edits that were sent."""
    return {name: _UNSTORABLE.sub("", str(data[name])) for name in _FIELDS if data.get(name)}


def token_in(data: QueryDict) -> uuid.UUID | None:
    """The form's token, if it is one."""
    try:
        return uuid.UUID(data.get("client_token", ""))
    except ValueError:
        return None
