"""PointsField: exact from the form to the database and back, on SQLite and on PostgreSQL alike."""

import io
import json
from decimal import Decimal

import pytest
from django import forms
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.core.management import call_command
from django.db.models import Avg, F, Max, Min, StdDev, Sum, Value, Variance
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from indices.models import CriteriaSet, Criterion
from indices.models.fields import LARGEST, PointsField, PointsFormField, stored, trimmed
from tests.factories import CriteriaSetFactory, CriterionFactory

pytestmark = pytest.mark.django_db

LARGEST_POINTS = Decimal(LARGEST).scaleb(-9)
POINTS = st.decimals(-LARGEST_POINTS, LARGEST_POINTS, allow_nan=False, allow_infinity=False, places=9)
SCORES = st.decimals("0.000000001", "1000", places=9)


class CriterionForm(forms.ModelForm):
    class Meta:
        model = Criterion
        fields = ("max_points",)


class TestEveryFigure(TestCase):
    """Properties that need the database once for each example."""

    @given(POINTS)
    def test_comes_back_as_it_went_in(self, value):
        criteria_set = CriteriaSetFactory(appraisal_points=value)
        criteria_set.refresh_from_db()
        assert criteria_set.appraisal_points == value
        assert CriteriaSet.objects.get(appraisal_points=value) == criteria_set

    @given(POINTS)
    def test_survives_dumping_and_loading(self, value):
        criteria_set = CriteriaSetFactory(appraisal_points=value)
        (loaded,) = serializers.deserialize("json", serializers.serialize("json", [criteria_set]))
        assert loaded.object.appraisal_points == value

    @given(st.lists(SCORES, min_size=1, max_size=8))
    def test_is_summed_exactly_by_the_database(self, values):
        criteria_set = CriteriaSetFactory()
        for value in values:
            CriterionFactory(criteria_set=criteria_set, max_points=value)
        found = criteria_set.criteria.aggregate(sum=Sum("max_points"), low=Min("max_points"), high=Max("max_points"))
        assert found == {"sum": sum(values), "low": min(values), "high": max(values)}

    @given(SCORES, SCORES)
    def test_is_subtracted_and_compared_exactly_by_the_database(self, bonus, penalty):
        row = CriteriaSetFactory(bonus_cap=bonus, penalty_cap=penalty)
        found = CriteriaSet.objects.annotate(gap=F("bonus_cap") - F("penalty_cap")).get(pk=row.pk)
        assert found.gap == bonus - penalty
        assert CriteriaSet.objects.filter(pk=row.pk, bonus_cap__gt=F("penalty_cap")).exists() is (bonus > penalty)


@given(POINTS)
def test_points_that_are_stored_are_whole_billionths(value):
    assert Decimal(stored(value)).scaleb(-9) == value


def test_points_come_back_without_trailing_zeros():
    criterion = CriterionFactory(max_points=Decimal("88.520"))
    criterion.refresh_from_db()
    assert str(criterion.max_points) == "88.52"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("88.520000000", "88.52"), ("80", "80"), ("1E+2", "100"), ("0.000", "0"), ("-0.50", "-0.5")],
)
def test_trimmed_drops_trailing_zeros_and_exponents(value, shown):
    assert str(trimmed(Decimal(value))) == shown


def test_points_that_are_not_known_stay_null():
    criterion = CriterionFactory(max_points=None)
    criterion.refresh_from_db()
    assert criterion.max_points is None
    assert Criterion.objects.filter(max_points__isnull=True).get() == criterion


def test_sum_of_nothing_is_not_known():
    assert Criterion.objects.aggregate(sum=Sum("max_points"))["sum"] is None


@pytest.mark.parametrize("value", [88.52, True])
def test_float_is_refused(value):
    with pytest.raises(TypeError, match="points must be exact"):
        CriterionFactory(max_points=value)
    with pytest.raises(TypeError, match="points must be exact"):
        Criterion.objects.filter(max_points=value).exists()


def test_more_than_nine_places_are_refused():
    with pytest.raises(ValueError, match="more than nine decimal places"):
        CriterionFactory(max_points=Decimal("0.0000000001"))


@pytest.mark.parametrize("value", [LARGEST_POINTS + Decimal("1E-9"), Decimal("1E+30")])
def test_figure_too_large_to_keep_is_refused(value):
    with pytest.raises(ValueError, match="too large"):
        CriterionFactory(max_points=value)


@pytest.mark.parametrize("value", ["0.0000000001", "1E+30", "NaN", "Infinity"])
def test_clean_names_what_cannot_be_kept(value):
    with pytest.raises(ValidationError) as caught:
        PointsField().clean(Decimal(value), None)
    assert caught.value.code == "places"


def test_clean_names_what_is_no_number():
    with pytest.raises(ValidationError) as caught:
        PointsField().clean("tám", None)
    assert caught.value.code == "invalid"


