"""The operators' screens of the boards, the columns and the talk sessions."""

from forums.admin import boards, columns, events

__all__ = ["boards", "columns", "events"]
