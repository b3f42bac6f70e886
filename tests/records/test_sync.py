"""Stored rows are brought to what a table says, and only what differs is written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.models import Decision, Source
from records.sync import Tally, sync, sync_sources
from tests.factories import DecisionFactory, SourceFactory, UnitFactory, UnitNameFactory
from units.models import UnitName

pytestmark = pytest.mark.django_db


def writes(queries):
    return [query["sql"] for query in queries if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]


def test_new_rows_are_made():
    rows, tally = sync(Source, {"a": {"title": "Một"}, "b": {"title": "Hai"}}, key="code")
    assert tally == Tally(created=2)
    assert Source.objects.get(code="b") == rows["b"]


def test_changed_rows_are_changed_and_the_others_not_written():
    SourceFactory(code="a", title="Một", publisher="VCCI")
    SourceFactory(code="b", title="Hai")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        _rows, tally = sync(Source, {"a": {"title": "Ba"}, "b": {"title": "Hai"}}, key="code")
    assert tally == Tally(changed=1, unchanged=1)
    assert len(writes(queries)) == 1
    assert Source.objects.values_list("title", "publisher").get(code="a") == ("Ba", "VCCI")


def test_rows_that_are_not_named_are_left_alone():
    SourceFactory(code="a")
    rows, tally = sync(Source, {}, key="code")
    assert (list(rows), tally.wrote) == (["a"], False)


def test_key_may_be_of_several_fields_one_of_them_a_relation():
    stored = UnitNameFactory(name="Thừa Thiên Huế")
    key = (stored.unit_id, stored.valid_from)
    rows, tally = sync(UnitName, {key: {"name": "Huế"}}, key=("unit", "valid_from"))
    assert (rows[key].pk, rows[key].name, tally) == (stored.pk, "Huế", Tally(changed=1))
    unit = UnitFactory()
    other = (unit.pk, stored.valid_from)
    sync(UnitName, {other: {"name": "Khác", "kind": "province", "search_key": "khac"}}, key=("unit", "valid_from"))
    assert unit.names.get().name == "Khác"


def test_sources_become_exactly_those_wanted():
    first, second, third = (SourceFactory() for _ in range(3))
    kept, other = DecisionFactory(slug="kept"), DecisionFactory(slug="other")
    kept.sources.set([first, second])
    other.sources.set([first])
    sync(Decision, {"kept": {}}, key="slug", sources={"kept": [second, third]})
    assert set(kept.sources.all()) == {second, third}
    assert set(other.sources.all()) == {first}


def test_sources_that_are_as_wanted_are_not_written():
    decision, source = DecisionFactory(), SourceFactory()
    decision.sources.set([source])
    with CaptureQueriesContext(connection) as queries:
        sync_sources(Decision, {decision: [source]})
    assert writes(queries) == []


def test_tallies_add_up():
    total = Tally(1, 2, 3) + Tally(10, 20, 30)
    assert total == Tally(11, 22, 33)
    assert total.wrote
    assert not Tally(unchanged=4).wrote
