"""Write `.env` for a trial run on one's own machine, with a fresh secret key, unless it is there already."""

import secrets
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def env_for_trial(example: str) -> str:
    """The lines of `.env.example`, with a secret key of its own and without HTTPS, which a trial run does not have."""
    lines = []
    for line in example.splitlines():
        if line.startswith("DJANGO_SECRET_KEY="):
            line = f"DJANGO_SECRET_KEY={secrets.token_urlsafe(50)}"
        elif line.startswith("DJANGO_HTTPS="):
            line = "DJANGO_HTTPS=false"
        lines.append(line)
    return "\n".join(lines) + "\n"


def main() -> None:
    path = PROJECT / ".env"
    if path.exists():
        return
    path.touch(mode=0o600)  # the key is its owner's alone
    path.write_text(env_for_trial((PROJECT / ".env.example").read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
