"""The operators' screens of the boards and the talk sessions."""

from forums.admin import boards, events

__all__ = ["boards", "events"]
