"""Draws what each unit did, and lets the rules make points of it.

Nothing here is chance twice over: what is drawn depends on the seed and on what it is drawn for (unit, criterion,
year), never on the order in which it is asked, so that one more unit changes nobody's figures. All of it is reckoned
in whole thousandths.
"""

import hashlib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from indices.domain.figures import round_half_up
from indices.domain.rules import Inputs, RuleKind, evaluate
from indices.sample.values import Leaf, Mark, Profile, Stories
from indices.sample.words import EXPLANATIONS, PARTLY, working

SEED = "tinh-mau-2026"
FIRST_YEAR = 2021
WHOLE = 1000  # everything is counted in thousandths
SPREAD = 450  # how far chance moves the same unit from one criterion, and from one year, to the next
HELP = 260  # how much better a unit thinks it did where it claims too much
DOUBT = 120  # and how much worse where it claims too little
MET_FROM = 550  # from here on a unit has done what is asked
GRADE_FROM, GRADE_STEP = 600, 250
FAULTS_BELOW, FAULT_STEP = 620, 120
BONUS_FROM, BONUS_STEP = 1100, 80
PENALTY_BELOW, PENALTY_STEP = 480, 150
CLAIMS_TOO_MUCH, CLAIMS_TOO_LITTLE, EXPLAINS, IS_HEARD = 130, 975, 400, 600


def chance(*key) -> int:
    """A number from 0 to 999 that depends on the key alone, the same on every machine and in every version."""
    digest = hashlib.sha256("|".join(map(str, (SEED, *key))).encode()).digest()
    return int.from_bytes(digest[:8], "big") % WHOLE


