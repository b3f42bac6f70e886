"""The page of alerts: who gives cause, how it is filtered, what is set side by side, what it costs."""

from decimal import Decimal

import pytest

from indices.models import Depth, Index
from tests.factories import CriteriaSetFactory, CriterionFactory, CriterionLinkFactory, TargetFactory
from tests.indices.tables import build, rows, text
from units.models import Unit

ADDRESS = "/indices/chi-so/2024/alerts/"
NAMES = ("An", "Bình", "Cường", "Dũng", "Em", "Giang", "Hà", "Khôi")


@pytest.fixture
def four(fields, units):
    """2021 to 2024. Em had 18 of 20 and has 12: in field 1, where it never was last, 3 of 10 instead of 9."""
    for year in (2021, 2022, 2023):
        build(fields, year, {"An": ("8", "8"), "Bình": ("7", "7"), "Em": ("9", "9")}, units)
    return build(fields, 2024, {"An": ("8", "8"), "Bình": ("7", "7"), "Em": ("3", "9")}, units)


def opinions(units, points, **index):
    """SIPAS of the same units in 2024, of a total alone: unit -> points of twenty."""
    made = CriteriaSetFactory(slug="y-kien", index__slug="y-kien", index__family="sipas", index__short_name="Ý KIẾN")
    for code in ("1", "2"):
        CriterionFactory(criteria_set=made, code=code, position=int(code), name=f"Yếu tố {code}")
    Index.objects.filter(pk=made.index_id).update(public_depth=Depth.TOTALS, **index)
    return build(made, 2024, {name: (figure, figure) for name, figure in points.items()}, units)


def contradicting(fields, units, **index):
    """Eight units, best first by the records; by what people say it is the other way round."""
    made = build(fields, 2024, {name: (str(9 - at), "9") for at, name in enumerate(NAMES)}, units)
    Index.objects.filter(pk=made.index_id).update(family="par")
    opinions(units, {name: "1" if name == "An" else str(2 + at) for at, name in enumerate(NAMES)}, **index)


# Who gives cause


def test_the_first_sentence_says_how_many_units_give_cause(client, four):
    assert "CHỈ SỐ 2024: 1 trong 3" in text(client.get(ADDRESS))


def test_a_sudden_fall_states_the_change_and_what_is_usual(client, four):
    """18 → 12 of 20 is 30 % of the maximum; the three changes before were none."""
    told = [row[1] for row in rows(client.get(f"{ADDRESS}?kind=fall"))]
    usual = "Từ 2021 đến 2023, mỗi năm thường giữ nguyên, dao động 0,00 quanh mức ấy."
    assert told == [
        f"1. Lĩnh vực 1: năm 2024 giảm 60,00 % điểm tối đa so với 2023. {usual}",
        f"Tổng năm 2024 giảm 30,00 % điểm tối đa so với 2023. {usual}",
    ]


def test_a_last_place_that_is_new_names_the_years_before(client, four):
    assert [row[:2] for row in rows(client.get(f"{ADDRESS}?kind=last"))] == [
        ["Em", "1. Lĩnh vực 1: thấp nhất trong 3 đơn vị; các năm 2021, 2022, 2023 không năm nào đứng cuối."]
    ]


def test_each_alert_leads_to_the_scorecard(client, four):
    assert 'href="/indices/chi-so/2024/units/em/"' in client.get(ADDRESS).content.decode()


def test_the_own_unit_is_marked_and_spoken_of_first(client, four):
    client.cookies["my_unit"] = Unit.objects.get(name="Em").slug
    page = client.get(f"{ADDRESS}?kind=fall")
    assert "Đơn vị của tôi, Em: giảm đột ngột 2, lần đầu đứng cuối 1." in text(page)
    assert [row[0] for row in rows(page)] == ["đơn vị của tôi Em", "đơn vị của tôi Em"]
    assert page.content.decode().count('<tr class="mine">') == 2


def test_an_own_unit_without_alerts_is_told_so(client, four):
    client.cookies["my_unit"] = Unit.objects.get(name="An").slug
    assert "Đơn vị của tôi, An: không có cảnh báo nào." in text(client.get(ADDRESS))


def test_an_own_unit_of_another_table_changes_nothing(client, four):
    client.cookies["my_unit"] = "khong-co"
    assert "của tôi" not in text(client.get(ADDRESS)).partition("Giảm đột ngột")[0]


def test_a_missed_target_says_what_is_lacking(client, four):
    """12 of 20 are 60 %; 66,5 − 60 = 6,5."""
    TargetFactory(unit=Unit.objects.get(name="Em"), index=four.index, year=2024, kind="percent", figure=Decimal("66.5"))
    assert rows(client.get(f"{ADDRESS}?kind=target")) == [
        ["Em", "Mục tiêu 66,5 %; đạt 60 %, còn thiếu 6,5 điểm %."],
    ]


def test_a_loss_in_the_third_year_is_told_where_another_unit_has_full_marks(client, fields, units):
    for year in (2022, 2023, 2024):
        build(fields, year, {"An": ("10", "8"), "Bình": ("7.5", "8")}, units)
    assert rows(client.get(f"{ADDRESS}?kind=chronic")) == [
        ["Bình", "Mất điểm từ ba năm liền trở lên ở tiêu chí đơn vị khác đạt tối đa: 1. Lĩnh vực 1 (mất 2,50 điểm)."]
    ]


def later_set(fields, **links):
    """A set of 2024 in place of `fields`: code -> (codes it was, kind of link)."""
    made = CriteriaSetFactory(slug="bo-2024", index=fields.index, max_points=Decimal(20))
    for code in ("1", "2"):
        CriterionFactory(criteria_set=made, code=code, position=int(code), name=f"Lĩnh vực mới {code}")
    for new, (olds, kind) in links.items():
        for old in olds:
            CriterionLinkFactory(
                from_set=fields,
                to_set=made,
                old=fields.criteria.get(code=old),
                new=made.criteria.get(code=new.removeprefix("c")),
                kind=kind,
            )
    return made


