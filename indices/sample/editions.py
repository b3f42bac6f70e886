"""All that is entered in the sample's editions, unit by unit, with the stories told: plain values, not stored."""

import hashlib
from dataclasses import astuple, dataclass, replace
from decimal import Decimal

from indices.domain.rules import Inputs, evaluate
from indices.sample.generator import make_tie, marks_of
from indices.sample.values import Mark, Profile


@dataclass(frozen=True)
class SampleEdition:
    """One edition, or one revision of it.

    Args:
        about: what `editions.toml` says of it.
        tree: the tree its criteria set has.
        profiles: its units, in the order of the file.
        marks: unit -> leaf code -> Mark.
        unranked: unit -> the story of why it is assessed without a rank.
        excused: unit -> the story of what does not apply to it.
    """

    about: dict
    tree: str
    profiles: tuple[Profile, ...]
    marks: dict[str, dict[str, Mark]]
    unranked: dict[str, dict]
    excused: dict[str, dict]

    @property
    def year(self):
        return int(self.about["label"])

    @property
    def name(self):
        return f"{self.about['index']} {self.about['label']}-r{self.about.get('revision', 1)}"

    def note_of(self, unit, name):
        """What is noted at a standing, in the language of `name` (`note` or `note_en`)."""
        told = [stories[unit][name] for stories in (self.excused, self.unranked) if unit in stories]
        return " ".join(told)


def editions_of(files):
    """Every edition of the sample, in the order of the file. `files`: a `SampleFiles`."""
    return [_edition(files, about) for about in files.editions["editions"]]


def _edition(files, about):
    tree = files.sets[about["criteria_set"]].required("tree")
    year, stories, leaves = int(about["label"]), files.stories, files.trees[tree]
    profiles = tuple(
        profile
        for unit, profile in files.profiles.items()
        if profile.index == about["index"] and files.exists(unit, year)
    )
    marks = {profile.unit: marks_of(profile, leaves, year, stories, tree) for profile in profiles}
    by_code = {leaf.code: leaf for leaf in leaves}
    for story in stories.tie:
        if (story["index"], story["year"]) == (about["index"], year):
            make_tie(marks, story["units"], by_code[story["leaf"]])
    for story in stories.correction:
        if (story["index"], story["year"], story["revision"]) == (about["index"], year, about.get("revision", 1)):
            _correct(marks[story["unit"]], by_code[story["leaf"]], story)
    if about.get("draft"):
        _only_sent(marks, stories.draft)
    return SampleEdition(
        about=about,
        tree=tree,
        profiles=profiles,
        marks=marks,
        unranked={unit: told[-1] for unit in marks if (told := stories.of_unit("unranked", unit, year))},
        excused={unit: told[-1] for unit in marks if (told := stories.of_unit("excused", unit, year))},
    )


def _correct(marks, leaf, story):
    """What the appraisal gives once more after the edition was published."""
    points = evaluate(leaf.rule, Inputs(met=story["met"])).points
    marks[leaf.code] = replace(
        marks[leaf.code], reappraised_points=points, explanation=story["explanation"], cause="", note=""
    )


def _only_sent(marks, draft):
    """Leave of a draft what units have sent, their own scores, and what surveys gave; appraisal is still to come."""
    for unit, own in marks.items():
        kept = {
            code: replace(Mark(), self_points=mark.self_points, survey_points=mark.survey_points)
            for code, mark in own.items()
            if unit in draft["units"] or mark.survey_points is not None
        }
        if unit == draft["not_scored"]["unit"]:
            kept[draft["not_scored"]["leaf"]] = Mark(status="not_scored")
        marks[unit] = kept


def digest(editions):
    """A digest of every figure that is entered: the same files and the same seed give the same one anywhere."""
    found = hashlib.sha256()
    for edition in editions:
        for unit in sorted(edition.marks):
            for code, mark in sorted(edition.marks[unit].items()):
                found.update("|".join([edition.name, unit, code, *map(_written, astuple(mark))]).encode() + b"\n")
    return found.hexdigest()


def _written(value):
    """`0.50` and `0.5` are the same figure; not known is not zero."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
