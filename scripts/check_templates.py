"""Compile every template of the project, so that a broken one is found before somebody opens its page."""

import os
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reformtrack.settings")

import django  # noqa: E402  (the settings are named first)
from django.template import TemplateSyntaxError, engines  # noqa: E402


def main() -> int:
    django.setup()
    folder = PROJECT / "templates"
    broken = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            try:
                engines["django"].get_template(str(path.relative_to(folder)))
            except TemplateSyntaxError as fault:
                broken += 1
                print(f"{path.relative_to(PROJECT)}: {fault}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
