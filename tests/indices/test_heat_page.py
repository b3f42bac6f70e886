"""The heat table as its readers meet it."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from indices.actions import Draft, store_standings
from indices.models import Index
from indices.queries.entries import entered
from tests.factories import (
    BlockFactory,
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    EditionFactory,
    GroupFactory,
    GroupMembershipFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    UnitFactory,
    freeze,
)
from tests.indices.tables import build, rows, text

HEAT = "/indices/chi-so/2024/heat/"


def names(response):
    return [row[1] for row in rows(response) if len(row) > 2]


def cells(response, unit):
    """The cells of a unit's row: percent and rank run together as they stand."""
    return next(row[3:] for row in rows(response) if len(row) > 2 and row[1].startswith(unit))


def test_a_cell_holds_percent_of_the_maximum_and_rank_within_the_field(client, years):
    response = client.get(HEAT)
    assert cells(response, "An") == ["90,0hạng 1", "85,0hạng 1"]
    assert cells(response, "Em") == ["30,0hạng 4", "32,5hạng 4"]


def test_what_is_not_known_is_said_and_ranks_nobody(client, years):
    assert cells(client.get(HEAT), "Dũng") == ["40,0", "–không có số liệu"]


def test_what_does_not_apply_is_not_taken_for_unknown(client, fields, units):
    edition = EditionFactory(criteria_set=fields, source=SourceFactory())
    for name in ("An", "Bình"):
        standing = StandingFactory(edition=edition, unit=UnitFactory(name=name))
        one, two = (fields.criteria.get(code=code) for code in "12")
        ScoreFactory(standing=standing, criterion=one, entered_points=Decimal(8))
        ScoreFactory(
            standing=standing,
            criterion=two,
            entered_points=Decimal(6) if name == "An" else None,
            status="scored" if name == "An" else "not_applicable",
        )
    store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)], provisional=False)
    freeze(edition)
    assert cells(client.get(HEAT), "Bình") == ["80,0hạng 1", "k.a.d."]
    beside = next(row for row in rows(client.get("/indices/chi-so/2024/compare/")) if row[0].endswith("Lĩnh vực 2"))
    assert "k.a.d." in beside


def test_the_mean_row_is_of_those_who_are_ranked(client, years):
    # 1: (9 + 7 + 8 + 3) / 4 of 10; 2: (8,5 + 7 + 6 + 3,25) / 4 of 10
    assert cells(client.get(HEAT), "Trung bình") == ["67,5", "61,9"]


def test_changes_are_in_percentage_points_and_never_bare_of_a_sign(client, years):
    response = client.get(HEAT + "?show=change")
    assert cells(response, "Cường") == ["+30,0hạng 2", "+10,0hạng 3"]
    assert cells(response, "Em") == ["−60,0hạng 4", "−57,5hạng 4"]
    assert cells(response, "Bình") == ["0,0hạng 3", "0,0hạng 2"]
    assert cells(response, "Dũng") == ["0,0", "–không có số liệu"]


def test_steps_of_colour_follow_the_figure(client, years):
    content = client.get(HEAT).content.decode()
    assert '<td class="heat level-1">90,0' in content
    assert '<td class="heat level-7">30,0' in content
    changed = client.get(HEAT + "?show=change").content.decode()
    assert '<td class="heat fall-3">−60,0' in changed
    assert '<td class="heat rise-3">+30,0' in changed
    assert '<td class="heat still">0,0' in changed


def test_the_sentence_names_the_weakest_field_and_the_widest_spread(client, years):
    told = text(client.get(HEAT))
    assert "Yếu nhất: 2 Lĩnh vực 2, trung bình đạt 61,9 % điểm tối đa." in told
    assert "Chênh nhau nhiều nhất: 1 Lĩnh vực 1, từ 30,0 đến 90,0 %." in told


def test_the_sentence_of_changes_names_what_rose_and_what_fell(client, fields, units):
    build(fields, 2023, {"An": ("9", "8"), "Bình": ("7", "6")}, units)
    build(fields, 2024, {"An": ("8", "9"), "Bình": ("5", "6")}, units)
    client.cookies["my_unit"] = "an"
    told = text(client.get(HEAT + "?show=change"))
    assert "So với 2023, trung bình tăng nhiều nhất ở 2 Lĩnh vực 2 (+5,0 điểm %)." in told
    assert "So với 2023, trung bình giảm nhiều nhất ở 1 Lĩnh vực 1 (−15,0 điểm %)." in told
    assert "An giảm nhiều nhất ở 1 Lĩnh vực 1: −10,0 điểm %." in told


def test_ones_own_unit_is_marked_and_its_weakest_field_told(client, years):
    client.cookies["my_unit"] = "em"
    response = client.get(HEAT)
    assert '<tr data-unit="em" class="mine">' in response.content.decode()
    assert "Em đạt thấp nhất ở 1 Lĩnh vực 1: 30,0 % (hạng 4/4)." in text(response)


