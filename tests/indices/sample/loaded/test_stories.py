"""The stories that the sample must tell, read from what the database holds once it is loaded."""

from decimal import Decimal

import pytest

from indices.models import Edition, Score, Standing
from units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


def standing(index, label, unit, **more):
    return Standing.objects.get(
        **({"edition__state": "published", "edition__index__slug": index, "edition__label": label} | more),
        unit__slug=f"{unit}-tinh-mau",
    )


def district(label, unit):
    return standing("par-mau-districts", label, unit)


def ranked_in(label, index="par-mau-districts"):
    return Standing.objects.filter(
        edition__state="published", edition__index__slug=index, edition__label=label, rank__isnull=False
    ).count()


def lost(index, label, unit):
    """Codes of leaves -> points not reached."""
    scores = standing(index, label, unit).scores.filter(criterion__children=None, criterion__kind="ordinary")
    return {
        score.criterion.code: score.criterion.max_points - score.points
        for score in scores.select_related("criterion")
        if score.points is not None and score.points < score.criterion.max_points
    }


def test_dong_quynh_falls_from_the_upper_half_to_last_place():
    assert district("2023", "dong-quynh-huyen").rank <= 3
    assert district("2024", "dong-quynh-huyen").rank == ranked_in("2024") == 11


def test_dong_quynh_lost_most_of_it_on_the_leaves_that_the_story_names(files):
    (story,) = files.stories.fall
    points = lost("par-mau-districts", "2024", "dong-quynh-huyen")
    assert sum(points[code] for code in story["leaves"]) > sum(points.values()) / 2


@pytest.mark.parametrize(
    ("index", "label", "unit", "points"),
    [
        ("par-mau-districts", "2022", "thach-khue-huyen", "-0.5"),
        ("par-mau-departments", "2023", "so-du-lich", "-1"),
        ("par-mau-districts", "2022", "van-trieu-thanh-pho", "0"),
    ],
)
def test_leaders_who_were_disciplined_cost_points(index, label, unit, points):
    assert standing(index, label, unit).scores.get(criterion__code="10").points == Decimal(points)


@pytest.mark.parametrize("label", ["2021", "2022", "2023", "2024"])
@pytest.mark.parametrize("place", [0, 1])
def test_chronic_losses_come_back_every_year(files, label, place):
    story = files.stories.chronic[place]
    unit = story["unit"].removesuffix("-tinh-mau")
    named = story["leaves"]["2021" if label < "2023" else "2023"]
    assert set(named) <= set(lost(files.profiles[story["unit"]].index, label, unit))


def test_an_kha_climbs_from_last_place_to_the_first_three():
    assert district("2021", "an-kha-huyen").rank == ranked_in("2021")
    assert district("2024", "an-kha-huyen").rank <= 3


def test_an_kha_climbs_every_year():
    ranks = [district(label, "an-kha-huyen").rank for label in ("2021", "2022", "2023", "2024")]
    assert ranks == sorted(set(ranks), reverse=True)


def test_two_districts_are_tied_in_2022():
    tied = [district("2022", unit) for unit in ("nghi-tuong-huyen", "phu-khue-huyen")]
    assert len({(one.points, one.rank) for one in tied}) == 1


def test_the_place_after_the_tie_is_left_out():
    rank = district("2022", "phu-khue-huyen").rank
    ranks = Standing.objects.filter(edition=district("2022", "phu-khue-huyen").edition).values_list("rank", flat=True)
    assert rank + 1 not in ranks


@pytest.mark.parametrize("label", ["2021", "2022", "2023", "2024"])
def test_ban_dan_toc_is_excused_from_public_finance(label):
    excused = standing("par-mau-departments", label, "ban-dan-toc")
    field = excused.scores.get(criterion__code="6")
    whole = Decimal(100) - field.criterion.max_points
    assert (field.status, excused.max_points, bool(excused.note)) == ("not_applicable", whole, True)


@pytest.mark.parametrize(("label", "is_ranked"), [("2021", False), ("2022", False), ("2023", True), ("2024", True)])
def test_the_office_of_the_province_is_unranked_at_first(label, is_ranked):
    office = standing("par-mau-departments", label, "van-phong-ubnd")
    assert (office.rank is not None, bool(office.note)) == (is_ranked, not is_ranked)


def test_a_correction_of_2023_lifts_one_unit_by_one_point():
    before = standing("par-mau-departments", "2023", "so-xay-dung", edition__state="superseded")
    after = standing("par-mau-departments", "2023", "so-xay-dung")
    assert (after.points - before.points, after.rank) == (Decimal(1), before.rank - 1)


def test_the_correction_says_why_and_by_which_decision():
    edition = Edition.objects.get(index__slug="par-mau-departments", label="2023", revision=2)
    assert edition.reason
    assert edition.reason_en
    assert edition.decision.amends == edition.replaces.decision


def test_two_districts_became_one_in_2024():
    merged = Unit.objects.get(slug="khue-son-huyen-tinh-mau")
    assert set(merged.successions_in.values_list("predecessor__name", flat=True)) == {"Hà Khuê", "Sơn Kha"}
    assert [ranked_in(label) for label in ("2021", "2022", "2023", "2024")] == [12, 12, 12, 11]


def test_two_departments_became_one_in_2024():
    assert [
        Standing.objects.filter(
            edition__state="published", edition__index__slug="par-mau-departments", edition__label=label
        ).count()
        for label in ("2021", "2022", "2023", "2024")
    ] == [15, 15, 15, 14]


def draft_of(unit):
    return Standing.objects.get(edition__state="draft", edition__index__is_sample=True, unit__slug=f"{unit}-tinh-mau")


def test_draft_of_2025_is_provisional_where_units_have_sent_their_scores():
    sent = draft_of("an-kha-huyen")
    assert (sent.is_provisional, sent.points is not None) == (True, True)


def test_draft_of_2025_lacks_what_units_have_not_sent():
    assert draft_of("moc-khe-huyen").status == Standing.Status.INCOMPLETE


def test_draft_of_2025_has_one_leaf_that_is_not_scored():
    scores = Score.objects.filter(standing__edition__state="draft", status="not_scored", origin="entered")
    assert [(score.standing.unit.slug, score.criterion.code) for score in scores] == [
        ("khue-son-huyen-tinh-mau", "7.1.3")
    ]
    assert draft_of("khue-son-huyen").missing == ["7.1.3"]


def test_bands_from_good_to_average_are_met_with():
    bands = Standing.objects.filter(edition__state="published").values_list("band__name", flat=True)
    assert {"Tốt", "Khá", "Trung bình"} <= set(bands)
