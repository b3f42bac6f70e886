"""What a reading makes of the stored scores: the drafts of the edition as it would be.

Nothing is written, and nothing that was loaded is changed: whatever the file touches is a copy. Kinds of points that
the file does not speak of stay (the unit's own points, when appraised ones come). A parent's figure beside its
children's is for checking only.
"""

from dataclasses import dataclass, field

from django.db.models.base import ModelState

from indices.actions import Draft
from indices.actions.rows import EnteredScore
from indices.importing.score_values import KINDS_OF_POINTS, Answer, Figure, Meaning, Reading, Shape, UnitReading
from indices.importing.subject import Subject
from indices.models import Score, Standing, TotalMethod
from reformtrack.text import fold

# Of the kinds of points in one row, the one that says last whether a criterion applies to the unit at all.
LAST_WORD = (Meaning.POINTS, Meaning.REAPPRAISED, Meaning.APPRAISED, Meaning.SURVEY, Meaning.SELF)
PLACES = {Meaning.TOTAL_POINTS: "stated_points_places", Meaning.TOTAL_PERCENT: "stated_percent_places"}
COLUMNS = {kind: kind.value for kind in KINDS_OF_POINTS}  # asked for three hundred thousand times
SCORED, NOT_SCORED, NOT_APPLICABLE = Score.Status.values
VALUES = (*(meaning.value for meaning in KINDS_OF_POINTS), "stated_points", "stated_percent", "stated_rank")


@dataclass
class Merged:
    """The edition as it would be.

    Args:
        drafts: unit pk → one for every unit of the edition, those that the file does not speak of too.
        touched: (unit pk, code) → the score as it is stored, `None` for a new one; what is in `drafts` is another
            object.
        standings: unit pk → the standing as it is stored, `None` for a new one, where the file changes what is said
            of the whole.
        unchanged: how many figures of the file say what is stored already.
    """

    drafts: dict[int, Draft]
    touched: dict[tuple[int, str], EnteredScore | None] = field(default_factory=dict)
    standings: dict[int, Standing | None] = field(default_factory=dict)
    unchanged: int = 0


def merge(reading: Reading, subject: Subject, *, upload=None) -> Merged:
    """What the edition (or the annex of one unit) would be with the file's scores.

    Args:
        upload: named as the origin of every score that is touched.
    """
    return _Merging(reading, subject, upload).merged


def copied(row):
    """Another object that says the same of the same stored row."""
    other = type(row).__new__(type(row))
    other.__dict__.update(row.__dict__)
    other._state = ModelState()
    other._state.db, other._state.adding = row._state.db, row._state.adding
    other._state.fields_cache = dict(row._state.fields_cache)
    return other


