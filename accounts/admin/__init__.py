"""The operators' screens of the ground app. Whatever changes a state calls an action."""

from accounts.admin import announcements, audit, files, mails, memberships, people, reports, terms, vendors

__all__ = ["announcements", "audit", "files", "mails", "memberships", "people", "reports", "terms", "vendors"]
