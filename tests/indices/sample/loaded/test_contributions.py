"""What the sample's departments answer for through its districts, reckoned by hand from the published tree."""

from fractions import Fraction

import pytest

from indices.checking import contributions as checking
from indices.models import Standing
from indices.queries.contributions import contributions_of

pytestmark = pytest.mark.django_db


def of(unit, label="2024"):
    standing = Standing.objects.select_related("unit", "edition__index").get(
        unit__slug=unit, edition__index__slug="par-mau-departments", edition__label=label, edition__state="published"
    )
    [found] = contributions_of(standing, standing.edition)
    return found


def test_mean_of_eleven_districts_falls_short_of_95_percent(sample):
    """Of 3.5 points each: Đông Quỳnh 1, Thạch Khuê 1.5, Nghi Tường 2, five with 2.75, three with 3.5."""
    found = of("so-thong-tin-va-truyen-thong-tinh-mau").shortfall
    shares = [Fraction(share, 350) for share in (100, 150, 200, *[275] * 5, *[350] * 3)]
    assert sorted(part.figure for part in found.parts) == sorted(shares)
    assert found.shortfall == Fraction(95, 100) - sum(shares) / 11
    assert found.parts[0].unit == "dong-quynh-huyen-tinh-mau"
    assert found.parts[0].to_shortfall == (Fraction(95, 100) - Fraction(100, 350)) / 11


def test_weights_are_the_complaints_that_each_district_received(sample):
    """1,943 in all: Vân Triều 428 of them at 88 %."""
    found = of("van-phong-ubnd-tinh-mau")
    first = found.shortfall.parts[0]
    assert (first.unit, first.weight) == ("van-trieu-thanh-pho-tinh-mau", Fraction(428, 1943))
    assert first.to_shortfall == Fraction(428, 1943) * Fraction(12, 100)
    assert found.link.source.code == "sample"


def test_year_before_the_merger_rests_on_twelve_districts(sample):
    assert len(of("van-phong-ubnd-tinh-mau", "2023").shortfall.parts) == 12


def test_check_finds_nothing_in_the_sample(sample):
    assert list(checking.links_make_sense()) == []
