"""Facts of a made-up unit, small enough to reckon by hand, for the tests of the brief and of its Word file."""

from decimal import Decimal
from types import SimpleNamespace

from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.ledger import Before, Beside, ledger_of
from indices.domain.ranking import RankingValue
from indices.domain.route import Target, TargetKind, own_of, route_to
from indices.domain.route_leaves import route_leaves
from indices.domain.route_others import others_of
from indices.presenters.brief import BriefFacts, Neighbour
from indices.presenters.words import Figures

BILLION = 10**9
NAMES = ("Kế hoạch", "Kiểm tra", "Tuyên truyền", "Hồ sơ", "Một cửa", "Trả lời", "Dự toán", "Dữ liệu")
CRITERIA = (
    Leaf("1", "Chỉ đạo", "1", "", 16 * BILLION),
    *(Leaf(f"1.{place}", name, "1", "1", 2 * BILLION) for place, name in enumerate(NAMES, start=1)),
)


def figures(language="vi", figure="points"):
    return Figures(SimpleNamespace(places=2, figure=figure), language)


def unit_year(name, *halves):
    """A unit with so many half points at each leaf."""
    points = {f"1.{place}": count * BILLION // 2 for place, count in enumerate(halves, start=1)}
    total = sum(points.values())
    return UnitYear(name, total, points=points | {"1": total}, ranked_by=RankingValue(total, 16 * BILLION))


def year(label, *units):
    return Year(label, CRITERIA, {unit.unit: unit for unit in units})


LAST = year("2023", unit_year("u", 4, 3, 4, 4, 4, 4, 4, 0), unit_year("a", 4, 4, 4, 4, 4, 4, 4, 1))
# Lost: 2.00 at 1.1, 1.00 at 1.2, 0.50 at each of 1.3 to 1.7; regained: 2.00 at 1.8. Together 10.50 of 16.
NOW = year("2024", unit_year("u", 0, 2, 3, 3, 3, 3, 3, 4), unit_year("a", 4, 4, 4, 4, 4, 4, 0, 0))
AGENCIES = {"1": "Sở Nội vụ", "1.1": "Sở Tư pháp", "1.2": "Sở Tài chính"}


def ledger(**beside):
    return ledger_of(NOW, "u", before=[Before(LAST)], beside=Beside(**{"agencies": AGENCIES, **beside}))


def route(target=None):
    return route_to(
        target or Target(TargetKind.UNIT, unit="a"), own_of(NOW, "u"), route_leaves(NOW, "u"), others_of(NOW, "u", LAST)
    )


def facts(**changes):
    """What is known of the unit; `changes` to it."""
    given = {
        "unit": "Huyện A",
        "title": "CCHC 2024",
        "place": "Huyện A đạt 10,50 điểm, đứng thứ 2 trong 2 huyện.",
        "ledger": ledger(),
        "targets": ({"label": "Mục tiêu 2024", "value": "hạng 1", "note": "chưa đạt"},),
        "above": Neighbour("Huyện B", 1, Decimal("1.5")),
        "total": Decimal("10.5"),
        "mean": Decimal("11.25"),
        "routes": (route(),),
        "passed": "Huyện B",
        "sources": ("Quyết định số 1/QĐ-UBND",),
        "address": "https://example.vn/indices/cchc/2024/units/huyen-a/",
    }
    return BriefFacts(**{**given, **changes})