def test_where_it_stands_lowest_is_told_when_that_is_another_field(client, fields, units):
    build(fields, 2024, {"An": ("9", "5"), "Bình": ("8", "2"), "Cường": ("7", "3")}, units)
    client.cookies["my_unit"] = "cuong"
    told = text(client.get(HEAT))
    assert "Cường đạt thấp nhất ở 2 Lĩnh vực 2: 30,0 % (hạng 2/3)." in told
    assert "So với các đơn vị khác, Cường đứng thấp nhất ở 1 Lĩnh vực 1 (hạng 3/3)." in told


def test_an_own_unit_that_rose_everywhere_is_told_so(client, years):
    client.cookies["my_unit"] = "cuong"
    told = text(client.get(HEAT + "?show=change"))
    assert "Cường không giảm ở cột nào; thay đổi ít nhất là 2 Lĩnh vực 2: +10,0 điểm %." in told


def test_an_own_unit_without_a_year_before_is_told_so(client, years, fields, units):
    build(fields, 2025, {"An": ("9", "8"), "Mới": ("7", "7")}, units)
    client.cookies["my_unit"] = units["Mới"].slug
    told = text(client.get("/indices/chi-so/2025/heat/?show=change"))
    assert "Mới không so sánh được với năm trước." in told
    del client.cookies["my_unit"]
    assert cells(client.get("/indices/chi-so/2025/heat/?show=change"), "Mới") == ["–không so sánh được"] * 2


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("", "An"),
        ("?sort=-rank", "Em"),
        ("?sort=unit", "An"),
        ("?sort=-total", "An"),
        ("?sort=c:1", "Em"),
        ("?sort=-c:2", "An"),
        ("?show=change&sort=d:1", "Em"),
        ("?show=change&sort=-d:2", "Cường"),
        ("?sort=c:9", "An"),
        ("?sort=x:1", "An"),
    ],
)
def test_order_is_in_the_address_and_nonsense_is_the_default(client, years, query, first):
    assert names(client.get(HEAT + query))[1].split()[0] == first


def test_who_is_not_known_comes_last_either_way(client, years):
    for sort in ("c:2", "-c:2"):
        assert names(client.get(f"{HEAT}?sort={sort}"))[-1].startswith("Dũng")


def test_filters_are_those_of_the_league_table(client, years, units):
    GroupMembershipFactory(unit=units["Bình"], group=GroupFactory(slug="tay-bac"))
    assert names(client.get(HEAT + "?region=tay-bac"))[1:] == ["Bình"]
    assert names(client.get(HEAT + "?q=cuong"))[1:] == ["Cường"]
    assert "Không có đơn vị nào khớp" in text(client.get(HEAT + "?q=zzz"))


def test_the_neighbours_of_ones_own_unit_alone(client, fields, units):
    build(fields, 2024, {f"Tỉnh {n:02}": (str(n / 2), "5") for n in range(1, 13)}, units)
    client.cookies["my_unit"] = units["Tỉnh 06"].slug
    assert [name[-2:] for name in names(client.get(HEAT + "?view=around"))] == [
        "09",
        "08",
        "07",
        "06",
        "05",
        "04",
        "03",
    ]


def test_pages_hold_a_hundred_units(client, fields, units):
    build(fields, 2024, {f"Tỉnh {n:03}": (str(Decimal(n) / 20), "5") for n in range(1, 121)}, units)
    assert len(names(client.get(HEAT))) == 101
    assert len(names(client.get(HEAT + "?page=2"))) == 21


# One field's criteria


@pytest.fixture
def tree(draft):
    store_standings(edition=draft, drafts=[Draft(*pair) for pair in entered(draft)], provisional=False)
    return freeze(draft)


def test_the_columns_can_be_one_fields_criteria(client, tree):
    response = client.get(HEAT + "?field=1")
    # An 4 and 3,5 of 5; Bắc 5 and 2
    assert cells(response, "An") == ["80,0hạng 2", "70,0hạng 2"]
    assert cells(response, "Bắc") == ["100,0hạng 1", "40,0hạng 3"]


def test_a_field_that_has_nothing_below_it_is_no_choice(client, tree):
    assert len(cells(client.get(HEAT + "?field=2"), "An")) == 2
    assert '<option value="2"' not in client.get(HEAT).content.decode()


def test_files_have_the_same_units_and_the_whole_tree(client, tree):
    content = client.get(HEAT + "?field=1&q=an").content.decode()
    assert "/indices/chi-so/2024.csv?q=an&amp;depth=all" in content
    assert client.get("/indices/chi-so/2024.csv?q=an&depth=all").status_code == 200


def test_long_names_are_told_below_the_table(client, criteria_set, draft):
    criteria_set.criteria.filter(code="1.1").update(name="Ban hành kế hoạch cải cách hành chính đúng thời hạn")
    freeze(draft)
    told = text(client.get(HEAT + "?field=1"))
    assert "Tên các cột 1.1 Ban hành kế hoạch cải cách hành chính đúng thời hạn" in told


def test_only_the_fields_are_shown_where_only_they_are_open(client, tree):
    Index.objects.filter(slug="chi-so").update(public_depth="fields")
    assert len(cells(client.get(HEAT + "?field=1"), "An")) == 2


