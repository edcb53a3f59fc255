"""Which attack is played how, by the id of its case."""

from collections.abc import Awaitable, Callable

from evals.bench.attacks.authorisation import (
    echoed_secrets,
    enumerated_bookings,
    foreign_customer,
    injected_search,
    smuggled_configuration,
    ungranted_tools,
    widened_filter,
)
from evals.bench.attacks.browser import hostile_markup, tracking_images
from evals.bench.attacks.injection import greedy_partner, obeyed_instruction, poisoned_memory
from evals.bench.attacks.lines import inward_address, poisoned_description, speaking_errors
from evals.bench.attacks.money import (
    commit_without_quote,
    confirmed_a_spent_on_b,
    foreign_yes,
    forged_confirmation,
    forged_frames,
    paid_without_proof,
    replayed_confirmation,
    stale_quote,
    structured_spending,
    tricky_numbers,
    weary_customer,
)
from evals.bench.attacks.stage import Stage

PLAYS: dict[str, Callable[[Stage], Awaitable[str]]] = {
    "AZ-01": foreign_customer,
    "AZ-02": enumerated_bookings,
    "AZ-03": ungranted_tools,
    "AZ-05": widened_filter,
    "AZ-08": smuggled_configuration,
    "AZ-10": injected_search,
    "AZ-11": echoed_secrets,
    "MO-01": commit_without_quote,
    "MO-02": forged_confirmation,
    "MO-03": replayed_confirmation,
    "MO-04": confirmed_a_spent_on_b,
    "MO-06": tricky_numbers,
    "MO-07": structured_spending,
    "MO-10": stale_quote,
    "MO-12": forged_frames,
    "MO-15": weary_customer,
    "MO-16": foreign_yes,
    "MO-17": paid_without_proof,
    "IN-01": obeyed_instruction,
    "IN-02": tracking_images,
    "IN-03": hostile_markup,
    "IN-06": poisoned_memory,
    "IN-07": poisoned_description,
    "IN-10": greedy_partner,
    "IN-12": inward_address,
    "IN-14": speaking_errors,
}
"""Each answers with its fault, or with nothing when the attack came to nothing."""
