"""What the database itself refuses: to change a published edition, the criteria it was scored by, or the audit trail.

Installed after every migration (SQLite lifts them for as long as one runs), on SQLite and on PostgreSQL alike. A
refusal is an `IntegrityError`. Sources, annexes and links to contributing units stay open: more may become known of
where a figure comes from, an annex is the unit's own, and a link explains figures and changes none (docs/adr/0014).
"""

import re

from django.apps import apps
from django.db import connections

FROZEN = "('published', 'superseded')"
EDITION_IS_FROZEN = "a published edition is frozen: a change is a new revision"
SET_IS_LOCKED = "a published edition uses this criteria set: a change is a new set"
AUDIT_IS_FINAL = "the audit trail is never changed"
# What may still change of a published edition: it is superseded, its file may be written differently, and more or
# less of it may be shown.
EDITION_STAYS_OPEN = ("state", "fixture_digest", "public_depth")

# What may still change of a locked set: how it is shown, not what it lays down.
CRITERION_STAYS_OPEN = ("name_en", "short_name", "short_name_en", "note", "note_en")
RULE_STAYS_OPEN = ("sentence_en", "asks_en", "out_of_en")
STEP_STAYS_OPEN = ("label_en",)
SET_LAYS_DOWN = ("index_id", "max_points", "bonus_cap", "penalty_cap")

# table -> how one of its rows (named {row}) leads to its edition; NULL where it leads to none
BELONGS_TO_EDITION = {
    "indices_standing": "{row}.edition_id",
    "indices_block": "{row}.edition_id",
    "indices_band": "{row}.edition_id",
    "indices_editionstatistic": "{row}.edition_id",
    "indices_criterionstatistic": "{row}.edition_id",
    "indices_standingpart": "(SELECT edition_id FROM indices_standing WHERE id = {row}.standing_id)",
    "indices_score": "(SELECT edition_id FROM indices_standing WHERE id = {row}.standing_id)",
    "indices_survey": "{row}.edition_id",
    "indices_surveyanswers": "(SELECT edition_id FROM indices_standing WHERE id = {row}.standing_id)",
    "indices_surveyresult": "(SELECT edition_id FROM indices_standing WHERE id = {row}.standing_id)",
}


# Where each database lists its triggers; one that was switched off guards nothing.
PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def install(sender, using, **kwargs):
    """Make every guard anew on the database `using` (after migrations)."""
    connection = connections[using]
    if "indices_score" not in connection.introspection.table_names():
        return  # migrated back to nothing
    with connection.cursor() as cursor:
        for statement in _statements(connection):
            cursor.execute(statement)


