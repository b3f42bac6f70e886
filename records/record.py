"""Loads sources and decisions from the published record."""

from records.models import Decision, Source
from records.record_files import keyed, read_table
from records.sync import sync


def load_sources(path):
    """Bring the sources to what the table says. Returns (code -> Source, Tally)."""
    wanted = {
        code: {
            "title": row.required("title"),
            "url": row.text("url"),
            "publisher": row.text("publisher"),
            "published_on": row.date("published_on"),
            "licence": row.text("licence"),
            "note": row.text("note"),
        }
        for code, row in keyed(read_table(path), "code").items()
    }
    return sync(Source, wanted, key="code")


def load_decisions(path, sources):
    """Bring the decisions to what the table says. Returns (slug -> Decision, Tally)."""
    wanted, cited = {}, {}
    for slug, row in keyed(read_table(path), "slug").items():
        wanted[slug] = {
            "number": row.required("number"),
            "issuer": row.required("issuer"),
            "title": row.text("title"),
            "signed_on": row.date("signed_on"),
            "signer": row.text("signer"),
            "in_force_from": row.date("in_force_from"),
            "in_force_to": row.date("in_force_to"),
            "url": row.text("url"),
            "note": row.text("note"),
        }
        cited[slug] = row.all_of("sources", sources)
    return sync(Decision, wanted, key="slug", sources=cited)
