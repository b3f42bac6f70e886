"""What `check_data` asks of all that is stored. Each check yields one line a fault; a new one joins `CHECKS`."""

from indices.checking import (
    contributions,
    criteria,
    editions,
    figures,
    guards,
    links,
    published,
    sample,
    surveys,
    units,
)

CHECKS = (
    guards.all_installed,
    units.keys_are_made_anew,
    units.names_fall_within,
    units.codes_name_one_unit_a_day,
    units.successions_fit_their_units,
    units.lineage_is_complete,
    units.lineage_has_no_circle,
    units.partial_transfers_say_so,
    units.weights_are_of_one_merger,
    units.memberships_fit,
    criteria.sets_are_trees,
    links.join_their_sets,
    links.do_not_contradict,
    links.lead_forward,
    links.are_confirmed_where_published,
    editions.labels_say_their_period,
    editions.revisions_follow_each_other,
    editions.published_ones_say_by_what,
    editions.sets_are_of_their_index,
    editions.rows_are_of_their_edition,
    editions.units_are_of_their_index,
    editions.units_existed,
    published.tables_hold_no_more_than_is_stated,
    published.blocks_agree_with_their_edition,
    published.stated_ranks_lie_within_rounding,
    published.statistics_can_be,
    published.conflicts_name_what_stands,
    contributions.links_make_sense,
    surveys.points_follow_their_answers,
    surveys.satisfaction_points_follow_the_index,
    sample.units_stay_below_their_own,
    sample.indices_stay_within_their_own,
    sample.figures_stay_with_their_own,
    sample.rules_are_sound,
    sample.points_follow_their_rules,
    figures.equal_what_is_computed,
)


def faults(checks=CHECKS):
    """Every fault that the checks find, one line each, in the order of the checks."""
    for check in checks:
        yield from check()
