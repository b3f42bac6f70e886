"""Targets and agencies in charge in the admin: what cannot be meant is refused where it was typed."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indices.models import Responsibility, Target
from tests.admin_forms import form_data, signed_in_admin
from tests.factories import CriteriaSetFactory, CriterionFactory, IndexFactory, ResponsibilityFactory, UnitFactory
from units.models import Kind, Level

pytestmark = pytest.mark.django_db

admin = pytest.fixture(signed_in_admin)
TARGET = "admin:indices_target_add"
IN_CHARGE = "admin:indices_responsibility_add"


def added(client, name, **data):
    """What the form says is wrong with what was sent: field -> [sentence]; empty where it was stored."""
    url = reverse(name)
    response = client.post(url, form_data(client, url) | data)
    return {} if response.status_code == 302 else response.context["adminform"].form.errors


@pytest.fixture
def target():
    """What is sent of a target that can be meant: one of two provinces in a set of 100 points."""
    index = CriteriaSetFactory(max_points=Decimal(100)).index
    UnitFactory()
    return {"unit": UnitFactory().pk, "index": index.pk, "year": "2025", "kind": "percent", "figure": "90,5"}


@pytest.mark.parametrize(
    "data", [{}, {"figure": "100"}, {"kind": "points", "figure": "100"}, {"kind": "rank", "figure": "2"}]
)
def test_target_that_can_be_meant_is_stored(admin, client, target, data):
    assert added(client, TARGET, **target | data) == {}
    assert Target.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        ({"year": "1925"}, "year", "1925"),
        ({"year": "2925"}, "year", "2925"),
        ({"figure": "100,5"}, "figure", "100"),
        ({"figure": ""}, "figure", "bắt buộc"),
        ({"unit": ""}, "unit", "bắt buộc"),
        ({"kind": "points", "figure": "100,5"}, "figure", "100 theo bộ tiêu chí"),
        ({"kind": "rank", "figure": "3"}, "figure", "từ 1 đến 2"),
        ({"kind": "rank", "figure": "1,5"}, "figure", "số nguyên"),
    ],
)
def test_target_that_cannot_be_meant_is_refused_where_it_stands(admin, client, target, data, field, said):
    errors = added(client, TARGET, **target | data)
    assert list(errors) == [field]
    assert said in errors[field][0]


def test_target_is_of_a_unit_that_the_index_ranks(admin, client, target):
    other = UnitFactory(level=Level.MINISTRY, kind=Kind.MINISTRY)
    assert list(added(client, TARGET, **target | {"unit": other.pk})) == ["unit"]


def test_points_have_no_bound_where_no_set_is_known(admin, client, target):
    data = target | {"index": IndexFactory().pk, "kind": "points", "figure": "850"}
    assert added(client, TARGET, **data) == {}


def test_target_says_what_its_kinds_mean(admin, client):
    assert "1 là cao nhất" in client.get(reverse(TARGET)).content.decode()


@pytest.mark.parametrize("steps", [1, 2])
def test_agency_under_the_unit_is_in_charge(admin, client, steps):
    province = lead = UnitFactory()
    for _step in range(steps):
        lead = UnitFactory(level=Level.DEPARTMENT, kind=Kind.DEPARTMENT, parent=lead)
    data = {"criterion": CriterionFactory().pk, "within": province.pk, "lead": lead.pk}
    assert added(client, IN_CHARGE, **data) == {}
    assert Responsibility.objects.get().lead == lead


def test_agency_of_another_unit_is_refused_by_name(admin, client):
    here, elsewhere = UnitFactory(name="An"), UnitFactory(name="Bắc")
    lead = UnitFactory(name="Sở Nội vụ", level=Level.DEPARTMENT, kind=Kind.DEPARTMENT, parent=elsewhere)
    data = {"criterion": CriterionFactory().pk, "within": here.pk, "lead": lead.pk}
    errors = added(client, IN_CHARGE, **data)
    assert list(errors) == ["lead"]
    assert "Sở Nội vụ không thuộc An" in errors["lead"][0]


def test_agency_is_asked_for(admin, client):
    data = {"criterion": CriterionFactory().pk, "within": UnitFactory().pk}
    assert list(added(client, IN_CHARGE, **data)) == ["lead"]


def test_agency_of_older_records_is_looked_at_without_a_fault(admin, client):
    row = ResponsibilityFactory()
    assert client.get(reverse("admin:indices_responsibility_change", args=(row.pk,))).status_code == 200
