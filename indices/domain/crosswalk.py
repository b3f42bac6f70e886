"""How the criteria of one set continue in another (đối chiếu): what became of each, as far as two trees can tell."""

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal

from reformtrack.text import fold


@dataclass(frozen=True, slots=True)
class Entry:
    """What is compared of one criterion. `key` is whatever tells it from the others of its set."""

    key: Hashable
    code: str
    name: str
    max_points: Decimal | None
    depth: int


def continuation(old: Entry, new: Entry) -> str:
    """What a criterion that simply goes on is called: `kept`, `renamed` or `rescaled`.

    Another maximum says more than another name: it wins where both differ. Names that differ in accents, case or
    punctuation alone are the same name.
    """
    if old.max_points != new.max_points:
        return "rescaled"
    return "kept" if fold(old.name) == fold(new.name) else "renamed"
