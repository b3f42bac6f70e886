"""The English message catalogue: compile it, bring new texts into it, check that it is whole.

    python scripts/catalogue.py compile    .po to .mo where the .po is newer; needs no gettext
    python scripts/catalogue.py update     texts new in the sources come in, untranslated; texts gone go out
    python scripts/catalogue.py check      exits 1 and names every text without a finished English translation

The source language is Vietnamese, so only English has a catalogue. `update` and `check` read the sources with gettext's
xgettext, through Django's `makemessages`, in a temporary copy: the tree itself stays as it is.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

PROJECT = Path(__file__).resolve().parent.parent
ENGLISH = PROJECT / "locale" / "en" / "LC_MESSAGES" / "django.po"
SOURCES = ("reformtrack", "records", "units", "indices", "templates")
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "en",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def texts_in_sources() -> polib.POFile:
    """Every text marked for translation in Python and templates, untranslated."""
    with tempfile.TemporaryDirectory() as folder:
        for name in SOURCES:
            shutil.copytree(PROJECT / name, Path(folder, name), ignore=shutil.ignore_patterns("*.pyc", "__pycache__"))
        Path(folder, "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "--locale=en", "--keep-pot", "--no-location"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        return polib.pofile(Path(folder, "locale", "django.pot").read_text(encoding="utf-8"))


def english() -> polib.POFile:
    """The catalogue as it stands; an empty one if there is none yet."""
    if ENGLISH.exists():
        return polib.pofile(str(ENGLISH), wrapwidth=118)
    catalogue = polib.POFile(wrapwidth=118)
    catalogue.metadata = HEADER
    return catalogue


def compile_all() -> int:
    for source in sorted(PROJECT.glob("locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(compiled))
    return 0


def update() -> int:
    catalogue = english()
    catalogue.merge(texts_in_sources())
    for gone in catalogue.obsolete_entries():
        catalogue.remove(gone)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(ENGLISH))
    missing = len(catalogue.untranslated_entries()) + len(catalogue.fuzzy_entries())
    print(f"English catalogue: {len(catalogue)} texts, {missing} to translate")
    return compile_all()


def check() -> int:
    finished = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in english().translated_entries()}
    missing = [
        entry for entry in texts_in_sources() if (entry.msgctxt, entry.msgid, entry.msgid_plural) not in finished
    ]
    for entry in missing[:20]:
        print(f"no finished English translation: {entry.msgid!r}")
    # A placeholder lost in translation would fail only when the page is shown.
    placeholders = subprocess.run(["msgfmt", "--check-format", "--output-file=/dev/null", ENGLISH], check=False)
    if missing:
        print(f"{len(missing)} texts want English: `make fix` brings them into {ENGLISH.relative_to(PROJECT)}")
    return 1 if missing or placeholders.returncode else 0


if __name__ == "__main__":
    commands = {"compile": compile_all, "update": update, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    sys.exit(commands[sys.argv[1]]())
