"""Short ways to say what a year's table is made of: criteria as text, units as their points at the leaves."""

from decimal import Decimal

from indices.domain.figures import billionths
from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.ranking import RankingValue

KINDS = ("bonus", "penalty")


def count(text):
    return None if text is None else billionths(Decimal(text))


def criteria(*lines):
    """Criteria in tree order. `3.1 2.5 survey` stands under `3`, is of 2.5 points and surveyed; `9 1.5 bonus`."""
    found = []
    for line in lines:
        code, maximum, *words = line.split()
        found.append(
            Leaf(
                code=code,
                name=f"criterion {code}",
                field=code.split(".")[0],
                parent=code.rpartition(".")[0],
                max_points=None if maximum == "?" else count(maximum),
                method=next((word for word in words if word not in KINDS), "appraisal"),
                kind=next((word for word in words if word in KINDS), "ordinary"),
            )
        )
    return tuple(found)


def row_of(tree, unit, points, *, not_applicable=(), **others):
    """One unit with its points at the leaves; parents and total are their sums, `None` where one is not known."""
    left_out = {
        leaf.code
        for leaf in tree
        if any(leaf.code == code or leaf.code.startswith(f"{code}.") for code in not_applicable)
    }
    known = {code: count(figure) for code, figure in points.items()}
    maxima = {leaf.code: leaf.max_points for leaf in tree}
    own = {}
    for leaf in reversed(tree):
        below = [part for part in tree if part.parent == leaf.code]
        inside = [part for part in below if part.code not in left_out]
        if any(part.code in known for part in inside) and leaf.code not in known:
            known[leaf.code] = total_of(known.get(part.code) for part in inside)
        if len(inside) < len(below):
            own[leaf.code] = maxima[leaf.code] = sum(maxima[part.code] for part in inside)
    fields = [leaf for leaf in tree if not leaf.parent and leaf.code not in left_out]
    known_fields = [known.get(leaf.code, 0 if leaf.kind != "ordinary" else None) for leaf in fields]
    total = total_of(known_fields)
    maximum = total_of(maxima[leaf.code] for leaf in fields if leaf.kind == "ordinary")
    given = {
        "total": total,
        "maximum": maximum,
        "maxima": own,
        "ranked_by": None if total is None else RankingValue(total, maximum),
    }
    return UnitYear(unit=unit, points=known, not_applicable=frozenset(left_out), **(given | others))


def total_of(figures):
    listed = list(figures)
    return None if None in listed else sum(listed)


def total_row(unit, total, maximum="100", **others):
    """One unit that is known by its total alone."""
    points = count(total)
    return UnitYear(unit=unit, total=points, ranked_by=RankingValue(points, count(maximum)), **others)


def percent_row(unit, percents, **others):
    """One unit that is known by percents of its fields alone."""
    return UnitYear(
        unit=unit, shares={code: count(figure) for code, figure in percents.items()}, **({"total": None} | others)
    )


def table(label, tree, *rows, **others):
    """A year's table; a unit given as (name, points) is made a row of."""
    made = [row if isinstance(row, UnitYear) else row_of(tree, *row) for row in rows]
    return Year(label, tree, {row.unit: row for row in made}, **others)


ONE = criteria("1 4")


def scores(label, tree=ONE, **points):
    """A table with one criterion, or more: points as one text, divided by blanks."""
    codes = [leaf.code for leaf in tree if leaf.code not in {other.parent for other in tree}]
    return table(label, tree, *[(unit, dict(zip(codes, text.split(), strict=True))) for unit, text in points.items()])
