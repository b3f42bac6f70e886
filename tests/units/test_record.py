"""Units of the record: parents first, keys of their names, every reference held, loaded again without a change."""

import datetime

import pytest

from records.record_files import RecordError
from records.sync import Tally
from tests.factories import DecisionFactory, SourceFactory
from units.models import UNKNOWN_START, Alias, Group, Kind, Succession, Unit, UnitName
from units.record import load_units

pytestmark = pytest.mark.django_db

HEADS = {
    "provinces": "slug,level,code,name,kind,name_en,parent,valid_from,valid_to,sources,note",
    "districts": "slug,level,code,name,kind,name_en,parent,valid_from,valid_to,sources,note",
    "names": "unit,valid_from,name,kind,name_en,decision,sources",
    "aliases": "unit,text,kind,note",
    "succession": "predecessor,successor,effective_on,kind,whole,decision,sources,note",
    "groups": "slug,grouping,name,name_en,position,valid_from,valid_to,decision,sources,note",
    "memberships": "group,unit,valid_from,valid_to",
}
ROWS = {
    "provinces": [
        "ha-noi,province,01,Hà Nội,city,Ha Noi,,,,units-01,",
        "ha-tay,province,ha-tay,Hà Tây,province,Ha Tay,,,2008-07-31,units-01,",
        "thua-thien-hue,province,46,Huế,city,Hue,,,,units-01,Một đơn vị",
    ],
    # Comes before `provinces` in the alphabet, and its parents in the other table.
    "districts": ["phu-xuyen-huyen-ha-noi,district,280,Phú Xuyên,district,,ha-noi,2008-08-01,2025-06-30,,"],
    "names": [
        "thua-thien-hue,,Thừa Thiên Huế,province,,,units-01",
        "thua-thien-hue,2025-01-01,Huế,city,Hue,175-2024-qh15,units-01",
    ],
    "aliases": ["thua-thien-hue,TP Huế,abbreviation,"],
    "succession": ["ha-tay,ha-noi,2008-08-01,merge,yes,15-2008-qh12,units-01,"],
    "groups": ["bac-trung-bo,vung-306,Bắc Trung Bộ,North Central,2,2025-10-05,,,units-01,"],
    "memberships": ["bac-trung-bo,thua-thien-hue,2025-10-05,"],
}


@pytest.fixture
def folder(tmp_path):
    DecisionFactory(slug="175-2024-qh15")
    DecisionFactory(slug="15-2008-qh12")
    for name, rows in ROWS.items():
        write(tmp_path, name, rows)
    return tmp_path


@pytest.fixture
def sources():
    return {"units-01": SourceFactory(code="units-01")}


def write(folder, name, rows):
    (folder / f"{name}.csv").write_text("\n".join([HEADS[name], *rows, ""]), encoding="utf-8")


def test_units_are_stored_with_the_keys_of_their_names(folder, sources):
    units, _tally = load_units(folder, sources)
    hue = Unit.objects.get(slug="thua-thien-hue")
    assert units["thua-thien-hue"] == hue
    assert (hue.search_key, hue.sort_key) == ("hue", units["thua-thien-hue"].sort_key)
    assert (hue.kind, hue.valid_from, hue.start_is_known, hue.note) == (Kind.CITY, UNKNOWN_START, False, "Một đơn vị")
    assert hue.sources.get().code == "units-01"


def test_child_finds_its_parent_whatever_the_order_of_the_tables(folder, sources):
    load_units(folder, sources)
    district = Unit.objects.get(level="district")
    assert (district.parent.slug, district.valid_to) == ("ha-noi", datetime.date(2025, 6, 30))


def test_names_aliases_successions_and_groups_are_stored(folder, sources):
    load_units(folder, sources)
    assert [(name.name, name.search_key, name.decision_id is None) for name in UnitName.objects.all()] == [
        ("Thừa Thiên Huế", "thua thien hue", True),
        ("Huế", "hue", False),
    ]
    assert Alias.objects.values_list("text", "search_key", "unit__slug").get() == ("TP Huế", "tp hue", "thua-thien-hue")
    succession = Succession.objects.get()
    assert (succession.predecessor.slug, succession.successor.slug, succession.whole) == ("ha-tay", "ha-noi", True)
    assert (succession.effective_on, succession.decision.slug) == (datetime.date(2008, 8, 1), "15-2008-qh12")
    group = Group.objects.get()
    assert (group.grouping, group.position, group.units.get().slug) == ("vung-306", 2, "thua-thien-hue")


def test_loading_again_changes_nothing(folder, sources):
    load_units(folder, sources)
    _units, tally = load_units(folder, sources)
    assert tally == Tally(unchanged=10)


