"""What check_data says of links to lower units' results."""

import pytest

from indices.checking import contributions as checking
from indices.models import ContributionLink, Edition
from tests.factories import (
    AnnexFactory,
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    SourceFactory,
    freeze,
)

pytestmark = pytest.mark.django_db


def test_check_finds_nothing_where_all_is_well(link):
    assert list(checking.links_make_sense()) == []


def test_check_takes_the_criterion_of_an_annex(link, standing):
    annex = AnnexFactory(standing=standing, criteria_set__index=standing.edition.index)
    ContributionLink.objects.filter(pk=link.pk).update(criterion=CriterionFactory(criteria_set=annex.criteria_set))
    assert list(checking.links_make_sense()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda link: {"criterion": CriterionFactory()}, "không thuộc bộ tiêu chí của"),
        (lambda link: {"part": CriterionFactory()}, "không thuộc bộ tiêu chí của"),
        (lambda link: {"weighting": "stated", "source": SourceFactory()}, "Hãy ghi tỷ trọng"),
    ],
)
def test_check_names_a_link_that_makes_no_sense(link, change, said):
    ContributionLink.objects.filter(pk=link.pk).update(**change(link))
    assert said in next(checking.links_make_sense())


def test_check_tells_of_a_newer_revision_by_another_set(link, districts):
    link.part = districts.criteria_set.criteria.get(code="1")
    link.save()
    Edition.objects.filter(pk=districts.pk).update(state="superseded")
    newer = CriteriaSetFactory(index=districts.index)
    freeze(EditionFactory(criteria_set=newer, revision=2, reason="Sửa", replaces=districts))
    [line] = checking.links_make_sense()
    assert "dùng bộ tiêu chí khác" in line
