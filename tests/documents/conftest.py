"""The people and things most tests of the documents need."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils import timezone

from documents import actions
from documents.enums import DocumentKind, DraftedBy
from documents.files import check_upload
from tests.documents.makers import upload
from tests.factories import (
    AdvisorFactory,
    MembershipFactory,
    MunicipalityFactory,
    OperatorFactory,
    UserFactory,
    VendorMembershipFactory,
)


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def scene():
    """The owner's body with a colleague, another body, and everybody who may see nothing."""
    body = MunicipalityFactory(name="鶴亀市")
    return SimpleNamespace(
        body=body,
        owner=MembershipFactory(municipality=body, user=UserFactory(name="鶴田 亀子")).user,
        colleague=MembershipFactory(municipality=body).user,
        other=MembershipFactory(municipality__name="松竹町").user,
        vendor=VendorMembershipFactory().user,
        advisor=AdvisorFactory().user,
        member=UserFactory(),
        operator=OperatorFactory(),
    )


@pytest.fixture
def facts():
    """What a form says; anything may be said otherwise."""

    def make(**changes) -> actions.DocumentFacts:
        said = {
            "title": "議事録作成支援サービス仕様書",
            "kind": DocumentKind.SPECIFICATION,
            "drafted_by": DraftedBy.MUNICIPALITY,
        }
        return actions.DocumentFacts(**(said | changes))

    return make


@pytest.fixture
def checked():
    """A checked upload of this text."""

    def make(text: str = "# 仕様書\n本文", name: str = "仕様書.md"):
        return check_upload(upload(name, text.encode()))

    return make


@pytest.fixture
def register(scene, facts, checked):
    """Register a document as the owner."""

    def make(**changes):
        given = {
            "facts": facts(),
            "upload": checked(),
            "note": "",
            "client_token": uuid4(),
            "actor": scene.owner,
            "now": timezone.now(),
        }
        return actions.create_document(**(given | changes))

    return make


@pytest.fixture
def share(register, scene):
    """Register and publish."""

    def make(**changes):
        document = register(**changes)
        return actions.publish_document(document=document, newest=1, by_hand=[1], actor=scene.owner, now=timezone.now())

    return make


@pytest.fixture
def add(scene, checked):
    """Add a version as the owner."""

    def make(document, text="第2版の本文", **changes):
        given = {
            "document": document,
            "upload": checked(text),
            "note": "",
            "client_token": uuid4(),
            "actor": scene.owner,
            "now": timezone.now(),
        }
        return actions.add_version(**(given | changes))

    return make
