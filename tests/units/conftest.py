"""Units as matching knows them, without a database."""

import itertools

import pytest

from units.matching import How, Known, Name


@pytest.fixture
def make_known():
    """Makes a `Known` whose unit is the text `<kind> <name>`; aliases and names of other days by keyword."""
    places = itertools.count()

    def make(name, kind="district", *, code="", aliases=(), former=(), exists=True, owners=()):
        kinds = frozenset({kind})
        names = [Name(name, kinds)]
        names += [Name(alias, kinds, How.ALIAS) for alias in aliases]
        names += [Name(text, frozenset({of_kind}), How.OTHER_DAY) for text, of_kind in former]
        place = next(places)
        return Known(
            unit=f"{kind} {name}" if exists else f"{kind} {name} †",
            order=(name, place),
            code=code or f"mã-{place}",
            names=tuple(names),
            exists=exists,
            owners=frozenset(owners),
        )

    return make