# Blocks, sets, totals alone


def test_each_block_has_its_mean_and_its_sentence(client, fields):
    edition = EditionFactory(criteria_set=fields, source=SourceFactory())
    for place, (slug, figures) in enumerate({"a": ("9", "8"), "b": ("4", "2")}.items()):
        block = BlockFactory(edition=edition, slug=slug, name=f"Khối {slug}", position=place)
        for shift in (0, 1):
            standing = StandingFactory(edition=edition, block=block, unit=UnitFactory(name=f"Sở {slug}{shift}"))
            for code, figure in zip(("1", "2"), figures, strict=True):
                criterion = fields.criteria.get(code=code)
                ScoreFactory(standing=standing, criterion=criterion, entered_points=Decimal(figure) - shift)
    store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)], provisional=False)
    freeze(edition)
    response = client.get(HEAT)
    assert [row[0] for row in rows(response) if len(row) == 1] == ["Khối a", "Khối b"]
    assert [row[3:] for row in rows(response) if len(row) > 2 and row[1] == "Trung bình"] == [
        ["85,0", "75,0"],
        ["35,0", "15,0"],
    ]
    told = text(response)
    assert "Khối a: Yếu nhất: 2 Lĩnh vực 2, trung bình đạt 75,0 %" in told
    assert "Khối b: Yếu nhất: 2 Lĩnh vực 2, trung bình đạt 15,0 %" in told
    assert names(client.get(HEAT + "?block=b")) == ["Trung bình", "Sở b0", "Sở b1"]


def test_across_criteria_sets_only_what_is_linked_is_compared(client, years, fields, units):
    newer = CriteriaSetFactory(slug="bo-moi", index=fields.index)
    for code in ("1", "2"):
        CriterionFactory(criteria_set=newer, code=code, position=int(code), max_points=20)
    CriterionLinkFactory(
        from_set=fields, to_set=newer, old=fields.criteria.get(code="1"), new=newer.criteria.get(code="1")
    )
    build(newer, 2025, {"An": ("16", "20"), "Bình": ("14", "10")}, units)
    response = client.get("/indices/chi-so/2025/heat/?show=change")
    # An: 16 of 20 after 9 of 10
    assert cells(response, "An") == ["−10,0hạng 1", "–không so sánh được"]
    assert cells(response, "Thay đổi của trung bình")[1] == ""
    assert "chỉ so sánh tiêu chí có đối chiếu" in text(response)


def test_without_links_there_are_no_changes(client, years, fields, units):
    newer = CriteriaSetFactory(slug="bo-moi", index=fields.index)
    for code in ("1", "2"):
        CriterionFactory(criteria_set=newer, code=code, position=int(code))
    build(newer, 2025, {"An": ("6", "8")}, units)
    response = client.get("/indices/chi-so/2025/heat/?show=change")
    assert cells(response, "An") == ["60,0hạng 1", "80,0hạng 1"]
    assert "Thay đổi so với" not in text(response)


def test_an_edition_of_totals_alone_says_so(client, years):
    Index.objects.filter(slug="chi-so").update(public_depth="totals")
    response = client.get(HEAT)
    assert "Năm này chỉ công bố tổng" in text(response)
    assert "<table" not in response.content.decode()


def test_an_old_revision_says_that_there_is_a_newer_one(client, fields, units):
    freeze(EditionFactory(criteria_set=fields, source=SourceFactory()), superseded=True)
    build(fields, 2024, {"An": ("9", "9")}, units, revision=2, reason="Sửa điểm An")
    assert "Đây là bản cũ" in text(client.get("/indices/chi-so/2024-r1/heat/"))


@pytest.mark.parametrize("count", [3, 60])
@pytest.mark.parametrize("query", ["", "?show=change&sort=-d:1", "?sort=c:2", "?q=a"])
def test_queries_do_not_grow_with_units(client, fields, units, django_assert_max_num_queries, count, query):
    build(fields, 2023, {f"Tỉnh {n}": (str(n % 10), "5") for n in range(count)}, units)
    build(fields, 2024, {f"Tỉnh {n}": ("5", str(n % 10)) for n in range(count)}, units)
    with django_assert_max_num_queries(20):
        client.get(HEAT + query)


# Colours


def tokens():
    css = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", css))


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


STEPS = [*(f"level-{n}" for n in range(8)), *(f"{way}-{n}" for way in ("rise", "fall") for n in (1, 2, 3))]
ON_DARK = {"level-6", "level-7", "rise-3", "fall-3"}


@pytest.mark.parametrize("step", STEPS)
def test_text_stands_out_from_every_step(step):
    found = tokens()
    one, two = luminance(found["paper" if step in ON_DARK else "ink"]), luminance(found[step])
    assert (max(one, two) + 0.05) / (min(one, two) + 0.05) >= 4.5


def test_levels_grow_darker_step_by_step():
    found = tokens()
    shades = [luminance(found[f"level-{step}"]) for step in range(8)]
    assert shades == sorted(shades, reverse=True)
