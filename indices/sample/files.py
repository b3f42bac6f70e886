"""Reads `fixtures/sample/`: trees with their rules, profiles, stories, editions; and the digest of all of it."""

import datetime
import hashlib
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from indices.domain.rules import Rule, RuleKind, Step
from indices.importing.published_files import figure
from indices.sample.values import Leaf, Profile, Stories, Usual
from records.record_files import keyed, read_table

VERSION = 1  # of the way in which figures are drawn: count it up when the same files give other figures


@dataclass(frozen=True)
class SampleFiles:
    """The folder of the sample; every table is read where it is first asked for.

    Raises (from all that reads):
        RecordError: with file and line, and what is wrong there.
    """

    folder: Path

    @cached_property
    def digest(self):
        """What changes when any file, or the way figures are drawn, does."""
        found = hashlib.sha256(f"{VERSION}".encode())
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                found.update(f"\n{path.relative_to(self.folder).as_posix()}\n".encode() + path.read_bytes())
        return found.hexdigest()

    def table(self, name, *key):
        """Rows of a table by the columns that name them."""
        return keyed(read_table(self.folder / name), *key)

    @cached_property
    def units(self):
        return self.table("units/units.csv", "slug")

    def exists(self, unit, year):
        """Was there such a unit on the first day of the year?"""
        row, first = self.units[unit], datetime.date(year, 1, 1)
        return row.date("valid_from", first) <= first <= row.date("valid_to", first)

    @cached_property
    def rules(self):
        """(tree, code) -> Row of its rule."""
        return self.table("rules.csv", "tree", "code")

    @cached_property
    def steps(self):
        """(tree, code) -> Rows of the steps of its rule, in their order."""
        found = defaultdict(list)
        for (tree, code, _position), row in self.table("steps.csv", "tree", "code", "position").items():
            found[tree, code].append(row)
        return found

    @cached_property
    def trees(self):
        """Tree -> its leaves, in order."""
        return {tree: self._leaves(tree) for tree in sorted({row.required("tree") for row in self.sets.values()})}

    @cached_property
    def sets(self):
        return self.table("sets.csv", "slug")

    @cached_property
    def profiles(self):
        """Unit -> Profile, in the order of the file."""
        return {
            unit: Profile(
                unit=unit,
                index=row.required("index"),
                block=row.text("block"),
                quality=row.whole("quality"),
                drift=row.whole("drift"),
                fields={told.partition(":")[0]: int(told.partition(":")[2]) for told in row.listed("fields")},
            )
            for unit, row in self.table("profiles.csv", "unit").items()
        }

    @cached_property
    def stories(self):
        return Stories(**self._toml("stories.toml"))

    @cached_property
    def editions(self):
        """`editions`, `blocks`, `bands` -> what is said of each, in order."""
        return self._toml("editions.toml")

    @cached_property
    def surveys(self):
        """What is said of each survey, in order."""
        return self._toml("surveys.toml")["surveys"]

    def _toml(self, name):
        return tomllib.loads((self.folder / name).read_text(encoding="utf-8"), parse_float=Decimal)

    def _leaves(self, tree):
        rows = self.table(f"trees/{tree}.csv", "code")
        parents = {row.text("parent") for row in rows.values()}
        usual = self.table("draws.csv", "tree", "code")
        topics = self._topics(tree)
        return [
            Leaf(
                code=code,
                max_points=figure(row, "max_points"),
                method=row.required("method"),
                kind=row.required("kind"),
                topic=topics.get(code, f"{tree}:{code}"),
                rule=self._rule(tree, code, figure(row, "max_points")),
                asks=self.rules[tree, code].required("asks") if (tree, code) in self.rules else "",
                usual=_usual(usual[tree, code]) if (tree, code) in usual else None,
            )
            for code, row in rows.items()
            if code not in parents
        ]

    def _topics(self, tree):
        """Code -> topic: of the first tree by its own codes, of the next by the first criterion it goes on from."""
        first = min(row.required("tree") for row in self.sets.values())
        if tree == first:
            return {}
        topics = {}
        for (old, new), _row in self.table("links.csv", "old", "new").items():
            if old and new:
                topics.setdefault(new, f"{first}:{old}")
        return topics

    def _rule(self, tree, code, max_points):
        row = self.rules.get((tree, code))
        if row is None:
            return None
        return Rule(
            kind=RuleKind(row.required("kind")),
            max_points=max_points,
            steps=tuple(
                Step(
                    position=step.whole("position"),
                    points=figure(step, "points"),
                    lower=figure(step, "lower"),
                    label=step.text("label"),
                )
                for step in self.steps[tree, code]
            ),
            each=figure(row, "each"),
            threshold=figure(row, "threshold"),
            full_from=figure(row, "full_from"),
            places=row.whole("places"),
        )


def _usual(row):
    return Usual(size=row.whole("size"), low=row.whole("low"), high=row.whole("high"))
