"""People who meet in the catalogue."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from tests.factories import OperatorFactory, VendorFactory, VendorMembershipFactory

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def vendor(db):
    return VendorFactory()


@pytest.fixture
def vendor_user(vendor):
    return VendorMembershipFactory(vendor=vendor).user


@pytest.fixture
def rival(db):
    return VendorMembershipFactory().user


@pytest.fixture
def operator(db):
    return OperatorFactory()
