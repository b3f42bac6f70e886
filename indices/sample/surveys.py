"""The sample's surveys of satisfaction: answers drawn from the seed, counted, and brought as anybody brings them."""

from indices.actions import publish_edition
from indices.actions.surveys import Brought, set_up_survey, store_answers
from indices.domain.periods import parse_label
from indices.domain.survey import counted
from indices.models import Edition
from indices.sample.generator import WHOLE, chance

LEVELS = 5
# From which satisfaction on, in thousandths, somebody chooses level 2, 3, 4, 5.
FROM = (330, 480, 700, 1010)
MOOD, OF_ITEM, OF_YEAR = 760, 220, 120  # how far people, items and years lie apart
SILENT = 25  # of a thousand answers that are left open
FEWER = 400  # by how many thousandths fewer are asked about a small unit


def answers_of(profile, items, about):
    """Item -> how many chose each level, of one unit in one survey.

    Args:
        items: codes of what was asked.
        about: what `surveys.toml` says of the survey.
    """
    unit, year = profile.unit, about["label"]
    number = about["asked"] * (WHOLE - chance(unit, "asked") * FEWER // WHOLE) // WHOLE
    rows = (_answers_of_one(profile, items, year, person) for person in range(number))
    return counted(rows, dict.fromkeys(items, LEVELS))


def _answers_of_one(profile, items, year, person):
    unit = profile.unit
    mood = profile.quality + _moved(MOOD, unit, year, person) + _moved(OF_YEAR, unit, "year", year)
    return {
        item: None
        if chance(unit, year, person, item) < SILENT
        else level_of(mood + _moved(OF_ITEM, unit, item) + _moved(OF_ITEM, unit, year, person, item, "own"))
        for item in items
    }


def _moved(spread, *key):
    return (chance(*key) - WHOLE // 2) * spread // WHOLE


def level_of(satisfaction):
    """The level that somebody so satisfied chooses."""
    return 1 + sum(satisfaction >= threshold for threshold in FROM)


def store_surveys(files, indices, sets, decisions, units, source):
    """Every survey of the sample, published unless it is to stay a draft. Returns how many."""
    for about in files.surveys:
        period, used = parse_label(about["label"]), sets[about["criteria_set"]]
        edition = Edition.objects.create(
            index=indices[about["index"]],
            label=period.label,
            year=period.year,
            period=period.kind,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            criteria_set=used,
            source=source,
            fixture_digest=files.digest,
            note=about.get("note", ""),
            note_en=about.get("note_en", ""),
        )
        calculator, design = about["calculator"], about["design_effect"]
        set_up_survey(edition=edition, calculator=calculator, levels=LEVELS, design_effect=design, by=None)
        if "draft" in about:
            continue
        items = [leaf.code for leaf in files.trees[files.sets[about["criteria_set"]].required("tree")]]
        answers = {
            units[unit].pk: answers_of(profile, items, about)
            for unit, profile in files.profiles.items()
            if profile.index == about["units_of"] and files.exists(unit, period.year)
        }
        brought = Brought("surveys.toml", files.digest)
        store_answers(edition=edition, answers=answers, brought=brought, by=None)
        publish_edition(
            edition=edition,
            decision=decisions[about["decision"]],
            source=source,
            published_on=about["published_on"],
        )
    return len(files.surveys)
