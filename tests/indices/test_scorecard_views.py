"""The scorecard's views: another year to count from, losses put together, claims, what can be said of a bare total."""

import json
import re
from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from indices.actions import Draft, store_standings
from indices.models import Depth, Index, Score, Target
from indices.presenters.said import Said, rows_html, said
from indices.queries import history, tables, why
from indices.queries.entries import entered
from indices.queries.history import years_of
from records.models import DataVersion
from tests.factories import (
    EditionFactory,
    ResponsibilityFactory,
    SourceFactory,
    StandingFactory,
    TargetFactory,
    UnitFactory,
    freeze,
)
from tests.indices.tables import build, rows, text
from tests.indices.test_scorecard_why import across_two_sets
from units.models import Unit

# Em: third, then first, then last; points 12, 18, 12.
YEARS = {
    2022: {"An": ("9", "8"), "Bình": ("7", "7"), "Em": ("6", "6")},
    2023: {"An": ("9", "8"), "Bình": ("7", "7"), "Em": ("9", "9")},
    2024: {"An": ("9", "8"), "Bình": ("7", "7"), "Em": ("3", "9")},
}


def page(client, query="", label="2024", name="Em"):
    return client.get(f"/indices/chi-so/{label}/units/{Unit.objects.get(name=name).slug}/{query}")


def section(response, heading):
    """What a reader sees of one section, cells apart."""
    content = response.content.decode()
    found = content[content.index(f'id="{heading}"') :].split("</section>")[0]
    return " ".join(strip_tags(found.replace("<t", " <t")).split())


def figure_of(response, chart="scorecard-change"):
    return json.loads(re.search(rf'<script id="{chart}"[^>]*>(.*?)</script>', response.content.decode(), re.DOTALL)[1])


@pytest.fixture
def three(fields, units):
    return [build(fields, year, totals, units) for year, totals in YEARS.items()]


@pytest.fixture
def claimed(draft):
    """Of field 1 one criterion is claimed at 5 and granted at 4, one claimed at 3 and granted, in the end, at 4."""
    standing = draft.standings.get(unit__name="An")
    for code, own, appraised, again in (("1.1", 5, 4, None), ("1.2", 3, 3, 4)):
        Score.objects.filter(standing=standing, criterion__code=code).update(
            entered_points=None,
            self_points=Decimal(own),
            appraised_points=Decimal(appraised),
            reappraised_points=again and Decimal(again),
        )
    store_standings(edition=draft, drafts=[Draft(*pair) for pair in entered(draft)], provisional=False)
    return freeze(draft)


# Another year to count from


def test_the_year_before_is_what_a_move_is_counted_from(client, three):
    assert "so với CHỈ SỐ 2023" in section(page(client), "h-why")


def test_an_earlier_year_is_counted_from_when_it_is_asked_for(client, three):
    told = section(page(client, "?against=2022"), "h-why")
    assert "so với CHỈ SỐ 2022" in told
    assert "Với mức của năm 2022 (12,00 điểm), đơn vị sẽ đứng thứ 3." in told


def test_a_later_year_is_counted_from_too(client, three):
    told = section(page(client, "?against=2024", label="2023"), "h-why")
    assert "Với mức của năm 2024 (12,00 điểm), đơn vị sẽ đứng thứ 3." in told
    assert "2 đơn vị đứng dưới, đến năm 2024 thì không còn: An, Bình." in told
    assert "Không đơn vị nào đứng trên mà đến năm 2024 thì không còn." in told


@pytest.mark.parametrize("query", ["?against=1999", "?against=", "?against=2024", "?against=%00", "?against=2023-r1"])
def test_an_unknown_year_is_the_one_before(client, three, query):
    assert "so với CHỈ SỐ 2023" in section(page(client, query), "h-why")


def test_every_other_year_can_be_chosen_and_the_view_is_kept(client, three, fields):
    ResponsibilityFactory(
        criterion=fields.criteria.get(code="1"), within=Unit.objects.get(name="Em"), lead=UnitFactory(name="Sở Nội vụ")
    )
    content = page(client, "?by=agency&against=2022").content.decode()
    assert 'href="/indices/chi-so/2024/units/em/?by=agency&amp;against=2023#h-why"' in content
    assert 'href="/indices/chi-so/2024/units/em/?against=2022#h-ledger"' in content


def test_a_year_without_a_rank_says_so(client, fields, units):
    build(fields, 2022, YEARS[2022], units)
    build(fields, 2023, YEARS[2023] | {"Em": ("9", None)}, units)
    build(fields, 2024, YEARS[2024], units)
    told = section(page(client), "h-why")
    assert "Không biết thứ hạng của đơn vị năm 2023 nên không nói được vì sao đổi hạng." in told
    assert "Với mức của năm 2022" in section(page(client, "?against=2022"), "h-why")


