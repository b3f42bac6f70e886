import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def pinned(name: str) -> dict[str, str]:
    """Package -> version of one lock."""
    text = (PROJECT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, flags=re.MULTILINE))


def test_what_is_run_is_part_of_what_is_tested_at_the_same_versions():
    assert pinned("requirements.lock").items() <= pinned("requirements-dev.lock").items()


def test_locks_name_no_package_index():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (PROJECT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^--?(index|extra|find|trusted)", text, flags=re.MULTILINE)


def test_every_package_of_the_project_is_pinned():
    project = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    asked_for = re.findall(r'^    "([A-Za-z0-9-]+)(?:\[\w+\])?>=', project, flags=re.MULTILINE)
    assert asked_for
    assert {name.lower() for name in asked_for} <= pinned("requirements-dev.lock").keys()
