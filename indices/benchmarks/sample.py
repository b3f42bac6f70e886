"""A country's worth of invented data, made from a seed: communes × a full tree of criteria × years.

Nothing in it is true, and everything says so: units and index are marked as sample data, under names that nobody
bears. It is made only in a database that was empty before (`manage.py bench`).
"""

import datetime
import random
import time
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from indices.actions import Draft, freeze, store_standings
from indices.models import CriteriaSet, Criterion, Edition, Index, Score, Standing, TotalMethod
from records.models import Source
from units.models import Kind, Level, Unit
from units.naming import tidy

SEED = 2026
Levels = Criterion.CriterionLevel


@dataclass(frozen=True)
class Size:
    """How much is made. The newest `whole` years have points for every leaf of the tree, those before for the fields.

    `mark` begins addresses, `letters` codes, `words` names: two countries may stand in one database.
    """

    provinces: int = 34
    communes: int = 3_321
    fields: int = 8
    criteria: int = 38
    leaves: int = 95
    years: int = 10
    newest: int = 2025
    whole: int = 2
    mark: str = "minh-hoa"
    letters: str = "MH"
    words: str = "minh họa"


NATIONAL = Size()
FEW = Size(
    provinces=1, communes=11, mark="minh-hoa-it", letters="MI", words="minh họa ít"
)  # what grows shows beside it


@dataclass(frozen=True)
class Built:
    """What was made, and how long each step took (step -> seconds)."""

    newest: Edition
    before: Edition
    unit: Unit  # a commune in the middle
    seconds: dict[str, float]


def build(size=NATIONAL, *, seed=SEED):
    """Make the sample through the actions that store true figures."""
    chance = random.Random(seed)  # noqa: S311 - figures for measuring, not secrets
    seconds = {}

    @contextmanager
    def timed(step):
        started = time.perf_counter()
        yield
        seconds[step] = time.perf_counter() - started

    with timed("units and criteria"):
        title = f"Dữ liệu minh họa, sinh ngẫu nhiên từ số {seed}: không phải số liệu thật"
        source, _made = Source.objects.get_or_create(code="minh-hoa", defaults={"title": title})
        communes = _communes(size)
        criteria_set = _criteria_set(size)
        criteria = list(criteria_set.criteria.all())
    fields = [criterion for criterion in criteria if criterion.level == Levels.FIELD]
    leaves = [criterion for criterion in criteria if criterion.level == Levels.SUBCRITERION]
    first_whole = size.newest - size.whole + 1
    editions = []
    with timed("years of totals and fields"):
        for year in range(size.newest - size.years + 1, first_whole):
            editions.append(_publish(criteria_set, year, source, communes, entered=fields, chance=chance))
    with timed(f"{size.whole} years of the whole tree"):
        for year in range(first_whole, size.newest + 1):
            editions.append(_publish(criteria_set, year, source, communes, entered=leaves, chance=chance))
    return Built(editions[-1], editions[-2], communes[len(communes) // 2], seconds)


def _communes(size):
    """Invented provinces, and the communes under them in turn. Returns the communes."""
    about = {"is_sample": True, "note": "Đơn vị minh họa, không có thật."}

    def stored(rows):
        rows = list(rows)
        for row in rows:
            tidy(row)
        return Unit.objects.bulk_create(rows, batch_size=2000)

    provinces = stored(
        Unit(
            level=Level.PROVINCE,
            kind=Kind.PROVINCE,
            code=f"{size.letters}{number:02}",
            slug=f"{size.mark}-{number:02}",
            name=f"Tỉnh {size.words} {number}",
            **about,
        )
        for number in range(1, size.provinces + 1)
    )
    return stored(
        Unit(
            level=Level.COMMUNE,
            kind=Kind.COMMUNE,
            code=f"{size.letters}{number:05}",
            slug=f"xa-{size.mark}-{number:04}",
            name=f"Xã {size.words} {number}",
            parent=provinces[number % size.provinces],
            **about,
        )
        for number in range(1, size.communes + 1)
    )


def _criteria_set(size):
    """An index of communes with its set: a tree of three levels, 100 points in all."""
    index = Index.objects.create(
        slug=f"{size.mark}-communes",
        family="par",
        name="Chỉ số cải cách hành chính cấp xã (dữ liệu minh họa)",
        short_name=f"CCHC cấp xã ({size.words})",
        level=Level.COMMUNE,
        total_method=TotalMethod.SUM,
        figure=Index.Figure.POINTS,
        publishes_ranks=False,
        is_sample=True,
        position=999,
    )
    criteria_set = CriteriaSet.objects.create(
        index=index,
        slug=size.mark,
        name="Bộ tiêu chí minh họa",
        state=CriteriaSet.State.IN_FORCE,
        max_points=Decimal(100),
    )
    stored = {}
    for place, (code, maximum) in enumerate(tree(size).items()):
        depth = code.count(".")
        stored[code] = Criterion.objects.create(
            criteria_set=criteria_set,
            parent=stored[code.rpartition(".")[0]] if depth else None,
            code=code,
            name=f"{('Lĩnh vực', 'Tiêu chí', 'Tiêu chí thành phần')[depth]} minh họa {code}",
            short_name=f"Minh họa {code}",
            level=(Levels.FIELD, Levels.CRITERION, Levels.SUBCRITERION)[depth],
            max_points=maximum,
            # The last field is asked of citizens.
            method=Criterion.Method.SATISFACTION if code.startswith(f"{size.fields}.") else Criterion.Method.APPRAISAL,
            position=place,
        )
    return criteria_set


def tree(size):
    """Code -> maximum of every criterion of a tree of three levels, parents first; 100 points in all."""
    maxima = iter(_shared_out(100_00, size.leaves))  # hundredths
    below = iter(_shared_out(size.leaves, size.criteria))
    found = {}
    for field, criteria in enumerate(_shared_out(size.criteria, size.fields), start=1):
        for criterion in range(1, criteria + 1):
            for leaf in range(1, next(below) + 1):
                maximum = Decimal(next(maxima)).scaleb(-2)
                codes = str(field), f"{field}.{criterion}", f"{field}.{criterion}.{leaf}"
                for code in codes:
                    found[code] = found.get(code, Decimal(0)) + maximum
    return found


def _shared_out(count, places):
    """`count` things over so many places, as evenly as they go, the fuller places first."""
    each, more = divmod(count, places)
    return [each + (place < more) for place in range(places)]


def _publish(criteria_set, year, source, communes, *, entered, chance):
    """One published edition, with points for each commune at the criteria `entered`."""
    edition = Edition.objects.create(
        index=criteria_set.index,
        criteria_set=criteria_set,
        label=str(year),
        year=year,
        starts_on=datetime.date(year, 1, 1),
        ends_on=datetime.date(year, 12, 31),
        note="Mọi số trong bảng này là minh họa.",
    )
    drafts = []
    for commune in communes:
        strength = chance.randint(40, 90)
        scores = {
            criterion.code: Score(criterion=criterion, entered_points=_points(criterion.max_points, strength, chance))
            for criterion in entered
        }
        drafts.append(Draft(Standing(edition=edition, unit=commune), scores))
    store_standings(edition=edition, drafts=drafts, provisional=False)
    freeze(edition=edition, by=None, decision=None, source=source, published_on=datetime.date(year + 1, 4, 6))
    return edition


def _points(maximum, strength, chance):
    """Full marks as often as the strength says (in a hundred), else some part of them, in hundredths."""
    if chance.randint(1, 100) <= strength:
        return maximum
    return Decimal(chance.randint(0, int(maximum * 100))).scaleb(-2)
