"""The page of trends as its readers meet it."""

import datetime
import re
from decimal import Decimal

import pytest

from indices.models import CriteriaSet
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    DecisionFactory,
    EditionFactory,
    IndexFactory,
    SuccessionFactory,
    UnitFactory,
)
from tests.indices.tables import build, rows

pytestmark = pytest.mark.django_db

TRENDS = "/indices/chi-so/trends/"


def criteria_set(index, **more):
    made = CriteriaSetFactory(index=index, max_points=Decimal(20), **more)
    for code in ("1", "2"):
        CriterionFactory(criteria_set=made, code=code, name=f"Lĩnh vực {code}", max_points=Decimal(10), level="field")
    return made


def link(old, new, kind="kept", code="1", to="1"):
    CriterionLinkFactory(
        from_set=old, to_set=new, old=old.criteria.get(code=code), new=new.criteria.get(code=to), kind=kind
    )


@pytest.fixture
def units():
    return {}


@pytest.fixture
def old_set():
    return criteria_set(IndexFactory(slug="chi-so", figure="points"))


@pytest.fixture
def two_years(old_set, units):
    build(old_set, 2022, {"An": ("9", "8"), "Bình": ("7", "9")}, units)
    build(old_set, 2023, {"An": ("6", "8"), "Bình": ("7", "9")}, units)
    return old_set


@pytest.fixture
def new_set(two_years, units):
    """2024 with another set: field 1 goes on, field 2 is new."""
    made = criteria_set(two_years.index)
    link(two_years, made)
    build(made, 2024, {"An": ("8", "3"), "Bình": ("6", "10")}, units)
    return made


def table(response):
    return {row[0]: row[1:] for row in rows(response)}


def lede(response):
    return " ".join(re.search(r'<p class="lede">(.*?)</p>', response.content.decode(), re.DOTALL)[1].split())


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_official_totals_stand_beside_mean_and_best(client, two_years):
    response = client.get(TRENDS + "?units=an,binh")
    assert table(response) == {
        "2023": ["14,00", "16,00", "15,00", "16,00"],
        "2022": ["17,00", "16,00", "16,50", "17,00"],
    }
    assert lede(response) == "Tổng năm 2023: Bình 16,00 điểm; An 14,00 điểm."


def test_ranks_name_how_many_were_ranked(client, two_years):
    response = client.get(TRENDS + "?units=an,binh&show=rank")
    assert table(response) == {"2023": ["2/2", "1/2"], "2022": ["1/2", "2/2"]}
    assert lede(response) == "Tổng năm 2023: Bình hạng 1/2; An hạng 2/2."


def test_percents_are_of_the_maximum(client, two_years):
    assert table(client.get(TRENDS + "?units=an&show=percent"))["2023"] == ["70,00", "75,00", "80,00"]


def test_one_criterion_is_followed_across_its_links(client, new_set):
    assert table(client.get(TRENDS + "?units=an&of=1")) == {
        "2024": ["8,00", "7,00", "8,00", "bộ tiêu chí khác"],
        "2023": ["6,00", "6,50", "7,00", ""],
        "2022": ["9,00", "8,00", "9,00", ""],
    }


def test_a_criterion_that_nothing_leads_to_begins_where_it_is_new(client, new_set):
    found = table(client.get(TRENDS + "?units=an&of=2&show=rank"))
    assert [found[year][0] for year in ("2024", "2023", "2022")] == ["2/2", "–", "–"]


def test_common_ground_leaves_out_what_came_and_went(client, new_set):
    response = client.get(TRENDS + "?units=an,binh&line=common")
    assert {year: cells[:2] for year, cells in table(response).items()} == {
        "2024": ["80,00", "60,00"],
        "2023": ["60,00", "70,00"],
        "2022": ["90,00", "70,00"],
    }
    assert (
        "Chỉ tính trên 1 tiêu chí có mặt trong cả 3 năm, mỗi tiêu chí có trọng số như năm 2024; đó là 50,0 % số điểm "
        "của năm 2022 và 50,0 % của năm 2024." in text(response)
    )
    assert "đường này không phải số công bố" in text(response)