def effort(profile: Profile, leaf: Leaf, year: int, stories: Stories, tree: str) -> int:
    """How well a unit did at a criterion in a year: in thousandths, less than 0 and more than 1,000 at the ends.

    Half of chance stays with unit and criterion through the years, so that what is lost is often lost again.
    """
    found = profile.quality + profile.drift * (year - FIRST_YEAR) + profile.fields.get(leaf.field, 0)
    for key in ((profile.unit, leaf.topic), (profile.unit, leaf.topic, year)):
        found += (chance(*key) - WHOLE // 2) * SPREAD // WHOLE
    for story in (*stories.of_unit("fall", profile.unit, year), *stories.of_unit("lapse", profile.unit, year)):
        if leaf.code in story["leaves"]:
            found = min(found, story["effort"])
    for story in stories.of_unit("chronic", profile.unit, year):
        if leaf.code in story["leaves"].get(tree, ()):
            found = min(found, story["effort"])
    return found


def inputs(leaf: Leaf, done: int, *key) -> Inputs:
    """What the rule of a leaf asks, answered by a unit that did so well. `key`: unit and year, for sizes."""
    kind = leaf.rule.kind
    if kind is RuleKind.FULL_OR_NOTHING:
        return Inputs(met=done >= MET_FROM)
    if kind is RuleKind.GRADED:
        place = 0 if done >= GRADE_FROM else 1 + (GRADE_FROM - 1 - done) // GRADE_STEP
        return Inputs(step=leaf.rule.steps[min(place, len(leaf.rule.steps) - 1)].position)
    if kind in (RuleKind.BANDS, RuleKind.PROPORTION):
        return _rated(leaf, done, *key)
    return Inputs(count=Decimal(_times(leaf, done)))


def _rated(leaf: Leaf, done: int, *key) -> Inputs:
    usual = leaf.usual
    whole = max(1, usual.size * (700 + chance(*key, leaf.topic, "size") * 6 // 10) // WHOLE)
    rate = usual.low * 10 + (usual.high - usual.low) * 10 * _within(done) // WHOLE
    return Inputs(part=Decimal(whole * min(rate, WHOLE) // WHOLE), whole=Decimal(whole))


def _times(leaf: Leaf, done: int) -> int:
    """How often something was done, or went wrong."""
    if leaf.kind == "bonus":
        return 0 if done < BONUS_FROM else 1 + (done - BONUS_FROM) // BONUS_STEP
    if leaf.kind == "penalty":
        return 0 if done >= PENALTY_BELOW else 1 + (PENALTY_BELOW - done) // PENALTY_STEP
    if leaf.rule.kind is RuleKind.DEDUCTION:
        return 0 if done >= FAULTS_BELOW else 1 + (FAULTS_BELOW - 1 - done) // FAULT_STEP
    enough = int(leaf.max_points / leaf.rule.each)
    return _within(done) * (enough + 1) // WHOLE


def _within(done: int) -> int:
    return max(0, min(WHOLE, done))


def appraised(profile: Profile, leaf: Leaf, year: int, done: int) -> Mark:
    """A leaf that is appraised: what the unit claims, what the appraisal gives, and what it gives once more."""
    key = (profile.unit, year)
    worked = inputs(leaf, done, *key)
    points = evaluate(leaf.rule, worked).points
    claimed = evaluate(leaf.rule, inputs(leaf, _claimed(done, *key, leaf.topic), *key)).points
    mark = Mark(self_points=claimed, appraised_points=points, note=working(worked))
    if claimed > points and leaf.kind == "ordinary" and chance(*key, leaf.topic, "explains") < EXPLAINS:
        mark = _heard(mark, leaf, done, *key)
    return replace(mark, cause=_cause(leaf, mark))


def _claimed(done: int, *key) -> int:
    drawn = chance(*key, "claims")
    if drawn < CLAIMS_TOO_MUCH:
        return done + HELP
    return done - DOUBT if drawn >= CLAIMS_TOO_LITTLE else done


def _heard(mark: Mark, leaf: Leaf, done: int, *key) -> Mark:
    """The unit explains itself, and the appraisal follows it in full or in part, where the rule knows a part."""
    in_full = chance(*key, leaf.topic, "heard") < IS_HEARD
    points = evaluate(leaf.rule, inputs(leaf, done + (HELP if in_full else HELP // 2), *key)).points
    if points <= mark.appraised_points:
        return mark
    told = EXPLANATIONS[leaf.rule.kind] if points == mark.self_points else PARTLY
    return replace(mark, reappraised_points=points, explanation=told)


def _cause(leaf: Leaf, mark: Mark) -> str:
    """Why points were lost, as `Score.Cause` says it; empty where none were."""
    if leaf.kind == "bonus" or mark.points >= max(leaf.max_points, Decimal(0)):
        return ""
    if mark.self_points > mark.points:
        return "not_recognised"
    if leaf.rule.kind in (RuleKind.BANDS, RuleKind.PROPORTION):
        return "rate_not_met"
    if " hạn" in leaf.asks or "chậm" in leaf.asks:
        return "late"
    return "other" if leaf.rule.kind is RuleKind.DEDUCTION or leaf.kind == "penalty" else "no_evidence"


def surveyed(profile: Profile, leaf: Leaf, year: int, done: int) -> Mark:
    """A leaf that people are asked about: a share of its maximum, to two places."""
    share = 700 + _within(done) * 24 // 100 + chance(profile.unit, year, leaf.topic, "asked") // 40
    points = round_half_up(Fraction(leaf.max_points) * share / WHOLE, 2)
    return Mark(survey_points=points, cause="survey" if points < leaf.max_points else "")


def mark_of(profile: Profile, leaf: Leaf, year: int, stories: Stories, tree: str) -> Mark:
    """What is entered for a unit at a leaf; bonus and penalty too, where mostly it is zero."""
    excused = stories.of_unit("excused", profile.unit, year)
    if leaf.kind == "ordinary" and any(story["field"] == leaf.field for story in excused):
        return Mark(status="not_applicable")
    done = effort(profile, leaf, year, stories, tree)
    if leaf.rule is None:
        return surveyed(profile, leaf, year, done)
    return appraised(profile, leaf, year, done)


def marks_of(profile: Profile, leaves: list[Leaf], year: int, stories: Stories, tree: str) -> dict[str, Mark]:
    """Leaf code -> what is entered for a unit in a year, before ties and corrections."""
    return {leaf.code: mark_of(profile, leaf, year, stories, tree) for leaf in leaves}


def make_tie(marks: dict[str, dict[str, Mark]], units: list[str], leaf: Leaf) -> None:
    """Bring the second unit to the total of the first by its points at one surveyed leaf.

    Raises:
        ValueError: the two are too far apart for that.
    """
    first, second = (sum(mark.points for mark in marks[unit].values()) for unit in units)
    mark = marks[units[1]][leaf.code]
    points = mark.survey_points + first - second
    if not 0 <= points <= leaf.max_points:
        raise ValueError(f"{units[1]} cannot be tied with {units[0]} by {leaf.code}: it would have {points}")
    marks[units[1]][leaf.code] = replace(mark, survey_points=points)