def test_name_is_composed_and_trimmed(folder, sources):
    write(
        folder, "provinces", [*ROWS["provinces"], "da-nang,province,48,\u0110a\u0300 \u00a0Na\u0306\u0303ng,city,,,,,,"]
    )
    load_units(folder, sources)
    assert Unit.objects.get(slug="da-nang").name == "\u0110\u00e0 N\u1eb5ng"


FAULTS = {
    "unknown parent": ("districts", "a,district,1,A,district,,ha-nam,,,,", "cột “parent”: không có “ha-nam”"),
    "unknown level": ("districts", "a,huyen,1,A,district,,ha-noi,,,,", "cột “level”: không có “huyen”"),
    "unknown kind": ("districts", "a,district,1,A,huyện,,ha-noi,,,,", "cột “kind”: không có “huyện”"),
    "no code": ("districts", "a,district,,A,district,,ha-noi,,,,", "cột “code” không được để trống"),
    "bad day": ("districts", "a,district,1,A,district,,ha-noi,1/8/2008,,,", "“1/8/2008” không phải ngày"),
    "unknown source": ("districts", "a,district,1,A,district,,ha-noi,,,x,", "cột “sources”: không có “x”"),
    "name of an unknown unit": ("names", "x,,X,province,,,", "cột “unit”: không có “x”"),
    "unknown decision": ("names", "ha-noi,,Hà Nội,city,,x,", "cột “decision”: không có “x”"),
    "alias of an unknown kind": ("aliases", "ha-noi,HN,short,", "cột “kind”: không có “short”"),
    "succession of an unknown unit": ("succession", "x,ha-noi,2008-08-01,merge,,,,", "cột “predecessor”: không có “x”"),
    "neither whole nor not": ("succession", "ha-tay,ha-noi,2008-08-02,merge,half,,,", "chỉ nhận yes hoặc no"),
    "group of an unknown source": ("groups", "a,vung-306,A,,,,,,x,", "cột “sources”: không có “x”"),
    "membership in an unknown group": ("memberships", "x,ha-noi,,", "cột “group”: không có “x”"),
}  # fmt: skip


@pytest.mark.parametrize("story", FAULTS)
def test_fault_is_named_with_file_line_and_column(folder, sources, story):
    name, row, said = FAULTS[story]
    rows = [] if name in ("groups", "districts") else ROWS[name]
    write(folder, name, [*rows, row])
    with pytest.raises(RecordError) as fault:
        load_units(folder, sources)
    assert f"{name}.csv:{len(rows) + 2}: " in str(fault.value)
    assert said in str(fault.value)


@pytest.mark.parametrize("name", ["provinces", "names", "aliases", "succession", "groups", "memberships"])
def test_row_that_stands_twice_is_refused(folder, sources, name):
    write(folder, name, [*ROWS[name], ROWS[name][0]])
    with pytest.raises(RecordError, match=rf"{name}\.csv:{len(ROWS[name]) + 2}: dòng này lặp lại dòng 2$"):
        load_units(folder, sources)


def test_unit_that_stands_in_two_tables_is_refused(folder, sources):
    write(folder, "districts", [*ROWS["districts"], ROWS["provinces"][0]])
    with pytest.raises(RecordError, match=r"provinces\.csv:2: dòng này lặp lại dòng 3 của districts\.csv"):
        load_units(folder, sources)


def test_weights_are_read_where_the_table_has_them(folder, sources):
    head = f"{HEADS['succession']},weight,weight_of_successor,weight_basis,weight_basis_en,weight_source"
    row = "ha-tay,ha-noi,2008-08-01,merge,yes,15-2008-qh12,units-01,,2525.3,3145.3,dân số năm 2007,population,units-01"
    (folder / "succession.csv").write_text("\n".join([head, row, ""]), encoding="utf-8")
    load_units(folder, sources)
    found = Succession.objects.get()
    assert (str(found.weight), str(found.weight_of_successor)) == ("2525.300", "3145.300")
    assert (found.weight_basis, found.weight_source.code) == ("dân số năm 2007", "units-01")
    assert load_units(folder, sources)[1].changed == 0


def test_weights_that_an_admin_entered_stay_where_the_table_has_none(folder, sources):
    load_units(folder, sources)
    stated = {"weight": 3, "weight_of_successor": 2, "weight_basis": "dân số", "weight_source": sources["units-01"]}
    Succession.objects.update(**stated)
    load_units(folder, sources)
    assert Succession.objects.get().weight == 3


def test_weight_that_is_no_number_is_named(folder, sources):
    head = f"{HEADS['succession']},weight"
    row = "ha-tay,ha-noi,2008-08-01,merge,yes,15-2008-qh12,units-01,,nhiều"
    (folder / "succession.csv").write_text("\n".join([head, row, ""]), encoding="utf-8")
    with pytest.raises(RecordError, match="“nhiều” không phải số"):
        load_units(folder, sources)
