"""Answers to "may this person do this now?", with reasons a person can read.

A policy returns a `Decision`; an action calls `or_refuse()` on it under its lock. `DomainError` is for a
state that moved on (someone else was quicker, the deadline passed): not a lack of permission.
"""

from __future__ import annotations

from dataclasses import dataclass


class PolicyRefused(Exception):
    """The person may see the object but not do this now; answered with 403 and the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DomainError(Exception):
    """The object is no longer in a state that allows this; answered with 409 and the message.

    `code` tells kinds apart where the answer differs (`dss.faults.form_status`).
    """

    code = "refused"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Decision:
    """Allowed or not; `reason` is Japanese, empty when allowed. True in a boolean context when allowed."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def or_refuse(self) -> None:
        """Raise `PolicyRefused` with the reason unless allowed."""
        if not self.allowed:
            raise PolicyRefused(self.reason)


ALLOWED = Decision(True)


def refuse(reason: str) -> Decision:
    """A refusal with the reason to show."""
    return Decision(False, reason)
