"""A `Subject` without a database, for tests of reading: a small tree, a few units, nothing stored."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from indices.importing.subject import Item, Subject
from units.matching import Known, Matcher, Name

TREE = (
    ("1", "Công tác chỉ đạo điều hành", "10"),
    ("1.1", "Kế hoạch cải cách hành chính", "1.5"),
    ("1.2", "Kiểm tra", "2"),
    ("1.3", "Tuyên truyền", "1"),
    ("1.4", "Sáng kiến", "1"),
    ("1.5", "Chế độ báo cáo", "0.5"),
    ("1.6", "Đối thoại", "1"),
    ("1.7", "Phân công", "0.5"),
    ("1.8", "Khen thưởng", "0.5"),
    ("1.9", "Giải trình", "1"),
    ("1.10", "Thực hiện nhiệm vụ được giao", "1"),
    ("2", "Cải cách thể chế", "10"),
    ("2.1", "Ban hành văn bản", "4"),
    ("2.1.1", "Đúng tiến độ", "2"),
    ("2.1.2", "Đúng thẩm quyền", "2"),
    ("2.2", "Rà soát văn bản", "6"),
    ("3", "Tác động", "10"),
)
DISTRICTS = ("Phú Xuyên", "Thường Tín", "Sóc Sơn", "Ba Vì", "Mê Linh")
LEAVES = [code for code, _name, _points in TREE if not any(other.startswith(f"{code}.") for other, _n, _p in TREE)]


def items_of_tree(rows=TREE):
    """Code → Item; what stands above follows from the codes."""
    codes = [code for code, _name, _points in rows]
    items = {}
    for place, (code, name, points) in enumerate(rows, start=1):
        parent = code.rpartition(".")[0]
        items[code] = Item(
            pk=place,
            code=code,
            name=name,
            short_name="",
            max_points=Decimal(points) if points else None,
            kind="ordinary",
            method="appraisal",
            depth=code.count("."),
            parent=parent,
            children=tuple(other for other in codes if other.rpartition(".")[0] == code),
        )
    return items


def unit_of(pk, name, kind="district", code=None):
    return SimpleNamespace(pk=pk, name=name, kind=kind, code=code or f"{pk:03}", get_kind_display=lambda: "huyện")


def small_subject(names=DISTRICTS, rows=TREE, *, year=2024, on_roll=None, figure="points", of_unit=None):
    """A subject of districts.

    Args:
        names: of units, or (name, code); their pks count from one.
        on_roll: pks on the roll; all, if not given.
    """
    units = [
        unit_of(pk, one if isinstance(one, str) else one[0], code=None if isinstance(one, str) else one[1])
        for pk, one in enumerate(names, start=1)
    ]
    known = [
        Known(unit=unit, order=unit.pk, code=unit.code, names=(Name(unit.name, frozenset({unit.kind})),))
        for unit in units
    ]
    index = SimpleNamespace(figure=figure, level="district", within=None, label="Chỉ số", name="Chỉ số")
    edition = SimpleNamespace(year=year, label=str(year), ends_on=date(year, 12, 31), index=index)
    roll = {u.pk: SimpleNamespace(unit=u, unit_id=u.pk) for u in units if on_roll is None or u.pk in on_roll}
    return Subject(
        edition=edition, items=items_of_tree(rows), matcher=Matcher(known), roll=roll, scores={}, of_unit=of_unit
    )


def points_for(subject, codes=LEAVES, *, start=0):
    """Points of every unit at some criteria, all different enough to tell a shift."""
    return {
        unit: {code: Decimal((start + 7 * unit + 3 * place) % 40) / 20 for place, code in enumerate(codes)}
        for unit in subject.roll
    }
