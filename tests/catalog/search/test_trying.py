"""What a change would do to searches is shown before it is saved, and is then what happens."""

from __future__ import annotations

import pytest
from django.db import DEFAULT_DB_ALIAS, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.actions import save_category
from catalog.actions.synonyms import delete_synonym, save_synonym
from catalog.forms.previewed import MOST_SAMPLES
from catalog.models import Category, Service, Synonym
from catalog.search.engine import search_services
from catalog.search.indexing import reindex
from catalog.search.synonym_table import read_synonyms
from catalog.search.synonyms import synonym_key
from catalog.search.trying import try_synonyms
from dss.access import DomainError
from tests.catalog.conftest import NOW, signed_in
from tests.factories import CategoryFactory

ADD = reverse("admin:catalog_synonym_add")
LIST = reverse("admin:catalog_synonym_changelist")


@pytest.fixture
def office(operator, settings):
    settings.OPERATOR_MFA = False
    return signed_in(operator)


@pytest.fixture
def forms(listing):
    return [listing("帳票くん", "電子帳票を配る"), listing("伝票ばこ", "支払伝票の控え")]


def ids(text):
    return search_services(text, Service.objects.published()).ids


def synonym(operator, word, *expansions):
    return save_synonym(synonym=Synonym(word=word, expansions=list(expansions)), actor=operator, now=NOW)


def test_what_is_shown_is_what_happens(forms, operator):
    now = read_synonyms(DEFAULT_DB_ALIAS)
    (trial,) = try_synonyms(["レポート"], now=now, after=now.having(synonym_key("レポート"), ["帳票"]))
    assert (trial.now.total, trial.after.total, trial.is_changed) == (0, 1, True)
    assert [(place.service, place.is_only_here) for place in trial.after.places] == [(forms[0], True)]
    assert ids("レポート") == []
    row = synonym(operator, "レポート", "帳票")
    assert ids("レポート") == [forms[0].pk]
    now = read_synonyms(DEFAULT_DB_ALIAS)
    (back,) = try_synonyms(["レポート"], now=now, after=now.without(row.key))
    assert (back.now.total, back.after.total) == (1, 0)
    delete_synonym(synonym=row, reason="不要", actor=operator, now=NOW)
    assert ids("レポート") == []


def test_the_preview_saves_nothing_and_the_form_comes_back_as_typed(forms, office):
    data = {"word": "レポート", "expansions": "帳票", "samples": "伝票\nレポート 電子"}
    page = office.post(ADD, data)
    text = page.content.decode()
    assert [trial.text for trial in page.context["trials"]] == ["レポート", "伝票", "レポート 電子"]
    assert "帳票くん" in text
    assert "保存する" in text
    assert not Synonym.objects.exists()
    seen = {"seen": page.context["state"]}
    again = office.post(ADD, data | seen | {"_edit": "直す"}).content.decode()
    assert 'value="レポート"' in again
    assert "レポート 電子" in again
    assert not Synonym.objects.exists()
    assert office.post(ADD, data | seen).status_code == 302
    assert Synonym.objects.get().expansions == ["帳票"]


def test_another_change_meanwhile_means_another_look(forms, office, operator):
    data = {"word": "レポート", "expansions": "帳票"}
    seen = office.post(ADD, data).context["state"]
    synonym(operator, "控え", "伝票")
    page = office.post(ADD, data | {"seen": seen})
    assert "もう一度確かめてください" in page.content.decode()
    assert Synonym.objects.count() == 1
    assert office.post(ADD, data | {"seen": page.context["state"]}).status_code == 302


def test_a_new_word_shows_what_the_old_one_loses(forms, office, operator):
    row = synonym(operator, "レポート", "帳票")
    change = reverse("admin:catalog_synonym_change", args=[row.pk])
    new, old = office.post(change, {"word": "報告書類", "expansions": "帳票"}).context["trials"]
    assert (new.now.total, new.after.total) == (0, 1)
    assert (old.text, old.now.total, old.after.total) == ("レポート", 1, 0)


@pytest.mark.parametrize("samples", ["\n".join("あいうえおか"), "長" * 61, "長" * 100_000])
def test_samples_are_few_and_short(office, samples):
    page = office.post(ADD, {"word": "レポート", "expansions": "帳票", "samples": samples})
    assert "samples" in page.context["adminform"].form.errors


@pytest.mark.parametrize("seen", ["", "x" * 10_000])
def test_a_made_up_state_is_no_permission_to_save(office, seen):
    assert office.post(ADD, {"word": "レポート", "expansions": "帳票", "seen": seen}).status_code == 200
    assert not Synonym.objects.exists()


def test_the_cost_follows_the_questions_and_not_the_rows(listing, office, operator):
    def cost():
        data = {"word": "レポート", "expansions": "帳票", "samples": "\n".join(["伝票"] * MOST_SAMPLES)}
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert office.post(ADD, data).status_code == 200
        return len(queries)

    listing("帳票くん", "電子帳票を配る")
    first = cost()
    for number in range(3):
        listing(f"帳票{number}", "電子帳票と伝票")
        synonym(operator, f"語{number}", "帳票")
    assert cost() <= first


def test_words_are_deleted_one_by_one_and_once(office, operator):
    rows = [synonym(operator, word, "帳票") for word in ("レポート", "報告書類")]
    ask = {"action": "delete_one", "_selected_action": [row.pk for row in rows], "reason": "不要"}
    assert "1語ずつ" in office.post(LIST, ask, follow=True).content.decode()
    assert office.post(LIST, ask | {"action": "delete_selected", "post": "yes"}).status_code in {200, 302}
    assert Synonym.objects.count() == 2
    delete_synonym(synonym=rows[0], reason="不要", actor=operator, now=NOW)
    with pytest.raises(DomainError, match="すでに削除"):
        delete_synonym(synonym=rows[0], reason="不要", actor=operator, now=NOW)
    with pytest.raises(DomainError, match="すでに登録"):
        synonym(operator, "報告書類", "伝票")


def test_the_preview_of_a_category_says_what_happens(listing, office, operator):
    category = CategoryFactory(name="文書管理")
    inside = listing("ふみくら", "しまっておく", facets=[category.facet])
    outside = listing("公文書ばこ", "公文書の整理")
    url = reverse("admin:catalog_category_change", args=[category.pk])
    page = office.post(url, {"name": "公文書", "group": "", "position": 1})
    shown = page.context
    assert (shown["listed"], list(shown["first"]), shown["is_renamed"]) == (1, [inside], True)
    assert (shown["hits_now"], shown["hits_after"]) == (1, 2)
    assert "以前の名称でも探せるように" in page.content.decode()
    category.refresh_from_db()
    assert category.name == "文書管理"
    category.name = "公文書"
    save_category(category=category, actor=operator, now=NOW)
    reindex([inside.pk, outside.pk])
    assert sorted(ids("公文書")) == sorted([inside.pk, outside.pk])


def test_a_category_changed_meanwhile_is_looked_at_again(office):
    category = CategoryFactory(name="文書管理")
    url, data = reverse("admin:catalog_category_change", args=[category.pk]), {"name": "公文書", "position": 1}
    seen = office.post(url, data).context["state"]
    Category.objects.filter(pk=category.pk).update(position=7)
    assert "もう一度確かめてください" in office.post(url, data | {"seen": seen}).content.decode()
    again = office.post(url, data | {"seen": seen, "_edit": "直す"}).content.decode()
    assert 'value="公文書"' in again
    category.refresh_from_db()
    assert (category.name, category.position) == ("文書管理", 7)
