"""An admin says on whose results a criterion rests: what is taken, what is refused and why."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indices.models import ContributionLink, ContributionWeight, Edition
from records.models import AuditEvent
from tests.factories import (
    AdminFactory,
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    IndexFactory,
    SourceFactory,
    UnitFactory,
    freeze,
)

pytestmark = pytest.mark.django_db
ADD = "admin:indices_contributionlink_add"


@pytest.fixture
def form(client, standing, districts):
    client.force_login(AdminFactory())
    return {
        "standing": standing.pk,
        "criterion": standing.edition.criteria_set.criteria.get(code="1").pk,
        "rests_on": districts.pk,
        "weighting": "equal",
        "note": "Bình quân các huyện.",
        "weights-TOTAL_FORMS": "1",
        "weights-INITIAL_FORMS": "0",
    }


def errors(client, data):
    response = client.post(reverse(ADD), data)
    if response.status_code == 302:
        return {}
    context = response.context["adminform"].form.errors
    formset = response.context["inline_admin_formsets"][0].formset
    return {**context, **({"weights": formset.non_form_errors()} if formset.non_form_errors() else {})}


def test_admin_links_published_editions_and_it_is_written_down(client, form):
    assert errors(client, form) == {}
    link = ContributionLink.objects.get()
    assert AuditEvent.objects.filter(target_type="indices.contributionlink", target_id=str(link.pk)).exists()


def test_admin_gives_weights_with_a_source(client, form, districts):
    unit = districts.standings.get(unit__name="Nam").unit
    more = {"weighting": "stated", "source": SourceFactory().pk, "weights-0-unit": unit.pk, "weights-0-weight": "12,5"}
    assert errors(client, form | more) == {}
    assert ContributionWeight.objects.get().weight == Decimal("12.5")


def test_weights_without_a_source_are_refused(client, form, districts):
    unit = districts.standings.get(unit__name="Nam").unit
    more = {"weighting": "stated", "weights-0-unit": unit.pk, "weights-0-weight": "1"}
    assert "source" in errors(client, form | more)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"weighting": "stated"}, "Hãy ghi tỷ trọng"),
        ({"weights-0-weight": "1"}, "không ghi tỷ trọng"),
    ],
)
def test_weights_stand_exactly_where_they_count(client, form, districts, more, said):
    unit = districts.standings.get(unit__name="Nam").unit
    given = {"source": SourceFactory().pk} | ({"weights-0-unit": unit.pk} if "weights-0-weight" in more else {})
    assert said in errors(client, form | given | more)["weights"][0]


def test_weight_of_a_unit_that_is_not_there_is_refused(client, form, province):
    more = {"weighting": "stated", "source": SourceFactory().pk, "weights-0-unit": province.pk, "weights-0-weight": "1"}
    assert "An không có trong bảng" in errors(client, form | more)["weights"][0]


def _elsewhere(edition):
    return {"rests_on": freeze(EditionFactory(criteria_set__index__within=UnitFactory())).pk}


def _itself(edition):
    return {"rests_on": edition.pk}


def _national(edition):
    return {"rests_on": freeze(EditionFactory()).pk}


def _later(edition):
    index = Edition.objects.get(index__slug="cap-huyen").index
    return {"rests_on": freeze(EditionFactory(criteria_set__index=index, year=2025)).pk}


def _sample(edition):
    index = Edition.objects.get(index__slug="cap-huyen").index
    index.is_sample = True
    index.save()
    return {}


@pytest.mark.parametrize("make", [_elsewhere, _itself, _national, _later, _sample])
def test_what_it_cannot_rest_on_is_refused(client, form, standing, make):
    assert "rests_on" in errors(client, form | make(standing.edition))


def test_criterion_of_another_set_is_refused(client, form):
    assert "criterion" in errors(client, form | {"criterion": CriterionFactory().pk})


def test_part_of_another_set_is_refused(client, form):
    assert "part" in errors(client, form | {"part": CriterionFactory().pk})


def test_bonus_points_are_no_part_to_rest_on(client, form, standing, province):
    used = CriteriaSetFactory(index=IndexFactory(within=province))
    bonus = CriterionFactory(criteria_set=used, kind="bonus")
    more = {"rests_on": freeze(EditionFactory(criteria_set=used)).pk, "part": bonus.pk}
    assert "part" in errors(client, form | more)