def test_a_loss_is_followed_through_a_set_that_numbers_anew(client, fields, units):
    """What is 2 was 1: there Bình lost all along. What is 1 was 2: there An lost in the newest year alone."""
    for year in (2022, 2023):
        build(fields, year, {"An": ("10", "10"), "Bình": ("7", "10")}, units)
    made = later_set(fields, c1=("2", "renamed"), c2=("1", "renamed"))
    build(made, 2024, {"An": ("9", "10"), "Bình": ("10", "6")}, units)
    assert rows(client.get(f"{ADDRESS}?kind=chronic")) == [
        [
            "Bình",
            "Mất điểm từ ba năm liền trở lên ở tiêu chí đơn vị khác đạt tối đa: 2. Lĩnh vực mới 2 (mất 4,00 điểm).",
        ]
    ]


def test_a_loss_at_what_was_merged_counts_where_any_of_its_parts_was_lost(client, fields, units):
    """2 was 1 and 2. Bình lost at one of them each year; Cường at none in 2022; of Dũng's one is not known."""
    earlier = {2022: {"Cường": ("10", "10"), "Dũng": ("7", None)}, 2023: {"Cường": ("7", "7"), "Dũng": ("7", "7")}}
    for year, others in earlier.items():
        build(fields, year, {"An": ("10", "10"), "Bình": ("7", "10"), **others}, units)
    made = later_set(fields, c2=("12", "merged"))
    newest = {"An": ("10", "10"), "Bình": ("10", "6"), "Cường": ("10", "6"), "Dũng": ("10", "6")}
    build(made, 2024, newest, units)
    assert [row[0] for row in rows(client.get(f"{ADDRESS}?kind=chronic"))] == ["Bình"]


def test_years_with_a_gap_between_them_are_not_in_a_row(client, fields, units):
    for year in (2020, 2022, 2023):
        build(fields, year, {"An": ("8", "8"), "Em": ("9", "9")}, units)
    build(fields, 2024, {"An": ("8", "8"), "Em": ("3", "9")}, units)
    told = text(client.get(ADDRESS))
    assert "Giảm đột ngột" not in told.split("Khi nào có cảnh báo")[0].replace("Giảm đột ngột cần", "")
    assert "liền trước năm này đã công bố ở đây: 2022, 2023." in told


def test_an_index_that_shows_totals_alone_tells_nothing_of_fields(client, four):
    Index.objects.filter(pk=four.index_id).update(public_depth=Depth.TOTALS)
    response = client.get(ADDRESS)
    assert [row[1].partition(" năm")[0] for row in rows(response)] == ["Tổng"]
    assert "Lĩnh vực 1" not in text(response)


# As the address asks


def test_a_name_without_accents_finds_its_unit(client, four):
    assert rows(client.get(f"{ADDRESS}?q=em"))[0][0] == "Em"
    assert "Không có cảnh báo nào khớp" in text(client.get(f"{ADDRESS}?q=binh"))


@pytest.mark.parametrize("query", ["kind=x", "x=chi-so&y=chi-so", "x=khong&y=co", "page=9999", "block=&region=z"])
def test_what_is_not_understood_is_the_default(client, four, query):
    assert len(rows(client.get(f"{ADDRESS}?{query}"))) == 2


def test_a_first_year_has_no_alerts_and_says_so(client, fields, units):
    build(fields, 2024, {"An": ("8", "8"), "Em": ("3", "9")}, units)
    told = text(client.get(ADDRESS))
    assert "không có cảnh báo nào" in told
    assert "liền trước năm này đã công bố ở đây: không năm nào." in told


# Two figures side by side


def test_high_by_records_and_worst_by_what_people_say_is_a_contradiction(client, fields, units):
    """An: 9 + 9 = 18 of 20, the best of eight; 1 + 1 = 2 of 20, the 8th. Bình, 2nd and 7th: a quarter of 8 are two."""
    contradicting(fields, units)
    told = text(client.get(ADDRESS))
    assert "An: CHỈ SỐ 2024 đạt 90,00 %, nhưng Ý KIẾN 2024 chỉ 10,00 %, hạng 8 trong 8 đơn vị." in told
    assert "8 đơn vị có cả hai số." in told
    assert "Mâu thuẫn rõ: An, Bình." in told


def test_the_same_contradiction_stands_on_the_page_of_the_other_index(client, fields, units):
    contradicting(fields, units)
    assert "nhưng Ý KIẾN 2024 chỉ 10,00 %" in text(client.get("/indices/y-kien/2024/alerts/"))


def test_sample_and_record_are_never_set_side_by_side(client, fields, units):
    contradicting(fields, units, is_sample=True)
    assert "Ý KIẾN" not in text(client.get(ADDRESS))


def test_a_pair_can_be_asked_for(client, four):
    """Within one edition, field by field: Em, lowest in the first, is highest in the second."""
    told = text(client.get(f"{ADDRESS}?x=chi-so:1&y=chi-so:2"))
    assert "Lĩnh vực 1 và Lĩnh vực 2" in told
    assert "3 đơn vị có cả hai số." in told


# What it costs


def test_queries_grow_neither_with_units_nor_with_years(client, fields, units, django_assert_max_num_queries):
    for year in range(2018, 2025):
        many = {f"Tỉnh {number:02}": (str(number % 9), str(9 - (number + year) % 5)) for number in range(40)}
        build(fields, year, many, units)
    with django_assert_max_num_queries(35):
        client.get(ADDRESS)
