"""Stores the sample province: all of it in one transaction, once; loaded again it changes nothing."""

from django.db import transaction
from django.utils.translation import gettext as _

from indices.actions import Draft, freeze, store_standings
from indices.domain.periods import parse_label
from indices.importing.published import load_indices, load_tree
from indices.importing.published_files import figure
from indices.models import (
    Band,
    Block,
    CriteriaSet,
    Criterion,
    CriterionLink,
    Edition,
    Index,
    Responsibility,
    RuleStep,
    Score,
    ScoringRule,
    Standing,
    Target,
)
from indices.sample.contributions import store_contributions
from indices.sample.editions import editions_of
from indices.sample.surveys import store_surveys
from records.models import Decision
from records.record import load_decisions, load_sources
from records.sync import sync_sources
from units.models import Unit
from units.record import load_units

SOURCE = "sample"


class SampleChangedError(Exception):
    """The database holds another sample; its published years are frozen, so it stays as it is."""

    def __init__(self):
        super().__init__(
            _(
                "Cơ sở dữ liệu đã có dữ liệu minh họa của bản trước. Các năm đã công bố không sửa được nên giữ nguyên; "
                "muốn có dữ liệu minh họa mới, hãy tạo cơ sở dữ liệu mới rồi chạy lại load_published và load_sample."
            )
        )


@transaction.atomic
def load_sample(files):
    """Store the sample, where it is not stored yet.

    Args:
        files: a `SampleFiles`.

    Returns:
        {what: how many were made}; empty: the same sample is there already.

    Raises:
        SampleChangedError: another sample is there.
        RecordError: a file cannot be read; nothing is stored.
    """
    there = stored_digests()
    if there == {files.digest}:
        return {}
    if there:
        raise SampleChangedError
    loading = _Loading(files)
    loading.store_sets()
    loading.store_targets()
    editions = editions_of(files)
    for edition in editions:
        loading.store_edition(edition)
    store_contributions(files, loading.units, loading.source)
    surveys = store_surveys(files, loading.indices, loading.sets, loading.decisions, loading.units, loading.source)
    return {
        "units": len(loading.units),
        "indices": len(loading.indices),
        "criteria sets": len(loading.sets),
        "editions": len(editions) + surveys,
    }


def stored_digests():
    """Digests of the samples whose published editions are stored; people's own editions have none."""
    published = Edition.objects.frozen().filter(index__is_sample=True).exclude(fixture_digest="")
    return set(published.order_by().values_list("fixture_digest", flat=True).distinct())


