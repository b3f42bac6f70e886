"""A territory as its people: a second way to find of which units it was made, slow and obvious.

Everybody of the last unit is followed back through every merger, the latest first: each person of the merged unit is
one of a predecessor's people, as many of each as their weights say. Nothing is nested, nothing is added up until the
end.
"""

from fractions import Fraction
from math import lcm


def shares(unit, mergers, *, starts_on, ends_on, standing):
    """Unit -> its part, as `Lineage.shares_of` says it; `mergers` on days that all differ."""
    people = [(unit, Fraction(1))]
    for merger in sorted(mergers, key=lambda one: one.day, reverse=True):
        if starts_on >= merger.day:
            continue
        if ends_on >= merger.day and not set(merger.weights) & set(standing):
            continue
        members = list(merger.weights.items())
        if merger.goes_on:
            members.append((merger.successor, merger.own_weight))
        if any(weight is None for _member, weight in members):
            members = [(member, 1) for member, _weight in members]
        whole = sum(Fraction(weight) for _member, weight in members)
        people = [
            (member, part * weight / whole)
            for who, part in people
            for member, weight in (members if who == merger.successor else [(who, whole)])
        ]
    return {who: sum(part for other, part in people if other == who) for who, _part in people}


def mean(found, totals):
    """The mean of their totals, everybody counted once: as many people as make every share a whole number of them."""
    if any(totals.get(who) is None for who in found):
        return None
    everybody = lcm(*(share.denominator for share in found.values()))
    counts = {who: int(share * everybody) for who, share in found.items()}
    return Fraction(sum(counts[who] * totals[who] for who in found)) / sum(counts.values())
