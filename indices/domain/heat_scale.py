"""Steps of colour for a heat table: what lies in the same step looks the same in every year and on every page.

The steps are laid down once and not made from what a table holds: a colour that moved with the data would say another
thing each year. They follow the bounds that decisions draw for classes of results, closer where results are close.
"""

from bisect import bisect_right
from decimal import Decimal

from indices.domain.figures import BILLION

# A share of the maximum, in percent; lower bound included. Step 0 is nearest to the maximum.
LEVELS = (95, 90, 80, 70, 60, 50, 35)
WEAKEST = len(LEVELS)
# A change in percentage points, either way: below the first it is no step at all.
CHANGES = (Decimal("0.5"), Decimal(3), Decimal(8))
STRONGEST = len(CHANGES)

_BOUNDS = sorted(bound * BILLION for bound in LEVELS)
_MOVES = [int(bound * BILLION) for bound in CHANGES]


def level_step(percent: int) -> int:
    """How far a share is from its maximum: 0 (95 % and more) to 7 (below 35 %).

    Args:
        percent: in billionths of a percent.
    """
    return WEAKEST - bisect_right(_BOUNDS, percent)


def change_step(change: int) -> int:
    """How large a change is: −3 (a fall of 8 percentage points and more) to 3; 0 below half a point.

    Args:
        change: in billionths of a percentage point.
    """
    size = bisect_right(_MOVES, abs(change))
    return size if change >= 0 else -size