# The change as a chart


def test_the_bars_of_the_change_are_the_places_that_add_up(client, fields, units):
    build(fields, 2023, YEARS[2023], units)
    build(fields, 2024, YEARS[2024] | {"Em": ("3", "8"), "An": ("9", "9")}, units)
    (bars,) = figure_of(page(client))["data"]
    # From first to third: by its own two fields, whatever An did.
    assert bars["customdata"] == ["Lĩnh vực 1", "Lĩnh vực 2"]
    assert round(sum(bars["x"]), 9) == -2


def test_the_chart_has_its_sentence_and_its_table(client, fields, units):
    build(fields, 2023, YEARS[2023], units)
    build(fields, 2024, YEARS[2024] | {"Em": ("3", "8"), "An": ("9", "9")}, units)
    told = section(page(client), "h-why")
    assert "Mất nhiều bậc nhất: Lĩnh vực 1 (" in told
    assert "Số liệu của biểu đồ Thay đổi thứ hạng và điểm theo nguyên nhân" in told


# Losses put together


@pytest.fixture
def surveyed(fields, units):
    """The second field is a survey's."""
    fields.criteria.filter(code="2").update(method="survey")
    return [build(fields, year, totals, units) for year, totals in YEARS.items()]


def test_by_method_sums_what_is_given_in_the_same_way(client, surveyed):
    found = [(row[0], row[3]) for row in rows(page(client, "?by=method"), "h-ledger")]
    assert found == [("Thẩm định", "7,00"), ("Điều tra xã hội học", "1,00")]


@pytest.mark.parametrize("by", ["agency", "method", "field", "nonsense"])
def test_a_view_that_tells_nothing_apart_is_the_plain_one(client, three, by):
    assert "Theo điểm mất" not in page(client, f"?by={by}").content.decode()
    assert rows(page(client, f"?by={by}"), "h-ledger")[0][0].startswith("1 Lĩnh vực 1")


def test_the_lines_of_each_group_are_folded_below_its_sum(client, surveyed):
    told = section(page(client, "?by=method"), "h-ledger")
    assert "Thẩm định 1 tiêu chí, 7,00 điểm" in told
    assert "Điều tra xã hội học 1 tiêu chí, 1,00 điểm" in told


def test_what_was_regained_is_listed(client, fields, units):
    build(fields, 2023, YEARS[2023], units)
    build(fields, 2024, YEARS[2024] | {"Em": ("9", "10")}, units)
    assert "Lấy lại đủ điểm 1 tiêu chí 2 Lĩnh vực 2: +1,00 điểm" in section(page(client), "h-ledger")


def test_a_line_tells_its_cause_and_how_many_others_are_full(client, draft):
    own = Score.objects.filter(standing__unit__name="An")
    own.filter(criterion__code="2").update(cause=Score.Cause.LATE)
    store_standings(edition=draft, drafts=[Draft(*pair) for pair in entered(draft)], provisional=False)
    freeze(draft)
    line = rows(page(client, name="An"), "h-ledger")[0]
    assert line[0].endswith("Chậm thời hạn")
    assert line[3] == "0/2"


def test_a_line_leads_to_its_criterion(client, three):
    assert 'href="/indices/chi-so/2024/criteria/1/"' in page(client).content.decode()


# Claims


def test_claims_are_set_against_what_was_granted(client, claimed):
    told = section(page(client, name="An"), "h-ledger")
    assert "Tự đánh giá 8,00 điểm, được công nhận 8,00 điểm ở các tiêu chí đã thẩm định." in told
    assert "Tự chấm cao hơn thẩm định ở 1 tiêu chí, cộng 1,00 điểm." in told
    assert "Tự chấm thấp hơn thẩm định ở 1 tiêu chí, cộng 1,00 điểm." in told
    assert "Sau giải trình, điểm thẩm định đổi +1,00 điểm." in told


def test_the_tree_tells_how_points_came_about(client, claimed):
    told = section(page(client, name="An"), "h-tree")
    assert "Tự đánh giá Thẩm định Đạt / tối đa" in told
    assert "3,00 3,00 → 4,00 4,00 / 5" in told


def test_without_own_figures_there_are_no_claims(client, three):
    assert "Tự đánh giá và thẩm định" not in text(page(client))


# Totals alone


def test_a_bare_total_says_what_can_be_said_and_what_not(client, three):
    Index.objects.update(public_depth=Depth.TOTALS)
    told = section(page(client), "h-fields")
    assert (
        "Nói được: tổng; thứ hạng; khoảng cách tới hạng trên; so với trung bình; thay đổi so với các năm khác." in told
    )
    assert "Không nói được: mất điểm ở đâu, cơ quan nào chủ trì, đơn vị khác đạt đến đâu." in told