class _Loading:
    """One loading: what was stored so far, by slug, for what comes after to refer to."""

    def __init__(self, files):
        folder = files.folder
        self.files = files
        self.sources, _told = load_sources(folder / "sources.csv")
        self.source = self.sources[SOURCE]
        self.decisions, _told = load_decisions(folder / "decisions.csv", self.sources)
        self._amend()
        units, _told = load_units(folder / "units", self.sources)
        self.units = {slug: units[slug] for slug in files.units}
        indices, _told = load_indices(folder / "indices.csv", units, self.sources)
        self.indices = {slug: indices[slug] for slug in files.table("indices.csv", "slug")}
        for model, rows in ((Unit, self.units), (Index, self.indices)):
            model.objects.filter(pk__in=[row.pk for row in rows.values()]).update(is_sample=True)
        self.sets, self.criteria = {}, {}

    def _amend(self):
        for slug, row in self.files.table("decisions.csv", "slug").items():
            if row.text("amends"):
                amended = row.one_of("amends", self.decisions)
                Decision.objects.filter(pk=self.decisions[slug].pk).update(amends=amended)

    def store_sets(self):
        """Criteria sets with trees, rules, agencies in charge, and links to the set each follows."""
        for slug, row in self.files.sets.items():
            used = self._store_set(slug, row)
            load_tree(self.files.folder / "trees" / f"{row.required('tree')}.csv", used)
            self.sets[slug] = used
            self.criteria[slug] = {criterion.code: criterion for criterion in used.criteria.all()}
            self._store_rules(slug, row.required("tree"))
            self._store_responsibilities(slug, row.required("tree"))
            if used.copied_from_id:
                self._store_links(row.required("copied_from"), slug)
        sync_sources(CriteriaSet, {used: [self.source] for used in self.sets.values()})

    def _store_set(self, slug, row):
        return CriteriaSet.objects.create(
            slug=slug,
            index=row.one_of("index", self.indices),
            name=row.required("name"),
            name_en=row.required("name_en"),
            decision=row.one_of("decision", self.decisions),
            year_from=row.whole("year_from"),
            year_to=row.whole("year_to"),
            state=row.choice("state", CriteriaSet.State),
            copied_from=row.one_of("copied_from", self.sets, blank=True),
            stated_fields=row.whole("stated_fields"),
            stated_criteria=row.whole("stated_criteria"),
            stated_subcriteria=row.whole("stated_subcriteria"),
            **{
                name: figure(row, name)
                for name in (
                    "max_points",
                    "bonus_cap",
                    "penalty_cap",
                    "appraisal_points",
                    "satisfaction_points",
                    "survey_points",
                    "outcome_points",
                )
            },
        )

    def _store_rules(self, slug, tree):
        rows = {code: row for (owner, code), row in self.files.rules.items() if owner == tree}
        rules = ScoringRule.objects.bulk_create(
            ScoringRule(
                criterion=self.criteria[slug][code],
                kind=row.choice("kind", ScoringRule.RuleKind),
                each=figure(row, "each"),
                threshold=figure(row, "threshold"),
                full_from=figure(row, "full_from"),
                places=row.whole("places"),
                **{
                    name: row.text(name)
                    for name in ("sentence", "sentence_en", "asks", "asks_en", "out_of", "out_of_en")
                },
            )
            for code, row in rows.items()
        )
        RuleStep.objects.bulk_create(
            RuleStep(
                rule=rule,
                position=step.whole("position"),
                label=step.text("label"),
                label_en=step.text("label_en"),
                lower=figure(step, "lower"),
                points=figure(step, "points"),
            )
            for code, rule in zip(rows, rules, strict=True)
            for step in self.files.steps[tree, code]
        )

    def _store_responsibilities(self, slug, tree):
        used = self.sets[slug]
        Responsibility.objects.bulk_create(
            Responsibility(
                criterion=self.criteria[slug][code],
                within=used.index.within,
                lead=row.one_of("lead", self.units),
                decision=used.decision,
            )
            for (owner, code), row in self.files.table("responsibilities.csv", "tree", "code").items()
            if owner == tree
        )

    def _store_links(self, before, after):
        def end(owner, code):
            return self.criteria[owner][code] if code else None

        CriterionLink.objects.bulk_create(
            CriterionLink(
                from_set=self.sets[before],
                to_set=self.sets[after],
                old=end(before, old),
                new=end(after, new),
                kind=row.choice("kind", CriterionLink.LinkKind),
                confirmed=True,
                note=row.text("note"),
                note_en=row.text("note_en"),
            )
            for (old, new), row in self.files.table("links.csv", "old", "new").items()
        )

    def store_targets(self):
        """What plans of the sample want its units to reach."""
        targets = Target.objects.bulk_create(
            Target(
                unit=row.one_of("unit", self.units),
                index=row.one_of("index", self.indices),
                year=row.whole("year"),
                kind=row.choice("kind", Target.TargetKind),
                figure=figure(row, "figure"),
                decision=row.one_of("decision", self.decisions),
                note=row.text("note"),
            )
            for row in self.files.table("targets.csv", "unit", "index", "year", "kind").values()
        )
        sync_sources(Target, {target: [self.source] for target in targets})

    def store_edition(self, edition):
        """One edition with all that is entered in it; published unless it is to stay a draft."""
        about, period = edition.about, parse_label(edition.about["label"])
        decision = self.decisions.get(about.get("decision"))
        stored = Edition.objects.create(
            index=self.indices[about["index"]],
            label=period.label,
            year=period.year,
            period=period.kind,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            revision=about.get("revision", 1),
            criteria_set=self.sets[about["criteria_set"]],
            decision=decision,
            source=self.source,
            fixture_digest=self.files.digest,
            **{name: about.get(name, "") for name in ("note", "note_en", "reason", "reason_en")},
        )
        blocks = self._store_parts(stored)
        drafts = [self._draft(stored, edition, profile, blocks) for profile in edition.profiles]
        store_standings(edition=stored, drafts=drafts, provisional="draft" in about)
        if "draft" not in about:
            freeze(edition=stored, by=None, decision=decision, source=self.source, published_on=about["published_on"])

    def _store_parts(self, stored):
        """Blocks by slug, after storing them and the bands."""
        told = self.files.editions
        blocks = Block.objects.bulk_create(
            Block(edition=stored, slug=one["slug"], name=one["name"], name_en=one["name_en"], position=place)
            for place, one in enumerate(told["blocks"], 1)
            if one["index"] == stored.index.slug
        )
        bands = Band.objects.bulk_create(
            Band(edition=stored, position=place, **one) for place, one in enumerate(told["bands"], 1)
        )
        sync_sources(Band, {band: [self.source] for band in bands})
        return {block.slug: block for block in blocks}

    def _draft(self, stored, edition, profile, blocks):
        unit = profile.unit
        standing = Standing(
            edition=stored,
            unit=self.units[unit],
            block=blocks.get(profile.block),
            to_be_ranked=unit not in edition.unranked,
            note=edition.note_of(unit, "note"),
            note_en=edition.note_of(unit, "note_en"),
        )
        criteria = self.criteria[stored.criteria_set.slug]
        return Draft(standing, {code: _score(criteria[code], mark) for code, mark in edition.marks[unit].items()})


def _score(criterion: Criterion, mark):
    return Score(
        criterion=criterion,
        origin=Score.Origin.ENTERED,
        status=mark.status,
        self_points=mark.self_points,
        appraised_points=mark.appraised_points,
        reappraised_points=mark.reappraised_points,
        survey_points=mark.survey_points,
        cause=mark.cause,
        explanation=mark.explanation,
        note=mark.note,
    )
