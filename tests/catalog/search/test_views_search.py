"""Suggestions, and the list under every kind of words."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.actions.synonyms import save_synonym
from catalog.enums import ServiceStatus
from catalog.models import Synonym
from tests.bad_values import *  # noqa: F403
