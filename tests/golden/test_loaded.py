"""The record as a whole: nothing in it contradicts, and loading it again changes nothing."""

from io import StringIO
from itertools import pairwise

import pytest
from django.apps import apps
from django.core.management import call_command

from indices.checking import faults
from indices.models import CriteriaSet, CriterionLink, Edition
from records.models import AuditEvent, DataVersion

pytestmark = [pytest.mark.golden, pytest.mark.django_db]


def row_counts():
    models = [model for app in ("records", "units", "indices") for model in apps.get_app_config(app).get_models()]
    return {model.__name__: model.objects.count() for model in models}


def test_check_data_finds_no_fault(record):
    assert list(faults()) == []


def test_loading_again_changes_nothing(record):
    counts, version = row_counts(), DataVersion.current()
    out = StringIO()
    call_command("load_published", stdout=out)
    assert row_counts() == counts
    assert DataVersion.current() == version
    assert all(": 0 new, 0 changed" in line for line in out.getvalue().splitlines()[:-1])


def test_every_edition_is_published_by_a_source_and_written_down(record):
    assert not Edition.objects.exclude(state="published")
    assert not Edition.objects.filter(source=None)
    folders = list((record / "editions").glob("*/*/edition.toml"))
    assert Edition.objects.count() == len(folders) == 130
    assert AuditEvent.objects.filter(kind="edition_published").count() == 130


def test_five_papi_sets_follow_each_other_and_are_linked(record):
    sets = CriteriaSet.objects.filter(index__slug="papi").order_by("year_from")
    assert [(one.year_from, one.year_to) for one in sets] == [
        (2011, 2015),
        (2016, 2017),
        (2018, 2018),
        (2019, 2020),
        (2021, None),
    ]
    linked = CriterionLink.objects.filter(from_set__index__slug="papi")
    slugs = [one.slug for one in sets]
    assert set(linked.values_list("from_set__slug", "to_set__slug")) == set(pairwise(slugs))