@pytest.mark.parametrize("values", [("1", "3"), ("1", "2", "5")])  # one average is whole, the other is not
@pytest.mark.parametrize("aggregate", [Avg, StdDev, Variance])
def test_average_in_the_database_is_refused(aggregate, values):
    for value in values:
        CriterionFactory(max_points=Decimal(value))
    with pytest.raises((TypeError, FieldError), match=r"the database|compute it in the domain"):
        Criterion.objects.aggregate(found=aggregate("max_points"))


@pytest.mark.parametrize(
    "expression", [F("bonus_cap") / F("penalty_cap"), F("bonus_cap") * F("penalty_cap"), F("bonus_cap") / 2]
)
def test_quotient_and_product_in_the_database_are_refused(expression):
    CriteriaSetFactory(bonus_cap=Decimal(1), penalty_cap=Decimal(3))
    with pytest.raises(FieldError, match="Cannot infer type"):
        list(CriteriaSet.objects.annotate(found=expression))


def test_difference_from_a_given_figure_is_exact():
    CriterionFactory(max_points=Decimal("10.000000001"))
    given_figure = Value(Decimal("0.1"), output_field=PointsField())
    assert Criterion.objects.annotate(left=F("max_points") - given_figure).get().left == Decimal("9.900000001")


def test_order_is_by_number_and_nulls_can_be_last():
    for value in ("9", None, "10", "-1"):
        kind = "penalty" if value == "-1" else "ordinary"
        CriterionFactory(max_points=value and Decimal(value), kind=kind)
    ordered = Criterion.objects.order_by(F("max_points").desc(nulls_last=True))
    assert [criterion.max_points for criterion in ordered] == [10, 9, -1, None]


def test_filters_take_decimals_and_text():
    criterion = CriterionFactory(max_points=Decimal("88.52"))
    CriterionFactory(max_points=Decimal("7"))
    for lookup in (
        {"max_points": "88.52"},
        {"max_points__gt": Decimal("88.519999999")},
        {"max_points__in": [Decimal("88.520"), Decimal(1)]},
        {"max_points__range": ("80", "90")},
    ):
        assert Criterion.objects.filter(**lookup).get() == criterion


@pytest.mark.parametrize(
    ("language", "typed"),
    [("vi", "88,52"), ("vi", "88.52"), ("vi", " 88,520 "), ("en", "88.52"), ("en", "88.520000000")],
)
def test_form_reads_both_notations(language, typed):
    with translation.override(language):
        form = CriterionForm({"max_points": typed})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["max_points"] == Decimal("88.52")


@pytest.mark.parametrize("typed", ["1.234,56", "1,2,3", "8a", "NaN", "Infinity", "0,0000000001", "9" * 20])
def test_form_refuses_what_is_no_exact_figure(typed):
    with translation.override("vi"):
        assert "max_points" in CriterionForm({"max_points": typed}).errors


def test_form_takes_an_empty_field_for_not_known():
    form = CriterionForm({"max_points": ""})
    assert form.is_valid()
    assert form.cleaned_data["max_points"] is None


@pytest.mark.parametrize(("language", "shown"), [("vi", 'value="88,52"'), ("en", 'value="88.52"')])
def test_form_shows_the_readers_notation(language, shown):
    with translation.override(language):
        assert shown in str(CriterionForm(instance=CriterionFactory(max_points=Decimal("88.520")))["max_points"])


@pytest.mark.parametrize(
    ("initial", "typed", "changed"),
    [
        (Decimal("88.52"), "88,520", False),
        (Decimal("88.52"), "88,53", True),
        (None, "", False),
        (None, "0", True),
        (Decimal(0), "", True),
        (Decimal(1), "một", True),
    ],
)
def test_form_sees_only_true_changes(initial, typed, changed):
    with translation.override("vi"):
        assert PointsFormField(required=False).has_changed(initial, typed) is changed


def test_dumpdata_writes_the_figure_and_loaddata_reads_it(tmp_path):
    known, unknown = CriterionFactory(max_points=Decimal("88.52")), CriterionFactory(max_points=None)
    out = io.StringIO()
    call_command("dumpdata", "indices.criterion", stdout=out)
    dumped = {row["pk"]: row["fields"]["max_points"] for row in json.loads(out.getvalue())}
    assert dumped == {known.pk: "88.52", unknown.pk: None}

    file = tmp_path / "criteria.json"
    file.write_text(out.getvalue(), encoding="utf-8")
    Criterion.objects.update(max_points=Decimal(1))
    call_command("loaddata", str(file), verbosity=0)
    known.refresh_from_db()
    unknown.refresh_from_db()
    assert (known.max_points, unknown.max_points) == (Decimal("88.52"), None)


def test_loaddata_refuses_a_figure_in_binary():
    row = {"model": "indices.criterion", "pk": 1, "fields": {"max_points": 88.52}}
    with pytest.raises(serializers.base.DeserializationError, match="points must be exact"):
        list(serializers.deserialize("json", json.dumps([row])))


def test_text_formats_hold_the_figure_too():
    criterion = CriterionFactory(max_points=Decimal("88.520"))
    assert ">88.52<" in serializers.serialize("xml", [criterion])
