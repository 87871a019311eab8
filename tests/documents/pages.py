"""How the tests of this room open pages and send forms."""

from __future__ import annotations

from uuid import uuid4

from django.urls import reverse

from tests.documents.makers import docx, upload
from tests.factories import DocumentVersionFactory, SharedDocumentFactory

STRANGERS = ("vendor", "advisor", "member", "operator")


def page(client, user, name, *args, status=200, **query):
    client.force_login(user)
    response = client.get(reverse(f"documents:{name}", args=args), query)
    assert response.status_code == status, (name, response.status_code)
    return response


def send(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"documents:{name}", args=args), data)


def shared(scene, **changes):
    document = SharedDocumentFactory(**({"municipality": scene.body, "created_by": scene.owner} | changes))
    DocumentVersionFactory(document=document)
    return document


def filled(**changes):
    data = {
        "file": upload("仕様書.docx", docx("本文")),
        "title": "議事録作成支援サービス仕様書",
        "kind": "specification",
        "drafted_by": "municipality",
        "reuse_terms": "credit",
        "client_token": str(uuid4()),
    }
    return data | changes


def titles(response) -> list[str]:
    return [document.title for document in response.context["page"]]
