"""Each check of what is published of a whole table finds the fault it is for, and true cases are no faults."""

import datetime
from decimal import Decimal

import pytest

from indices.actions import recompute_edition
from indices.checking import CHECKS, faults, published
from indices.models import Edition, Standing
from tests.factories import (
    BlockFactory,
    ConflictFactory,
    EditionStatisticFactory,
    GroupFactory,
    SourceFactory,
    StandingPartFactory,
    UnitFactory,
)
from units.models import Unit

MERGED = datetime.date(2025, 7, 1)
LAST = datetime.date(2025, 6, 30)


@pytest.fixture
def table(draft):
    """An, Bắc and Châu of 2024, computed."""
    recompute_edition(edition=draft)
    return draft


def fault_of(check):
    """The one fault that a check finds."""
    [line] = check()
    return line


def test_what_is_published_of_a_table_and_agrees_is_no_fault(table):
    first, second = (BlockFactory(edition=table, stated_units=units) for units in (1, 2))
    Standing.objects.update(block=second)
    Standing.objects.filter(unit__name="An").update(block=first, stated_rank=1)
    Edition.objects.update(stated_units=3)
    EditionStatisticFactory(edition=table, measure="count", figure=2, places=0, units_counted=3)
    EditionStatisticFactory(edition=table, measure="count", figure=9, places=0)
    EditionStatisticFactory(edition=table, group=GroupFactory(valid_to=LAST))
    an = Unit.objects.get(name="An")
    ConflictFactory(index=table.index, edition_label="2024", unit=an)
    ConflictFactory(index=None, edition_label="", unit=None)
    checks = [check for check in CHECKS if check.__module__ == published.__name__]
    assert len(checks) == 5
    assert list(faults(checks)) == []


def test_parts_that_miss_the_published_total_are_a_true_case_and_no_fault(table):
    standing = Standing.objects.get(unit__name="An")
    StandingPartFactory(standing=standing, stated_points=Decimal("15.49"))
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("stated_units", "rank", "said"),
    [(2, None, "xếp hạng 2 đơn vị, mà ở đây có 3, hạng cuối –"), (4, 5, "4 đơn vị, mà ở đây có 3, hạng cuối 5")],
)
def test_table_of_more_units_than_its_issuer_ranked_is_found(table, stated_units, rank, said):
    Edition.objects.update(stated_units=stated_units)
    Standing.objects.filter(unit__name="Châu").update(stated_rank=rank)
    assert said in fault_of(published.tables_hold_no_more_than_is_stated)


def test_block_of_more_units_than_its_issuer_ranked_is_found(table):
    Standing.objects.update(block=BlockFactory(edition=table, name="Khối A", stated_units=2))
    assert fault_of(published.tables_hold_no_more_than_is_stated).startswith("Chỉ số 2024, Khối A: ")


def test_complete_edition_of_an_incomplete_block_is_found(draft):
    Standing.objects.update(block=BlockFactory(edition=draft, is_complete=False))
    assert "có khối thiếu đơn vị" in fault_of(published.blocks_agree_with_their_edition)


def test_blocks_that_do_not_add_up_to_their_edition_are_found(draft):
    Standing.objects.update(block=BlockFactory(edition=draft, stated_units=2))
    Edition.objects.update(stated_units=3)
    assert "cộng lại là 2, của cả bảng là 3" in fault_of(published.blocks_agree_with_their_edition)


def test_unit_outside_the_blocks_of_its_edition_is_found(draft):
    Standing.objects.exclude(unit__name="An").update(block=BlockFactory(edition=draft))
    assert fault_of(published.blocks_agree_with_their_edition).startswith("An, Chỉ số 2024: không thuộc khối nào")


@pytest.mark.parametrize(("figure", "units_counted"), [("2.5", None), ("4", 3)])
def test_count_that_cannot_be_is_found(draft, figure, units_counted):
    EditionStatisticFactory(edition=draft, measure="count", figure=Decimal(figure), units_counted=units_counted)
    assert fault_of(published.statistics_can_be) == "Chỉ số 2024: số đơn vị: không đếm được như thế"


def test_mean_of_a_region_of_another_time_is_found(draft):
    EditionStatisticFactory(edition=draft, group=GroupFactory(slug="vung-306", valid_from=MERGED))
    assert "vùng vung-306 không có trong thời gian đánh giá" in fault_of(published.statistics_can_be)


def test_conflict_about_an_edition_that_is_not_there_is_found(draft):
    ConflictFactory(slug="thu-2019", index=draft.index, edition_label="2019")
    assert fault_of(published.conflicts_name_what_stands).startswith("nguồn mâu thuẫn thu-2019: không có năm đánh giá")


def test_conflict_about_a_unit_that_does_not_stand_there_is_found(draft):
    ConflictFactory(slug="thu-2024", index=draft.index, edition_label="2024", unit=UnitFactory())
    assert fault_of(published.conflicts_name_what_stands) == "nguồn mâu thuẫn thu-2024: đơn vị không có trong bảng ấy"


def print_and_publish(ranks):
    """An 15.5, Châu 14.2, Bắc 14.0 as printed, with these stated ranks."""
    for name, total in (("An", "15.5"), ("Bắc", "14.0"), ("Châu", "14.2")):
        figure = Decimal(total)
        Standing.objects.filter(unit__name=name).update(
            stated_points=figure, stated_points_places=1, stated_rank=ranks[name], total=figure, total_places=1
        )
    Edition.objects.update(state="published", source=SourceFactory())


def test_stated_ranks_that_rounding_allows_are_no_fault(table):
    print_and_publish({"An": 1, "Châu": 2, "Bắc": 3})
    assert list(published.stated_ranks_lie_within_rounding()) == []


def test_a_stated_rank_that_no_rounding_allows(table):
    print_and_publish({"An": 1, "Châu": 1, "Bắc": 3})
    told = fault_of(published.stated_ranks_lie_within_rounding)
    assert told.startswith("Châu")
    assert told.endswith("xếp hạng 1, mà theo các tổng đã in chỉ có thể từ hạng 2 đến 2")
