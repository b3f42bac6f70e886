import re
from pathlib import Path

from scripts.make_env import env_for_trial

PROJECT = Path(__file__).resolve().parents[2]
EXAMPLE = (PROJECT / ".env.example").read_text(encoding="utf-8")


def test_every_setting_read_from_the_environment_is_explained_in_the_example():
    settings = (PROJECT / "reformtrack" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    explained = set(re.findall(r"^(?:# )?([A-Z_]+)=", EXAMPLE, flags=re.MULTILINE))
    assert read == explained


def test_a_trial_run_gets_a_secret_key_of_its_own():
    key = re.compile(r"^DJANGO_SECRET_KEY=(.{50,})$", flags=re.MULTILINE)
    first, second = (key.search(env_for_trial(EXAMPLE)).group(1) for _ in range(2))
    assert first != second


def test_a_trial_run_is_without_https_and_otherwise_as_the_example_says():
    changed = [
        line
        for line in env_for_trial(EXAMPLE).splitlines()
        if line not in EXAMPLE.splitlines() and not line.startswith("DJANGO_SECRET_KEY=")
    ]
    assert changed == ["DJANGO_HTTPS=false"]
