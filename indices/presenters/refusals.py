"""What the actions refused, as sentences for the page on which it was asked for."""

from indices.actions import DataFaultsError, EditionFrozenError
from indices.actions.readiness import RefusedError


def why_refused(broken_set, action):
    """Do something; sentences why it was not done, none where it was.

    Args:
        broken_set: what to tell this reader where the criteria make no tree.
    """
    try:
        action()
    except RefusedError as refusal:
        return list(refusal.reasons)
    except (EditionFrozenError, DataFaultsError) as refusal:
        return str(refusal).splitlines()
    except ValueError:  # the criteria make no tree
        return [str(broken_set)]
    return []
