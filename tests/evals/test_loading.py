"""Scenario files: what is wrong is said where it is wrong."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from evals.loading import SHIPPED, ScenarioError, load_scenario, load_suite, schema
from evals.seen import BOOKING_KEYS, describe
from tests.evals.playing import played

GOOD = """\
id: tiny
title: Something is asked and answered
tags: {skill: [planning], persona: mara}
world: {now: "2026-12-01T09:00+01:00", customer: mara}
turns:
  - say: yes
    expect:
      says: [hotel]
  - confirm
"""


def _write(folder: Path, text: str, name: str = "one.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _complaint(folder: Path, text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(_write(folder, text))
    return str(caught.value)


def test_a_scenario_reads_as_it_is_written(tmp_path: Path) -> None:
    scenario = load_scenario(_write(tmp_path, GOOD))
    assert scenario.turns[0].say == "yes"
    assert scenario.turns[1].confirm == "once"


def test_an_unknown_key_is_named_with_its_line(tmp_path: Path) -> None:
    complaint = _complaint(tmp_path, GOOD.replace("      says: [hotel]", "      sayz: [hotel]"))
    assert "one.yaml:8: turns.0.expect.sayz" in complaint


def test_a_wrong_value_deep_inside_is_named_with_its_line(tmp_path: Path) -> None:
    complaint = _complaint(tmp_path, GOOD.replace("says: [hotel]", 'says: ["("]'))
    assert "one.yaml:8: turns.0.expect.says.0: '(' is no regular expression" in complaint


def test_broken_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    assert "one.yaml:5: is not YAML" in _complaint(tmp_path, GOOD.replace("customer: mara}", "customer: mara"))


def test_a_key_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    assert "one.yaml:3: title stands here twice" in _complaint(tmp_path, GOOD.replace("tags:", "title: x\ntags:"))


def test_a_step_has_one_verb(tmp_path: Path) -> None:
    complaint = _complaint(tmp_path, GOOD.replace("  - say: yes\n", "  - say: yes\n    wait: 2 days\n"))
    assert "one.yaml:6: turns.0: a step needs exactly one verb" in complaint
    assert "found say, wait" in complaint


def test_a_span_of_time_is_checked_before_it_is_waited_for(tmp_path: Path) -> None:
    assert "'soon' is no span of time" in _complaint(tmp_path, GOOD.replace("- confirm", "- wait: soon"))


def test_a_scenario_that_requires_nothing_is_refused(tmp_path: Path) -> None:
    complaint = _complaint(tmp_path, GOOD.replace("says: [hotel]", "never_says: [hotel]"))
    assert "nothing is required" in complaint


def test_two_scenarios_of_one_id_are_refused(tmp_path: Path) -> None:
    _write(tmp_path, GOOD)
    _write(tmp_path, GOOD, "two.yaml")
    with pytest.raises(ScenarioError, match=r"two\.yaml:1: id: tiny is also that of .*one\.yaml"):
        load_suite(tmp_path)


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    _write(tmp_path, "id: X")
    _write(tmp_path, "[", "two.yaml")
    with pytest.raises(ScenarioError) as caught:
        load_suite(tmp_path)
    assert "one.yaml" in str(caught.value)
    assert "two.yaml" in str(caught.value)


def test_an_empty_folder_is_no_suite(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no scenarios"):
        load_suite(tmp_path)


def test_the_shipped_suite_is_whole() -> None:
    suite = load_suite()
    assert len(suite) >= 200
    skills = {skill for scenario in suite for skill in scenario.tags.skill}
    assert skills >= {"booking", "change", "cancel", "memory", "forgetting", "consent", "policy", "why", "bad-input"}


def test_the_published_schema_is_current() -> None:
    published = SHIPPED.with_name("scenario.schema.json").read_text(encoding="utf-8")
    assert published == schema(), "renew it: concierge eval --schema > evals/scenario.schema.json"


def test_editors_find_nothing_wrong_with_the_shipped_scenarios() -> None:
    validator = Draft202012Validator(json.loads(schema()))
    for path in SHIPPED.rglob("*.yaml"):
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only
        complaints = [
            error.json_path for error in validator.iter_errors(document) if error.validator == "additionalProperties"
        ]
        assert not complaints, f"{path}: {complaints}"


@pytest.mark.parametrize(
    ("written", "instead", "complaint"),
    [
        (
            "says: [hotel]",
            "says: [hotel]\n      no_tools: [serch_hotels]",
            "there is no tool 'serch_hotels'; did you mean",
        ),
        ("  - confirm", "  - partner down: casitta", "there is no partner 'casitta'; did you mean 'casita'?"),
        ("  - confirm", "  - withdraw: memmory", "there is no purpose 'memmory'; did you mean 'memory'?"),
        ("  - confirm", "  - become: jonass", "there is no customer 'jonass'; did you mean 'jonas'?"),
        ("  - confirm", "expect: {ledger: {lacks: [{citi: Porto}]}}", "there is no key 'citi'; did you mean 'city'?"),
        ("  - confirm", "expect: {offers: [{kind: hotell}]}", "there is no kind 'hotell'; did you mean 'hotel'?"),
        ("  - confirm", "expect: {memory: {lacks: [{value: {matchs: x}}]}}", "there is no key 'matchs'"),
    ],
)
def test_a_name_that_nothing_bears_is_an_error_with_its_line(
    tmp_path: Path, written: str, instead: str, complaint: str
) -> None:
    text = GOOD.replace(written, instead)
    line = 1 + text[: text.index(instead.split("\n")[-1])].count("\n")
    assert f"one.yaml:{line}:" in _complaint(tmp_path, text)
    assert complaint in _complaint(tmp_path, text)


def test_what_a_pattern_can_ask_of_a_booking_is_what_bookings_tell() -> None:
    booking = played("book-a-stay").after.bookings[0]
    assert {"action", *describe(booking)} == BOOKING_KEYS
