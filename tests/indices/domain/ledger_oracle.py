"""The ledger a second time: slow, obvious, on fractions, each question asked of the whole table anew."""

from fractions import Fraction

BILLION = 10**9


def points_at(row, leaf):
    """The unit's points at a criterion, or `None`."""
    if leaf.code in row.not_applicable or row.points.get(leaf.code) is None:
        return None
    return Fraction(row.points[leaf.code], BILLION)


def maximum_at(row, leaf):
    if leaf.kind == "penalty":
        return Fraction(0)
    own = row.maxima.get(leaf.code, leaf.max_points)
    return Fraction(own, BILLION)


def lost_at(row, leaf):
    points = points_at(row, leaf)
    return None if points is None else maximum_at(row, leaf) - points


def leaves_of(year):
    parents = {leaf.parent for leaf in year.criteria}
    return [leaf for leaf in year.criteria if leaf.code not in parents]


def lines(year, unit):
    """code -> lost, of all leaves that have points and are no bonus."""
    row = year.units[unit]
    found = {leaf.code: lost_at(row, leaf) for leaf in leaves_of(year) if leaf.kind != "bonus"}
    return {code: lost for code, lost in found.items() if lost is not None}


def rank_if_gained(year, unit, gain):
    """Everybody's share written out again, with the gain in the unit's own, and the better ones counted."""
    shares = {}
    for key, row in year.units.items():
        if row.to_be_ranked and row.block == year.units[unit].block:
            points = Fraction(row.total, BILLION) + (gain if key == unit else 0)
            shares[key] = points / Fraction(row.maximum, BILLION)
    return 1 + sum(share > shares[unit] for share in shares.values())


def full_marks(year, unit, leaf):
    """(at full, known) among the others of the block."""
    own = year.units[unit]
    others = [row for key, row in year.units.items() if key != unit and row.to_be_ranked and row.block == own.block]
    known = [row for row in others if points_at(row, leaf) is not None]
    return sum(points_at(row, leaf) >= maximum_at(row, leaf) for row in known), len(known)


def olds_of(code, before):
    """Codes of the earlier year that lead to a code of the later one, none above another."""
    tree = before.year.criteria
    if before.links is None:
        found = [leaf.code for leaf in tree if leaf.code == code]
    else:
        found = [leaf.code for leaf in tree if any(new == code for new, _kind in before.links.get(leaf.code, ()))]
    return [old for old in found if not any(other.startswith(f"{old}.") for other in found)]


def history(unit, code, before):
    """Whether something was lost, year by year back; stops where it is not known."""
    found, codes = [], [code]
    for past in before:
        codes = [old for here in codes for old in olds_of(here, past)]
        codes = sorted(set(codes), key=codes.index)
        row = past.year.units.get(unit)
        leaves = [leaf for leaf in past.year.criteria if leaf.code in codes]
        if row is None:
            return found
        leaves = [leaf for leaf in leaves if leaf.code not in row.not_applicable]
        figures = [lost_at(row, leaf) for leaf in leaves]
        if not figures or None in figures:
            return found
        found.append(sum(figures) > 0)
    return found


def state(lost, earlier):
    """(state, years running) of a leaf that lost so much now, and something or nothing before."""
    is_lost = lost > 0
    if not earlier:
        return ("lost" if is_lost else "full"), 1
    years = 1
    while years <= len(earlier) and earlier[years - 1] == is_lost:
        years += 1
    if is_lost:
        return ("still_lost" if earlier[0] else "newly_lost"), years
    return ("regained" if earlier[0] else "kept"), years
