"""Reading and sending the pages of a decision."""

from __future__ import annotations

from uuid import uuid4

from django.urls import reverse

from procurement.enums import OutcomeKind
from procurement.models import Project
from tests.procurement.outcomes.conftest import candidate_of, why


def page(client, user, name, *args, status=200, **query):
    client.force_login(user)
    response = client.get(reverse(f"procurement:{name}", args=args), query)
    assert response.status_code == status, (name, response.status_code)
    return response


def text(response):
    return response.content.decode()


def send(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"procurement:{name}", args=args), data)


def result(winner, **changes):
    value = str(candidate_of(winner).pk) if winner else OutcomeKind.NONE_SUITABLE.value
    return reasons_for(winner.request.project if winner else Project.objects.get(), result=value) | changes


def reasons_for(project, **data):
    remarks = {f"remark_{key}": reason for key, reason in why(project).items()}
    return {"reasons": "費用で選んだ。", "client_token": uuid4()} | remarks | data
