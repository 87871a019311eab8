"""The operators' synonyms: the start set, the action, the screen."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import AuditEvent
from catalog.actions.synonyms import load_synonyms, save_synonym
from catalog.models import Synonym
from catalog.search.synonym_data import load_synonym_data
from catalog.search.synonyms import synonym_key
from dss.access import PolicyRefused
from tests.catalog.conftest import NOW, signed_in
from tests.factories import UserFactory


@pytest.fixture
def office(operator, settings):
    settings.OPERATOR_MFA = False
    return signed_in(operator)


def test_the_start_set_has_every_word_once_and_finds_in_both_directions():
    entries = {entry.word: entry for entry in load_synonym_data()}
    assert len({entry.key for entry in entries.values()}) == len(entries) > 150
    assert "COVID-19" in entries["コロナ"].expansions
    assert "コロナ" in entries["COVID-19"].expansions
    assert all(synonym_key(word) for entry in entries.values() for word in entry.expansions)


def test_loading_again_keeps_the_operators_rows(db):
    added = load_synonyms(now=NOW)
    Synonym.objects.filter(word="コロナ").update(expansions=["感染症"])
    Synonym.objects.filter(word="住基").delete()
    assert load_synonyms(now=NOW) == 1
    assert Synonym.objects.get(word="コロナ").expansions == ["感染症"]
    assert Synonym.objects.count() == added
    call_command("load_synonyms", verbosity=0)


def test_only_operators_write(db):
    with pytest.raises(PolicyRefused):
        save_synonym(synonym=Synonym(word="コロナ", expansions=["感染症"]), actor=UserFactory(), now=NOW)
    assert not Synonym.objects.exists()


def save(office, url, data):
    """Save after the preview was seen."""
    preview = office.post(url, data)
    assert preview.status_code == 200
    return office.post(url, data | {"seen": preview.context["state"]})


def test_the_screen_adds_changes_and_deletes(office):
    add = reverse("admin:catalog_synonym_add")
    assert save(office, add, {"word": "ＣＯＶＩＤ－19", "expansions": "コロナ,新型コロナウイルス"}).status_code == 302
    row = Synonym.objects.get()
    assert (row.key, row.expansions) == (synonym_key("covid-19"), ["コロナ", "新型コロナウイルス"])
    for word, expansions in (("covid-19", "コロナ"), ("の", "コロナ"), ("コロナ", "、"), ("コロナ", "")):
        assert office.post(add, {"word": word, "expansions": expansions}).status_code == 200
    change = reverse("admin:catalog_synonym_change", args=[row.pk])
    assert save(office, change, {"word": "COVID-19", "expansions": "コロナ"}).status_code == 302
    assert "COVID-19" in office.get(reverse("admin:catalog_synonym_changelist")).content.decode()
    assert office.post(reverse("admin:catalog_synonym_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    listed, ask = reverse("admin:catalog_synonym_changelist"), {"action": "delete_one", "_selected_action": row.pk}
    assert "まだ削除していません" in office.post(listed, ask).content.decode()
    office.post(listed, ask | {"reason": "", "samples": "コロナ"})
    office.post(listed, ask | {"reason": "使われない語のため", "_try": "影響を見る"})
    assert Synonym.objects.exists()
    office.post(listed, ask | {"reason": "使われない語のため"})
    assert not Synonym.objects.exists()
    verbs = list(AuditEvent.objects.filter(object_type="catalog.synonym").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["synonym_added", "synonym_changed", "synonym_deleted"]
    assert AuditEvent.objects.get(verb="synonym_deleted").reason == "使われない語のため"
