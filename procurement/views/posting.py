"""What views that take a form share: the action of a form that is good, its refusal said at the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.forms import BaseForm

from dss.access import DomainError
from dss.faults import refuse_form

T = TypeVar("T")


def carried_out(form: BaseForm, act: Callable[[], T]) -> T | None:
    """What `act` made out of a form that was sent and is good; None otherwise, with the reason in the form's errors."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        return act()
    except DomainError as error:
        refuse_form(form, error)
        return None
