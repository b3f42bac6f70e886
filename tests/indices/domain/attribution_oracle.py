"""Why a rank moved, reckoned the slow and obvious way: every order of every cause, one after another, in fractions.

Shares no code with `indices.domain.attribution`.
"""

from fractions import Fraction
from itertools import permutations, product

CAUSES = ("own", "others", "rules", "field")


class Story:
    """One unit between two tables.

    Args:
        own: {"before", "rules"} and "parts": {field: [changes at its ends]}.
        others: name -> (before or None, after or None, what of the change the rules did).
    """

    def __init__(self, own, others):
        self.own, self.others = own, others
        self.ends = [(name, number) for name, ends in own["parts"].items() for number in range(len(ends))]

    def rank(self, causes, ends):
        """Where the unit stands when some causes have come about, and of its own changes only some ends."""
        value = self.own["before"] + sum(self.own["parts"][name][number] for name, number in ends)
        value += self.own["rules"] if "rules" in causes else 0
        return 1 + sum(self.above(name, causes, value) for name in self.others)

    def above(self, name, causes, value):
        before, after, rules = self.others[name]
        there = after if "field" in causes else before
        if there is None:
            return 0
        if before is None or after is None:
            return there > value
        like = after - before - rules
        return before + like * ("others" in causes) + rules * ("rules" in causes) > value

    def by_cause(self):
        """Places gained by each cause: the mean over all 24 orders."""
        found = dict.fromkeys(CAUSES, Fraction(0))
        for order in permutations(CAUSES):
            done = set()
            for cause in order:
                earlier = self.state(done)
                done.add(cause)
                found[cause] += Fraction(earlier - self.state(done), 24)
        return found

    def state(self, done):
        return self.rank(done, self.ends if "own" in done else [])

    def by_field(self):
        """field -> (places of what gained points in it, places of what lost them): the mean over all orders.

        All fields of the unit's own move one after another, and in each field gains and losses do.
        """
        names = [name for name, ends in self.own["parts"].items() if any(ends)]
        found = {name: [Fraction(0), Fraction(0)] for name in self.own["parts"]}
        ways = 0
        for order in permutations(CAUSES):
            outside = set(order[: order.index("own")])
            for fields in permutations(names):
                for firsts in product((True, False), repeat=len(names)):
                    ways += 1
                    done = []
                    for name in fields:
                        for gains in (firsts[names.index(name)], not firsts[names.index(name)]):
                            ends = [
                                (name, number)
                                for number, change in enumerate(self.own["parts"][name])
                                if (change > 0) == gains
                            ]
                            earlier = self.rank(outside, done)
                            done = done + ends
                            found[name][not gains] += earlier - self.rank(outside, done)
        return {name: (gains / ways, losses / ways) for name, (gains, losses) in found.items()}
