"""Satisfaction points of the published record against its satisfaction indices, an independent computation."""

import csv
from decimal import Decimal

import pytest

from indices.checking.surveys import satisfaction_points_follow_the_index
from indices.models import Conflict
from indices.queries.satisfaction import held_against_each_other

pytestmark = pytest.mark.golden


def figures(folder, index, label, file, column, where=lambda row: True):
    with (folder / "editions" / index / label / file).open(encoding="utf-8") as rows:
        return {row["unit"]: Decimal(row[column]) for row in csv.DictReader(rows) if where(row) and row[column]}


@pytest.mark.parametrize(
    ("index", "sipas", "label", "weight", "known", "apart"),
    [
        ("par-province", "sipas", "2020", 10, 2, {"quang-ninh", "hai-phong"}),
        ("par-hoa-binh-departments", "sipas-hoa-binh-departments", "2023", 8, 11, set()),
    ],
)
def test_points_of_the_record_are_the_percent_times_the_weight(record, index, sipas, label, weight, known, apart):
    points = figures(record, index, label, "parts.csv", "stated_points", lambda row: row["kind"] == "satisfaction")
    percents = figures(record, sipas, label, "standings.csv", "stated_percent")
    both = points.keys() & percents.keys()
    differ = {unit for unit in both if abs(points[unit] - percents[unit] * weight / 100) > Decimal("0.0055")}
    assert (len(both), differ) == (known, apart)
    found = [
        (part.standing.unit.slug, held)
        for part, held in held_against_each_other()
        if part.standing.edition.index.slug == index
    ]
    assert {unit for unit, _held in found} == both
    assert {unit for unit, held in found if not held.agrees} == apart


def test_the_record_knows_of_what_differs(record, db):
    assert list(satisfaction_points_follow_the_index()) == []
    Conflict.objects.filter(slug__endswith="-sipas").delete()
    told = list(satisfaction_points_follow_the_index())
    assert len(told) == 2
    assert any("9,56, còn 95,76 % × 10 là 9,576" in line for line in told)