def lift(sender, using, **kwargs):
    """Drop the guards on SQLite before a migration: it makes tables anew, and refuses while a trigger names one."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(PRESENT["sqlite"])
            for (name,) in cursor.fetchall():
                if name.startswith(("indices_", "records_")):
                    cursor.execute(f"DROP TRIGGER {name}")


def missing(connection):
    """Names of the guards that the database does not have, in order."""
    made = re.findall(r"CREATE (?:OR REPLACE )?TRIGGER (\w+)", "\n".join(_statements(connection)))
    with connection.cursor() as cursor:
        cursor.execute(PRESENT[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
    return sorted(set(made) - present)


def _statements(connection):
    return {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]()


def _columns(model, left_out):
    """Columns of a model but for some; asked for late, because guards are known before the models are."""
    columns = [field.column for field in apps.get_model("indices", model)._meta.concrete_fields]
    return [column for column in columns if column not in left_out]


def _in_use(set_id):
    return f"EXISTS (SELECT 1 FROM indices_edition WHERE criteria_set_id = {set_id} AND state IN {FROZEN})"


def _differs(operator, columns):
    return " OR ".join(f"OLD.{column} {operator} NEW.{column}" for column in columns)


# model -> (how one of its rows leads to its criteria set, what of it stays open)
BELONGS_TO_SET = {
    "Criterion": ("{row}.criteria_set_id", CRITERION_STAYS_OPEN),
    "ScoringRule": ("(SELECT criteria_set_id FROM indices_criterion WHERE id = {row}.criterion_id)", RULE_STAYS_OPEN),
    "RuleStep": (
        "(SELECT criteria_set_id FROM indices_criterion WHERE id = "
        "(SELECT criterion_id FROM indices_scoringrule WHERE id = {row}.rule_id))",
        STEP_STAYS_OPEN,
    ),
}


def _locks(differs):
    """(name, table, when, condition) of each guard of a criteria set in use; `differs`: null-safe inequality."""
    for model, (path, stays_open) in BELONGS_TO_SET.items():
        table = apps.get_model("indices", model)._meta.db_table
        old, new = _in_use(path.format(row="OLD")), _in_use(path.format(row="NEW"))
        yield f"{table}_locked_insert", table, "INSERT", new
        changed = _differs(differs, _columns(model, stays_open))
        yield f"{table}_locked_update", table, "UPDATE", f"({old} OR {new}) AND ({changed})"
        yield f"{table}_locked_delete", table, "DELETE", old
    changed = _differs(differs, SET_LAYS_DOWN)
    yield (
        "indices_criteriaset_locked_update",
        "indices_criteriaset",
        "UPDATE",
        f"{_in_use('OLD.id')} AND ({changed})",
    )


def _sqlite():
    def trigger(name, table, when, condition, message):
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield (
            f"CREATE TRIGGER {name} BEFORE {when} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )

    def frozen(path, row):
        return f"EXISTS (SELECT 1 FROM indices_edition WHERE id = {path.format(row=row)} AND state IN {FROZEN})"

    for table, path in BELONGS_TO_EDITION.items():
        for when, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
            condition = " OR ".join(frozen(path, row) for row in rows)
            yield from trigger(f"{table}_frozen_{when.lower()}", table, when, condition, EDITION_IS_FROZEN)
    changed = _differs("IS NOT", _columns("Edition", EDITION_STAYS_OPEN))
    thawed = f"(NEW.state NOT IN {FROZEN}) OR (OLD.state = 'superseded' AND NEW.state <> 'superseded')"
    yield from trigger(
        "indices_edition_frozen_update",
        "indices_edition",
        "UPDATE",
        f"OLD.state IN {FROZEN} AND ({changed} OR {thawed})",
        EDITION_IS_FROZEN,
    )
    yield from trigger(
        "indices_edition_frozen_delete", "indices_edition", "DELETE", f"OLD.state IN {FROZEN}", EDITION_IS_FROZEN
    )
    for name, table, when, condition in _locks("IS NOT"):
        yield from trigger(name, table, when, condition, SET_IS_LOCKED)
    for when in ("UPDATE", "DELETE"):
        yield from trigger(f"records_audit_final_{when.lower()}", "records_auditevent", when, "1", AUDIT_IS_FINAL)


def _postgresql():
    def refuse(message):
        return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'"

    # Statement by statement, over the table of changed rows: a bulk insert is checked once.
    for table, path in BELONGS_TO_EDITION.items():
        for when, rows in (("INSERT", ["new"]), ("UPDATE", ["old", "new"]), ("DELETE", ["old"])):
            name = f"{table}_frozen_{when.lower()}"
            checks = "\n".join(
                f"IF EXISTS (SELECT 1 FROM indices_edition WHERE state IN {FROZEN} AND id IN "
                f"(SELECT {path.format(row='changed')} FROM {row}_rows changed)) "
                f"THEN {refuse(EDITION_IS_FROZEN)}; END IF;"
                for row in rows
            )
            yield (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {checks} "
                f"RETURN NULL; END $body$"
            )
            referencing = " ".join(f"{row.upper()} TABLE AS {row}_rows" for row in rows)
            yield (
                f"CREATE OR REPLACE TRIGGER {name} AFTER {when} ON {table} REFERENCING {referencing} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )
    open_columns = " - ".join(f"'{column}'" for column in EDITION_STAYS_OPEN)
    yield (
        "CREATE OR REPLACE FUNCTION indices_edition_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
        f"IF OLD.state IN {FROZEN} AND (TG_OP = 'DELETE' OR NEW.state NOT IN {FROZEN} "
        "OR (OLD.state = 'superseded' AND NEW.state <> 'superseded') "
        f"OR to_jsonb(OLD) - {open_columns} IS DISTINCT FROM to_jsonb(NEW) - {open_columns}) "
        f"THEN {refuse(EDITION_IS_FROZEN)}; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $body$"
    )
    yield (
        "CREATE OR REPLACE TRIGGER indices_edition_frozen BEFORE UPDATE OR DELETE ON indices_edition "
        "FOR EACH ROW EXECUTE FUNCTION indices_edition_frozen()"
    )
    for name, table, when, condition in _locks("IS DISTINCT FROM"):
        # PostgreSQL takes no subquery in WHEN: the condition stands in a function of its own.
        result = "OLD" if when == "DELETE" else "NEW"
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
            f"IF {condition} THEN {refuse(SET_IS_LOCKED)}; END IF; RETURN {result}; END $body$"
        )
        yield (f"CREATE OR REPLACE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    yield (
        "CREATE OR REPLACE FUNCTION records_audit_final() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
        f"{refuse(AUDIT_IS_FINAL)}; END $body$"
    )
    yield (
        "CREATE OR REPLACE TRIGGER records_audit_final BEFORE UPDATE OR DELETE ON records_auditevent "
        "FOR EACH ROW EXECUTE FUNCTION records_audit_final()"
    )