def test_ranks_on_common_ground_are_made_anew(client, new_set):
    found = table(client.get(TRENDS + "?units=an&line=common&show=rank"))
    # In 2024 Bình leads with 16 points of 20; on field 1 alone An does.
    assert [found[year][0] for year in ("2024", "2023", "2022")] == ["1/2", "2/2", "1/2"]


def test_a_break_is_said_and_never_crossed_by_a_line(client, new_set):
    response = client.get(TRENDS + "?units=an")
    assert "Bộ tiêu chí đổi từ năm 2024: điểm hai bên đường chấm không so trực tiếp được." in text(response)
    assert "Bộ tiêu chí khác." in text(response)


def test_another_number_of_units_is_a_break_of_its_own_with_its_decision(client, two_years, units):
    """Five were ranked in 2024 after two; they had come of one that was divided."""
    build(two_years, 2024, dict.fromkeys(("An", "Bình", "Cường", "Dũng", "Em"), ("8", "3")), units)
    gone = UnitFactory(name="Cũ", valid_to=datetime.date(2023, 12, 31))
    decision = DecisionFactory(number="15/2008/QH12", issuer="Quốc hội")
    SuccessionFactory(
        predecessor=gone, successor=units["Em"], effective_on=datetime.date(2024, 1, 1), decision=decision
    )
    response = client.get(TRENDS + "?units=an&show=rank")
    assert "Từ 2 lên 5 đơn vị." in text(response)
    assert "theo 15/2008/QH12 (Quốc hội)" in text(response)
    assert '"dash": "dashdot"' in response.content.decode()


def test_nothing_in_common_is_said(client, two_years, units):
    build(criteria_set(two_years.index), 2024, {"An": ("8", "3")}, units)
    response = client.get(TRENDS + "?units=an&line=common")
    assert "Không có tiêu chí nào đi qua mọi năm đã chọn" in text(response)
    assert "<tbody>" not in response.content.decode()


def test_a_shorter_span_of_years_may_have_more_in_common(client, new_set):
    response = client.get(TRENDS + "?units=an&line=common&to=2023")
    assert list(table(response)) == ["2023", "2022"]
    assert "Chỉ tính trên 2 tiêu chí có mặt trong cả 2 năm" in text(response)


def test_a_change_of_the_number_of_units_is_said_and_ranks_become_shares(client, two_years, units):
    build(two_years, 2024, {name: ("5", str(place)) for place, name in enumerate(("An", "Cường", "Dũng", "Em"))}, units)
    response = client.get(TRENDS + "?units=an&show=rank")
    assert "Từ 2 lên 4 đơn vị." in text(response)
    assert lede(response) == "Tổng năm 2024: An hạng 4/4 (thuộc 100 % đầu)."
    assert "cùng một thứ hạng không có nghĩa như nhau" in text(response)


def test_a_year_without_the_unit_is_a_gap(client, two_years, units):
    build(two_years, 2024, {"An": ("5", "5")}, units)
    assert table(client.get(TRENDS + "?units=binh"))["2024"][0] == "–"


def test_without_units_the_first_are_shown(client, two_years):
    assert lede(client.get(TRENDS)).startswith("Tổng năm 2023: Bình 16,00 điểm; An 14,00")


def test_ones_own_unit_is_shown_first(client, two_years):
    client.cookies["my_unit"] = "an"
    assert lede(client.get(TRENDS)) == "Tổng năm 2023: An 14,00 điểm."


@pytest.mark.parametrize("asked", ["units=khong-co&show=x&line=y&of=99&from=1999&to=z&period=week", "units=,,&add="])
def test_what_is_not_understood_is_the_default(client, two_years, asked):
    assert client.get(f"{TRENDS}?{asked}").status_code == 200


