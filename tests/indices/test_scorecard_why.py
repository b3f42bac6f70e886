"""The scorecard's two accounts: why the rank moved, and where points were lost."""

from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from indices.actions import Draft, store_standings
from indices.models import Depth, Index
from indices.queries.entries import entered
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    EditionFactory,
    ResponsibilityFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    UnitFactory,
    freeze,
)
from tests.indices.tables import build, rows, text
from units.models import Unit

# 2023: Em is second with 18.00, An third. 2024: Bình and Cường pass it; 18.00 would be first.
BEFORE = {"An": ("9", "8"), "Bình": ("7", "7"), "Cường": ("5", "5"), "Em": ("9", "9")}
AFTER = {"An": ("9", "8.5"), "Bình": ("7", "7"), "Cường": ("10", "6"), "Em": ("3", "9")}
RULES = "Hai năm chấm theo hai bộ tiêu chí"


def page(client, name="Em", language=""):
    unit = Unit.objects.get(name=name)
    return client.get(f"{language}/indices/chi-so/2024/units/{unit.slug}/")


def section(response, heading):
    """One section of the page, from its heading on."""
    content = response.content.decode()
    return content[content.index(f'id="{heading}"') :].split("</section>")[0]


def plain(response, heading):
    """The same without its markup, cells apart."""
    return " ".join(strip_tags(section(response, heading).replace("<t", " <t")).split())


def figure(text):
    """The number that a cell shows; nothing shown is nothing."""
    return Decimal(text.replace("−", "-").replace(",", ".") or 0)


@pytest.fixture
def two(fields, units):
    build(fields, 2023, BEFORE, units)
    return build(fields, 2024, AFTER, units)


def across_two_sets(fields, units, more=0):
    """2023 by another set: of its two fields the first went on as it was, the second with half its points."""
    other = CriteriaSetFactory(index=fields.index, slug="bo-cu", max_points=Decimal(30))
    for code, most, kind in (("1", 10, "kept"), ("2", 20, "rescaled")):
        old = CriterionFactory(criteria_set=other, code=code, position=int(code), max_points=Decimal(most))
        new = fields.criteria.get(code=code)
        CriterionLinkFactory(from_set=other, to_set=fields, old=old, new=new, kind=kind)
    extra = {f"Tỉnh {number}": (f"{number}", "8") for number in range(more)}
    before = {"An": ("9", "16"), "Bình": ("7", "14"), "Cường": ("5", "10"), "Em": ("9", "18")}
    build(other, 2023, before | extra, units)
    return build(fields, 2024, AFTER | extra, units)


@pytest.fixture
def broken(fields, units):
    return across_two_sets(fields, units)


# Why


def test_the_old_points_are_set_among_the_new(client, two):
    assert "Giữ nguyên mức năm trước (18,00 điểm), đơn vị sẽ đứng thứ 1." in plain(page(client), "h-why")


def test_the_heading_names_the_year_it_is_against(client, two):
    assert "Vì sao đổi hạng so với CHỈ SỐ 2023" in plain(page(client), "h-why")


def test_who_passed_is_named(client, two):
    assert "3 đơn vị vượt lên trên: " in plain(page(client), "h-why")
    assert "1 đơn vị vượt lên trên: Cường." in plain(page(client, "Bình"), "h-why")


def test_who_was_passed_is_named(client, two):
    told = plain(page(client, "Cường"), "h-why")
    assert "Không đơn vị nào vượt lên trên." in told
    assert "2 đơn vị tụt xuống dưới: Bình, Em." in told


def test_many_who_passed_are_counted_beyond_the_sixth(client, fields, units):
    others = [f"Tỉnh {number}" for number in range(1, 9)]
    build(fields, 2023, {"Em": ("9", "9")} | dict.fromkeys(others, ("5", "5")), units)
    build(fields, 2024, {"Em": ("1", "1")} | dict.fromkeys(others, ("5", "5")), units)
    told = plain(page(client), "h-why")
    assert "8 đơn vị vượt lên trên: Tỉnh 1, Tỉnh 2, Tỉnh 3, Tỉnh 4, Tỉnh 5, Tỉnh 6 và 2 đơn vị khác." in told


