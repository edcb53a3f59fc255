"""What a scenario states is compared partially and in any order."""

import pytest

from evals.matching import matches, unmatched

FOUND = {"kind": "hotel", "city": "Porto", "party": 2, "features": {"style": ["quiet", "boutique"], "stops": 0}}


@pytest.mark.parametrize(
    "pattern",
    [
        {},
        {"kind": "hotel"},
        {"city": "porto"},
        {"features": {"style": "quiet"}},
        {"features": {"style": ["boutique", "quiet"]}},
        {"party": {"at_least": 2, "at_most": 2}},
        {"city": {"any": ["Lisbon", "Porto"]}},
        {"city": {"not": "Lisbon"}},
        {"city": {"matches": "^por"}},
        {"features": {"style": {"all": ["quiet", {"not": "loud"}]}}},
    ],
)
def test_what_is_there_matches(pattern: dict[str, object]) -> None:
    assert matches(pattern, FOUND)


@pytest.mark.parametrize(
    "pattern",
    [
        {"kind": "flight"},
        {"absent": 1},
        {"party": "2"},
        {"features": {"stops": False}},
        {"features": {"style": ["quiet", "quiet"]}},
        {"party": {"at_least": 3}},
        {"city": {"at_least": 1}},
        {"city": {"not": "Porto"}},
    ],
)
def test_what_is_not_there_does_not(pattern: dict[str, object]) -> None:
    assert not matches(pattern, FOUND)


def test_each_pattern_needs_a_thing_of_its_own() -> None:
    assert unmatched([{"a": 1}, {"a": 1}], [{"a": 1}]) == [{"a": 1}]


def test_a_greedy_pattern_does_not_take_what_only_another_can_use() -> None:
    assert unmatched([{}, {"a": 1}], [{"a": 1}, {"a": 2}]) == []
    assert unmatched([{"a": 1}, {}], [{"a": 1}, {"a": 2}]) == []
