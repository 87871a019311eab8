"""The operators' screens of the ground app. Whatever changes a state calls an action."""

from accounts.admin import (
    announcements,
    audit,
    bounces,
    files,
    jobs,
    mails,
    memberships,
    people,
    reports,
    terms,
    vendors,
)

__all__ = [
    "announcements",
    "audit",
    "bounces",
    "files",
    "jobs",
    "mails",
    "memberships",
    "people",
    "reports",
    "terms",
    "vendors",
]