def test_units_that_came_and_went_are_counted(client, fields, units):
    build(fields, 2023, BEFORE | {"Gia": ("1", "1")}, units)
    build(fields, 2024, AFTER | {"Hạ": ("2", "2"), "Kim": ("1", "2")}, units)
    assert "Số đơn vị xếp hạng cùng thay đổi: thêm 2, bớt 1." in plain(page(client), "h-why")


@pytest.mark.parametrize("name", ["An", "Bình", "Cường", "Em"])
def test_causes_add_up_to_the_places_and_points_that_changed(client, two, name):
    *causes, whole = rows(page(client, name), "h-why")
    assert whole[0] == "Cộng"
    for column in (1, 2):
        assert sum((figure(row[column]) for row in causes), Decimal(0)) == figure(whole[column])


def test_the_last_row_is_what_the_tables_show(client, two):
    # From first to fourth; 18.00 to 12.00.
    assert rows(page(client), "h-why")[-1] == ["Cộng", "−3", "−6,00"]


def test_a_field_that_moved_says_by_how_much(client, two):
    told = plain(page(client), "h-why")
    assert "1 Lĩnh vực 1 9,00 3,00 −6,00" in told


def test_other_units_are_listed_with_the_places_they_took(client, two):
    assert "Theo đơn vị khác 3" in plain(page(client), "h-why")


def test_a_change_of_sets_is_named_as_a_cause_of_its_own(client, broken):
    told = plain(page(client), "h-why")
    assert RULES in told
    assert "Thay đổi bộ tiêu chí" in [row[0] for row in rows(page(client), "h-why")]


def test_causes_across_two_sets_add_up_too(client, broken):
    *causes, whole = rows(page(client), "h-why")
    for column in (1, 2):
        assert sum((figure(row[column]) for row in causes), Decimal(0)) == figure(whole[column])


def test_one_set_names_no_rules(client, two):
    told = plain(page(client), "h-why")
    assert RULES not in told
    assert "Thay đổi bộ tiêu chí" not in [row[0] for row in rows(page(client), "h-why")]


def test_ties_that_the_issuer_broke_are_told_with_a_sign(client, fields):
    """Both years print 58.20 for both; in the second the issuer puts An behind."""
    fields.index.total_method = "stated"
    fields.index.figure = Index.Figure.VALUE
    fields.index.publishes_ranks = True
    fields.index.save()
    units = [UnitFactory(name="An"), UnitFactory(name="Em")]
    for year, ranks in ((2023, (1, 1)), (2024, (2, 1))):
        edition = EditionFactory(criteria_set=fields, source=SourceFactory(), year=year)
        for unit, rank in zip(units, ranks, strict=True):
            StandingFactory(
                edition=edition, unit=unit, stated_points=Decimal("58.20"), stated_points_places=2, stated_rank=rank
            )
        drafts = [Draft(*pair) for pair in entered(edition)]
        store_standings(edition=edition, drafts=drafts, provisional=False)
        freeze(edition)
    (tie,) = [row for row in rows(page(client, "An"), "h-why") if row[0].startswith("Điểm bằng nhau khi làm tròn")]
    assert tie[1] == "−1"


def test_without_an_earlier_year_nothing_is_accounted_for(client, fields, units):
    build(fields, 2024, AFTER, units)
    assert 'id="h-why"' not in page(client).content.decode()


def test_a_unit_that_is_not_ranked_has_no_account(client, fields, units):
    build(fields, 2023, BEFORE, units)
    build(fields, 2024, AFTER | {"Em": ("3", None)}, units)
    assert 'id="h-why"' not in page(client).content.decode()


def test_english_says_it_in_english(client, two):
    assert "18.00" in plain(page(client, language="/en"), "h-why")


# Points not earned