class TestAdding:
    def test_one_match_is_added(self, client, two_years):
        assert len(table(client.get(TRENDS + "?units=an&add=binh"))["2023"]) == 4

    def test_several_are_offered(self, client, two_years, units):
        build(two_years, 2024, {"Bình Minh": ("5", "5"), "Bình Yên": ("5", "5")}, units)
        response = client.get(TRENDS + "?units=an&add=binh+")
        assert len(table(response)["2024"]) >= 1
        response = client.get(TRENDS + "?units=an&add=b%C3%ACnh+y%C3%AAn")
        assert "Bình Yên" in lede(response)
        response = client.get(TRENDS + "?units=an&add=nh")
        assert "hãy chọn một" in text(response)
        assert f"{TRENDS}?units=an,binh-yen" in response.content.decode()

    def test_a_name_that_nobody_bears_is_said(self, client, two_years):
        assert "Không có đơn vị nào tên “xyz” trong chỉ số này." in text(client.get(TRENDS + "?units=an&add=xyz"))

    def test_eight_are_enough(self, client, two_years, units):
        names = {f"Đơn vị {number}": ("5", str(number)) for number in range(9)}
        build(two_years, 2024, names, units)
        slugs = ",".join(units[name].slug for name in names)
        response = client.get(f"{TRENDS}?units={slugs}")
        assert "Nhiều nhất 8 đơn vị một lúc" in text(response)
        assert 'name="add"' not in response.content.decode()


def test_months_stand_beside_years(client, two_years, units):
    for month in (1, 2):
        build(
            two_years, 2024, {"An": ("5", str(month))}, units,
            label=f"2024-m0{month}", period="month",
            starts_on=datetime.date(2024, month, 1), ends_on=datetime.date(2024, month, 28),
        )  # fmt: skip
    assert list(table(client.get(TRENDS + "?units=an"))) == ["2023", "2022"]
    assert list(table(client.get(TRENDS + "?units=an&period=month"))) == ["2024-m02", "2024-m01"]


def test_an_index_without_editions_says_so(client):
    EditionFactory(criteria_set=CriteriaSetFactory(index=IndexFactory(slug="chi-so")))
    assert "Chỉ số này chưa có kỳ nào được công bố." in text(client.get(TRENDS))


def test_totals_alone_offer_no_common_ground(client, two_years):
    two_years.index.public_depth = "totals"
    two_years.index.save()
    response = client.get(TRENDS + "?units=an")
    assert "Trên tiêu chí chung" not in text(response)
    assert 'name="of"' not in response.content.decode()


def test_queries_do_not_grow_with_years_or_units(client, new_set, units, django_assert_max_num_queries):
    assert CriteriaSet.objects.count() == 2
    for year in (2025, 2026, 2027):
        build(new_set, year, {f"Đơn vị {number}": ("5", "6") for number in range(7)}, units)
    for asked in ("units=an", "units=an,binh,don-vi-1&line=common&show=rank", "units=an&of=1", "units=an&of=fields"):
        with django_assert_max_num_queries(18):
            client.get(f"{TRENDS}?{asked}")


class TestEveryField:
    def test_each_field_has_its_years_under_the_total(self, client, new_set):
        response = client.get(TRENDS + "?units=an,binh&of=fields")
        assert lede(response) == "Tổng năm 2024: Bình 16,00 điểm; An 11,00 điểm."
        assert rows(response) == [
            ["1 Lĩnh vực 1", "2024", "8,00", "6,00"],
            ["1 Lĩnh vực 1", "2023", "6,00", "7,00"],
            ["1 Lĩnh vực 1", "2022", "9,00", "7,00"],
            ["2 Lĩnh vực 2", "2024", "3,00", "10,00"],
        ]

    def test_on_common_ground_a_field_that_is_new_has_nothing(self, client, new_set):
        response = client.get(TRENDS + "?units=an&of=fields&line=common")
        assert [row[:2] for row in rows(response)] == [["1 Lĩnh vực 1", year] for year in ("2024", "2023", "2022")]

    def test_the_choice_goes_along_to_the_other_line(self, client, new_set):
        response = client.get(TRENDS + "?units=an&of=fields")
        assert f"{TRENDS}?units=an&amp;line=common&amp;of=fields" in response.content.decode()