class _Merging:
    def __init__(self, reading: Reading, subject: Subject, upload):
        self.subject = subject
        self.below = _below(subject)
        self.spoken_of = _spoken_of(reading)
        self.shapes = {layout.sheet: layout.shape for layout in reading.layouts}
        self.upload_id = upload and upload.pk
        self.merged = Merged(
            {unit: Draft(standing, dict(subject.scores.get(unit, {}))) for unit, standing in subject.roll.items()}
        )
        for unit in reading.units.values():
            self._merge_unit(unit)

    def _merge_unit(self, unit: UnitReading) -> None:
        draft = self.merged.drafts.get(unit.unit)
        if draft is None:
            draft = self.merged.drafts[unit.unit] = Draft(Standing(edition=self.subject.edition, unit_id=unit.unit))
            self.merged.standings[unit.unit] = None
        for code, figures in unit.scores.items():
            if self._is_entered(unit, code):
                self._merge_score(unit.unit, draft, code, figures)
        self._remove_missing(unit, draft)
        for code, texts in unit.texts.items():
            self._merge_texts(unit.unit, draft, code, texts)
        for meaning, figure in unit.stated.items():
            if self._is_stated(unit, draft, meaning):
                self._merge_stated(unit.unit, draft, meaning, figure)

    def _is_entered(self, unit: UnitReading, code: str) -> bool:
        """A leaf is; a parent where nothing below it is known of the unit, its points are laid down, or it was before.

        A parent that was entered once and is not entered again would contradict its children for ever.
        """
        below, stored = self.below[code], self.subject.scores.get(unit.unit, {})
        if (
            not below
            or self.subject.items[code].total_method == TotalMethod.STATED
            or _holds_something(stored.get(code))
        ):
            return True
        return below.isdisjoint(unit.scores) and below.isdisjoint(stored)

    def _is_stated(self, unit: UnitReading, draft: Draft, meaning: Meaning) -> bool:
        """Is the file's total a printed figure, to be kept, and not a sum to be compared? Never of an annex."""
        if self.subject.of_unit is not None:
            return False
        return (
            self.subject.index.total_method == TotalMethod.STATED
            or self.shapes.get(unit.sheet) == Shape.TOTALS
            or not draft.scores
            or getattr(draft.standing, meaning.value) is not None
        )

    def _merge_score(self, unit: int, draft: Draft, code: str, figures: dict[Meaning, Figure]) -> None:
        deciding = next((figures[kind] for kind in LAST_WORD if _says_something(figures.get(kind))), None)
        stored = draft.scores.get(code)
        if stored is None:
            if deciding is not None:
                self._add(unit, draft, code, figures, deciding.answer != Answer.NOT_APPLICABLE)
            return
        applies = deciding.answer != Answer.NOT_APPLICABLE if deciding else _applies(stored)
        turned = applies != _applies(stored)
        differing = {
            kind: figure for kind, figure in figures.items() if turned or getattr(stored, kind.value) != figure.value
        }
        self.merged.unchanged += len(figures) - len(differing)
        if differing or _lost_its_status(stored):
            score = self._touched(unit, draft, code)
            for kind, figure in differing.items():
                setattr(score, kind.value, figure.value)
            _set_status(score, applies)
            _set_place(score, next(iter((differing or figures).values())))

    def _add(self, unit: int, draft: Draft, code: str, figures: dict[Meaning, Figure], applies: bool) -> None:
        """A score where there was none: three hundred thousand of them, for a country."""
        score = EnteredScore()
        score.upload_id = self.upload_id
        for kind, figure in figures.items():
            setattr(score, COLUMNS[kind], figure.value)
        score.status = SCORED if applies else NOT_APPLICABLE
        _set_place(score, next(filter(_says_something, figures.values())))
        draft.scores[code] = score
        self.merged.touched[unit, code] = None

    def _touched(self, unit: int, draft: Draft, code: str) -> EnteredScore:
        """The score to write to: a copy of the stored one, with this file as its origin."""
        if (unit, code) not in self.merged.touched:
            self.merged.touched[unit, code] = draft.scores[code]
            draft.scores[code] = draft.scores[code].copied()
            draft.scores[code].upload_id = self.upload_id
        return draft.scores[code]

    def _remove_missing(self, unit: UnitReading, draft: Draft) -> None:
        """What came from a file before, and is not in this one, although this one speaks of such figures."""
        for kind, codes in self.spoken_of.items():
            for code in codes & draft.scores.keys():
                stored = draft.scores[code]
                known = stored.upload_id is not None and getattr(stored, kind.value) is not None
                if known and kind not in unit.scores.get(code, ()):
                    score = self._touched(unit.unit, draft, code)
                    setattr(score, kind.value, None)
                    _set_status(score, _applies(score))
                    score.sheet, score.cell = unit.sheet, unit.cell

    def _merge_texts(self, unit: int, draft: Draft, code: str, texts: dict[str, str]) -> None:
        if not code:
            note = texts.get("note", draft.standing.note)
            if note != draft.standing.note:
                self._touched_standing(unit, draft).note = note
            return
        if code not in draft.scores:
            return
        wanted = _texts(texts)
        if any(getattr(draft.scores[code], name) != text for name, text in wanted.items()):
            score = self._touched(unit, draft, code)
            for name, text in wanted.items():
                setattr(score, name, text)

    def _merge_stated(self, unit: int, draft: Draft, meaning: Meaning, figure: Figure) -> None:
        value, places = figure.value, PLACES.get(meaning)
        if places is None and value is not None:
            value = int(value)
        if getattr(draft.standing, meaning.value) == value:
            self.merged.unchanged += 1
            return
        standing = self._touched_standing(unit, draft)
        setattr(standing, meaning.value, value)
        if places is not None:
            setattr(standing, places, None if value is None else figure.places)

    def _touched_standing(self, unit: int, draft: Draft) -> Standing:
        if unit not in self.merged.standings:
            self.merged.standings[unit] = draft.standing
            draft.standing = copied(draft.standing)
        return draft.standing


def _says_something(figure: Figure | None) -> bool:
    return figure is not None and figure.answer != Answer.NOT_SCORED


def _applies(score: EnteredScore) -> bool:
    return score.status != NOT_APPLICABLE


def _holds_something(score: EnteredScore | None) -> bool:
    return score is not None and any(getattr(score, name) is not None for name in VALUES)


def _lost_its_status(score: EnteredScore) -> bool:
    """Was it left out when the edition was computed for publishing, which counts no unit's own points?"""
    return score.status == NOT_SCORED and _holds_something(score)


def _set_status(score: EnteredScore, applies: bool) -> None:
    if applies:
        score.status = SCORED if _holds_something(score) else NOT_SCORED
    else:
        score.status = NOT_APPLICABLE


def _set_place(score: EnteredScore, figure: Figure) -> None:
    score.sheet, score.cell = figure.sheet, figure.cell


def _texts(texts: dict[str, str]) -> dict[str, str]:
    """A cause is one of those that are known; another one is kept as the explanation it is."""
    wanted = dict(texts)
    cause = wanted.pop("cause", "")
    if cause:
        known = {fold(str(label)): value for value, label in Score.Cause.choices}
        known |= {value: value for value in Score.Cause.values}
        wanted["cause"] = known.get(cause, known.get(fold(cause), Score.Cause.OTHER.value))
        if wanted["cause"] == Score.Cause.OTHER.value:
            wanted.setdefault("explanation", cause)
    return wanted


def _below(subject: Subject) -> dict[str, frozenset[str]]:
    """Code → every code below it."""
    found: dict[str, frozenset[str]] = {}
    for code in reversed(subject.items):
        children = subject.items[code].children
        found[code] = frozenset(children).union(*(found[child] for child in children))
    return found


def _spoken_of(reading: Reading) -> dict[Meaning, set[str]]:
    """Kind of points → the criteria that the file has such a figure of, for whichever unit."""
    found: dict[Meaning, set[str]] = {}
    for unit in reading.units.values():
        for code, figures in unit.scores.items():
            for kind in figures:
                found.setdefault(kind, set()).add(code)
    return found