def test_the_ledger_has_the_most_lost_first_and_its_sum_above(client, two):
    response = page(client)
    assert "8,00 điểm chưa đạt trên 20" in plain(response, "h-ledger")
    assert [row[:4] for row in rows(response, "h-ledger")] == [
        ["1 Lĩnh vực 1 năm thứ 2", "3,00 / 10", "7,00", "−6,00"],
        ["2 Lĩnh vực 2 năm thứ 2", "9,00 / 10", "1,00", "0,00"],
    ]


def test_the_rows_add_up_to_what_is_missing(client, two):
    assert sum(figure(row[2]) for row in rows(page(client), "h-ledger")) == Decimal(8)


def test_a_row_says_the_places_that_it_costs(client, two):
    # Seven more points would make Em first (19.00), one more would leave it last.
    assert [row[5] for row in rows(page(client), "h-ledger")] == ["3", "0"]


def test_new_old_and_mended_losses_are_counted(client, fields, units):
    build(fields, 2022, {"An": ("9", "9"), "Em": ("9", "9")}, units)
    build(fields, 2023, {"An": ("9", "9"), "Em": ("8", "9")}, units)
    build(fields, 2024, {"An": ("9", "9"), "Em": ("8", "10")}, units)
    told = plain(page(client), "h-ledger")
    assert "Vẫn mất điểm ở 1 tiêu chí như năm trước; lấy lại đủ điểm ở 1 tiêu chí; lâu nhất đã 3 năm liền." in told


def test_the_agency_in_charge_is_named_and_summed(client, two, fields):
    agency = UnitFactory(name="Sở Nội vụ")
    ResponsibilityFactory(criterion=fields.criteria.get(code="1"), within=Unit.objects.get(name="Em"), lead=agency)
    response = page(client)
    assert [row[4] for row in rows(response, "h-ledger")] == ["Sở Nội vụ", "–"]
    by_agency = client.get("/indices/chi-so/2024/units/em/?by=agency")
    assert rows(by_agency, "h-ledger") == [
        ["Sở Nội vụ", "1", "3,00 / 10", "7,00"],
        ["1 Lĩnh vực 1", "1", "3,00 / 10", "7,00"],
        ["Chưa ghi cơ quan chủ trì", "1", "9,00 / 10", "1,00"],
        ["2 Lĩnh vực 2", "1", "9,00 / 10", "1,00"],
    ]


def test_no_agency_no_sums_by_agency(client, two):
    assert "Theo cơ quan chủ trì" not in plain(page(client), "h-ledger")


def test_fields_are_summed_the_most_lost_first(client, draft):
    """The draft's field 1 is of two criteria: 4 and 3.5 of 5; of field 2 An has 8 of 10."""
    store_standings(edition=draft, drafts=[Draft(*pair) for pair in entered(draft)], provisional=False)
    freeze(draft)
    response = client.get(f"/indices/chi-so/2024/units/{Unit.objects.get(name='An').slug}/?by=field")
    lost = [(row[0].split()[0], row[1], row[3]) for row in rows(response, "h-ledger")]
    assert lost == [("1", "2", "2,50"), ("2", "1", "2,00")]


def test_a_field_known_in_percent_alone_has_no_sum_of_points(client, fields):
    edition = EditionFactory(criteria_set=fields, source=SourceFactory())
    fields.index.total_method = "stated"
    fields.index.save()
    standing = StandingFactory(
        edition=edition, unit=UnitFactory(name="Em"), stated_points=Decimal(12), stated_points_places=2
    )
    for code in ("1", "2"):
        ScoreFactory(
            standing=standing,
            criterion=fields.criteria.get(code=code),
            entered_points=None,
            points=None,
            percent=Decimal("91.5"),
            stated_percent=Decimal("91.5"),
            stated_percent_places=1,
        )
    freeze(edition)
    assert [row[1:3] for row in rows(page(client), "h-ledger")] == [["91,50 %", "–"]] * 2