def test_of_a_table_with_gaps_it_is_said_how_much_is_known(client, fields):
    fields.index.total_method = "stated"
    fields.index.save()
    em, an = UnitFactory(name="Em"), UnitFactory(name="An")
    for year, known in ((2023, [(em, 1)]), (2024, [(em, 2), (an, 1)])):
        edition = EditionFactory(criteria_set=fields, source=SourceFactory(), year=year, stated_units=5)
        for unit, rank in known:
            StandingFactory(
                edition=edition,
                unit=unit,
                stated_rank=rank,
                stated_points=Decimal(15 - rank),
                stated_points_places=2,
            )
        store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)], provisional=False)
        freeze(edition)
    told = section(page(client), "h-why")
    assert "Biết tổng của 0/4 đơn vị khác năm 2023 và 1/4 năm 2024." in told
    assert "Số đơn vị xếp hạng cùng thay đổi" not in told


def test_targets_met_and_missed_open_the_paragraph(client, three):
    wanted = {"unit": Unit.objects.get(name="Em"), "index": three[-1].index, "year": 2024}
    TargetFactory(**wanted, kind=Target.TargetKind.POINTS, figure=Decimal(12))
    TargetFactory(**wanted, kind=Target.TargetKind.RANK, figure=Decimal(1))
    told = text(page(client))
    assert "Chưa đạt mục tiêu: hạng 1. Đạt mục tiêu: 12 điểm." in told


# Cells


def test_what_is_not_said_is_empty():
    made = said({"a": [{"b": 1}]})
    assert made["a"][0]["c"] == ""
    assert made == {"a": [{"b": 1}]}
    assert isinstance(made["a"][0], Said)


def test_cells_are_escaped():
    cells = [{"text": "<b>", "head": True, "classes": '"x'}, {"text": "a & b", "href": '/?a="'}]
    assert rows_html([{"cells": cells}]) == (
        '<tr class=""><th scope="row" class="&quot;x">&lt;b&gt;</th>'
        '<td class=""><a href="/?a=&quot;">a &amp; b</a></td></tr>\n'
    )


# Tables of a country


def a_few(most=8):
    return tables.Held(most, lambda table: len(table.slugs))


def test_a_large_table_stays_at_hand_until_the_data_change(fields, units, monkeypatch, django_assert_num_queries):
    edition = EditionFactory(criteria_set=fields, source=SourceFactory())
    for name in ("An", "Bình", "Em"):
        StandingFactory(edition=edition, unit=UnitFactory(name=name), own_max_points=Decimal(10))
    monkeypatch.setattr(tables, "HELD_FROM", 3)
    monkeypatch.setattr(tables, "_held", a_few())
    first = tables.tables_of([edition])[edition.pk].year
    tables.tables_of([edition])
    with django_assert_num_queries(1):  # of the version
        assert tables.tables_of([edition])[edition.pk].year == first
    edition.standings.filter(unit__name="Em").update(own_max_points=Decimal(7))
    DataVersion.bump()
    assert tables.tables_of([edition])[edition.pk].year.units["em"].maximum == 7 * 10**9


def test_no_more_tables_stay_than_there_is_room_for(fields, units, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(tables, "HELD_FROM", 3)
    monkeypatch.setattr(tables, "_held", a_few(most=1))
    editions = [build(fields, year, totals, units) for year, totals in YEARS.items()]
    for _again in range(2):
        tables.tables_of(editions)
    with django_assert_num_queries(1):
        tables.tables_of(editions[-1:])
    with django_assert_num_queries(3):
        tables.tables_of(editions[:1])


def test_scores_read_do_not_stay_in_a_table_at_hand(fields, units, monkeypatch):
    edition = build(fields, 2024, YEARS[2024], units)
    monkeypatch.setattr(tables, "HELD_FROM", 3)
    monkeypatch.setattr(tables, "_held", a_few())
    for _again in range(2):
        (year,) = years_of([edition], of=[units["Em"].pk])
        assert year.units["em"].points
    (bare,) = years_of([edition], of=[])
    assert not bare.units["em"].points


def test_of_very_many_units_their_fields_tell_what_another_set_did(client, fields, units, monkeypatch):
    monkeypatch.setattr(why, "MANY", 2)
    monkeypatch.setattr(tables, "HELD_FROM", 3)
    monkeypatch.setattr(tables, "_held", a_few())
    monkeypatch.setattr(history, "_in_fields", tables.Held(3, lambda year: len(year.units)))
    across_two_sets(fields, units)
    first = section(page(client), "h-why")
    assert "Thay đổi bộ tiêu chí" in first
    assert section(page(client), "h-why") == first
    assert len(rows(page(client), "h-ledger")) == 2