def test_full_marks_kept_are_strengths_with_their_years(client, fields, units):
    for year in (2022, 2023, 2024):
        build(fields, year, {"An": ("9", "9"), "Em": ("10", "9")}, units)
    told = plain(page(client), "h-ledger")
    assert "Giữ được điểm tối đa 1 tiêu chí" in told
    assert "1 Lĩnh vực 1: 3 năm liền" in told


def test_full_marks_everywhere_leave_no_table(client, fields, units):
    build(fields, 2024, AFTER | {"Em": ("10", "10")}, units)
    told = plain(page(client), "h-ledger")
    assert "Không mất điểm ở tiêu chí nào." in told
    assert "<table" not in section(page(client), "h-ledger")


def test_what_stands_beyond_the_twelfth_is_folded(client, fields, units):
    for number in range(14):
        CriterionFactory(criteria_set=fields, code=f"T{number:02}", position=9, name=f"Thêm {number}")
    edition = EditionFactory(criteria_set=fields, source=SourceFactory())
    standing = StandingFactory(edition=edition, unit=UnitFactory(name="Em"))
    for criterion in fields.criteria.all():
        ScoreFactory(standing=standing, criterion=criterion, entered_points=Decimal(9))
    store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)], provisional=False)
    freeze(edition)
    response = page(client)
    assert len(rows(response, "h-ledger")) == 12
    assert "Các tiêu chí mất điểm khác 4 tiêu chí" in plain(response, "h-ledger")


@pytest.mark.parametrize("depth", [Depth.TOTALS, Depth.PARTS])
def test_totals_alone_say_why_there_is_no_ledger(client, two, depth):
    Index.objects.update(public_depth=depth)
    response = page(client)
    assert "Chỉ công bố tổng: không biết điểm của từng tiêu chí." in plain(response, "h-ledger")
    assert "<table" not in section(response, "h-ledger")
    assert "Lĩnh vực 1" not in text(response)


def test_no_deeper_than_the_index_is_open_to(client, draft):
    """The draft's field 1 is of two criteria: 4 and 3.5 of 5."""
    store_standings(edition=draft, drafts=[Draft(*pair) for pair in entered(draft)], provisional=False)
    freeze(draft)
    assert [row[0].split()[0] for row in rows(page(client, "An"), "h-ledger")] == ["2", "1.2", "1.1"]
    Index.objects.update(public_depth=Depth.FIELDS)
    assert [row[0].split()[0] for row in rows(page(client, "An"), "h-ledger")] == ["1", "2"]


def test_points_without_a_maximum_are_not_said_to_be_full(client, fields, units):
    fields.criteria.update(max_points=None)
    fields.index.total_method = "stated"
    fields.index.save()
    edition = EditionFactory(criteria_set=fields, source=SourceFactory())
    standing = StandingFactory(
        edition=edition, unit=UnitFactory(name="Em"), stated_points=Decimal(12), stated_points_places=2
    )
    for criterion in fields.criteria.all():
        ScoreFactory(standing=standing, criterion=criterion, entered_points=Decimal(6), points=Decimal(6))
    freeze(edition)
    told = plain(page(client), "h-ledger")
    assert "Không mất điểm ở tiêu chí nào." not in told
    assert "Chưa biết điểm tối đa của các tiêu chí nên không biết mất điểm ở đâu." in told


# Queries


@pytest.mark.parametrize("more", [0, 9])
def test_queries_do_not_grow_with_units(client, fields, units, more, django_assert_num_queries):
    for year, points in ((2022, "9"), (2023, "8"), (2024, "7")):
        totals = {"An": ("8", "8"), "Bình": ("8", "7"), "Em": (points, "8"), "Xa": ("0", "0")}
        build(fields, year, totals | {f"Tỉnh {number}": (f"{number}", "8") for number in range(more)}, units)
    with django_assert_num_queries(26):
        client.get("/indices/chi-so/2024/units/em/")


@pytest.mark.parametrize("more", [0, 9])
def test_queries_do_not_grow_across_two_sets(client, fields, units, more, django_assert_num_queries):
    across_two_sets(fields, units, more)
    with django_assert_num_queries(29):
        client.get("/indices/chi-so/2024/units/em/")
