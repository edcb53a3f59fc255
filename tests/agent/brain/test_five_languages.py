"""Ways, starts and numbers mean the same in every language."""

from typing import Any

import pytest

from tests.agent.brain.shop import Talk, item

_TOWNS = {"type": "string", "x-vocabulary": {"Kiel": [], "Oslo": [], "Riga": [], "Turku": []}}
_DAY = {"type": "string", "format": "date"}
_FROM = {"en": ["from"], "de": ["von", "ab"], "fr": ["de", "au départ de"], "es": ["de", "saliendo de"], "pt": ["de"]}
_TO = {"en": ["to"], "de": ["nach"], "fr": ["à", "pour"], "es": ["a"], "pt": ["a", "para"]}
_IN = {"en": ["in"], "de": ["in"], "fr": ["à"], "es": ["en"], "pt": ["em"]}
_FERRY = {"en": ["ferry"], "de": ["fähre"], "fr": ["ferry"], "es": ["ferry"], "pt": ["ferry"]}
_CABIN = {"en": ["cabin"], "de": ["hütte"], "fr": ["cabane"], "es": ["cabaña"], "pt": ["cabana"]}


def _tool(kind: str, cues: dict[str, list[str]], properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    parameters = {
        "type": "object",
        "x-effect": "read",
        "x-provides": "offer",
        "x-kind": kind,
        "x-title": {"en": kind},
        "x-cues": cues,
        "required": required,
        "properties": properties,
    }
    function = {"name": f"find_{kind}", "description": f"Find a {kind}.", "parameters": parameters}
    return {"type": "function", "function": function}


_PEOPLE = {"type": "integer", "x-title": {"en": "number of people"}}
FERRIES = _tool(
    "ferry",
    _FERRY,
    {
        "origin": {**_TOWNS, "x-cues": _FROM},
        "destination": {**_TOWNS, "x-cues": _TO},
        "depart_day": {**_DAY, "x-cues": {"en": ["on"]}, "x-ask": {"en": "On which day?"}},
        "back_day": {**_DAY, "x-range-end-of": "depart_day"},
        "passengers": {**_PEOPLE, "x-title": {"en": "passengers"}},
    },
    ["origin", "destination", "depart_day"],
)
CABINS = _tool(
    "cabin",
    _CABIN,
    {
        "town": {**_TOWNS, "x-cues": _IN},
        "first_day": {**_DAY, "x-cues": {"en": ["from"]}},
        "last_day": {**_DAY, "x-range-end-of": "first_day"},
        "nights": {"type": "integer", "x-nights-of": "first_day"},
        "guests": {**_PEOPLE, "x-title": {"en": "guests"}},
    },
    ["town", "first_day", "last_day"],
)


def _clerk(name: str, args: dict[str, Any]) -> dict[str, Any]:
    kind = name.removeprefix("find_")
    return {"status": "ok", "ref_type": "offer", "kind": kind, "items": [item(kind, 1, "Anna"), item(kind, 2, "Berta")]}


def searched(language: str, *said: str) -> dict[str, dict[str, Any]]:
    """What was looked for in the end, by tool."""
    talk = Talk([FERRIES, CABINS], _clerk, locale=language)
    found: dict[str, dict[str, Any]] = {}
    for each in said:
        found.update(talk.say(each))
    return found


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "a ferry to Oslo out of Kiel on 6 January"),
        ("de", "eine Fähre nach Oslo ab Kiel am 6. Januar"),
        ("fr", "un ferry pour Oslo au départ de Kiel le 6 janvier"),
        ("es", "un ferry a Oslo saliendo de Kiel el 6 de enero"),
        ("pt", "um ferry para Oslo de 6 a 9 de janeiro saindo de Kiel"),
    ],
)
def test_the_place_behind_a_word_for_leaving_is_the_start(language: str, said: str) -> None:
    found = searched(language, said)["find_ferry"]
    assert (found["origin"], found["destination"]) == ("Kiel", "Oslo")


@pytest.mark.parametrize(
    ("language", "said", "then"),
    [
        ("en", "a ferry from Kiel to Oslo and a cabin, 12 to 15 January", "from Riga"),
        ("de", "eine Fähre von Kiel nach Oslo und eine Hütte, 12. bis 15. Januar", "ab Riga"),
        ("fr", "un ferry de Kiel à Oslo et une cabane du 12 au 15 janvier", "de Riga"),
        ("es", "un ferry de Kiel a Oslo y una cabaña del 12 al 15 de enero", "desde Riga"),
        ("pt", "um ferry de Kiel para Oslo e uma cabana de 12 a 15 de janeiro", "desde Riga"),
    ],
)
def test_another_start_moves_nobody_s_bed(language: str, said: str, then: str) -> None:
    found = searched(language, said, then)
    assert (found["find_ferry"]["origin"], found["find_ferry"]["destination"]) == ("Riga", "Oslo")
    assert found["find_cabin"]["town"] == "Oslo"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "a cabin in Oslo from 3 to 10 May for 2 adults and a baby 8 months old"),
        ("de", "eine Hütte in Oslo vom 3. auf den 10. Mai für 2 Erwachsene und ein Baby von 8 Monaten"),
        ("fr", "une cabane à Oslo du 3 au 10 mai pour 2 adultes et un enfant de 8 ans"),
        ("es", "una cabaña en Oslo del 3 al 10 de mayo para 2 adultos y un niño de 8 años"),
        ("pt", "uma cabana em Oslo de 3 a 10 de maio para 2 adultos e um bebé com 8 meses"),
    ],
)
def test_an_age_counts_neither_nights_nor_people(language: str, said: str) -> None:
    found = searched(language, said)["find_cabin"]
    assert (found["first_day"], found["last_day"], found["guests"]) == ("2027-05-03", "2027-05-10", 3)
    assert "nights" not in found


@pytest.mark.parametrize(
    ("language", "said", "number"),
    [
        ("en", "a cabin in Oslo from 3 to 10 May, we are coming with two kids (5 and 8)", 4),
        ("de", "eine Hütte in Oslo vom 3. bis 10. Mai mit zwei Kindern (5 und 8)", 3),
        ("pt", "uma cabana em Oslo de 3 a 10 de maio com 2 crianças", 3),
    ],
)
def test_who_comes_with_children_comes_too(language: str, said: str, number: int) -> None:
    assert searched(language, said)["find_cabin"]["guests"] == number


@pytest.mark.parametrize(
    ("language", "said", "then"),
    [
        ("en", "a cabin in Oslo in March", "fri to mon"),
        ("de", "eine Hütte in Oslo im März", "von Freitag bis Montag"),
        ("fr", "une cabane à Oslo en mars", "de vendredi à lundi"),
        ("es", "una cabaña en Oslo en marzo", "de viernes a lunes"),
        ("pt", "uma cabana em Oslo em março", "de sexta a segunda"),
    ],
)
def test_weekdays_stay_in_the_month_that_was_named(language: str, said: str, then: str) -> None:
    found = searched(language, said, then)["find_cabin"]
    assert (found["first_day"], found["last_day"]) == ("2027-03-05", "2027-03-08")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "book the two"), ("fr", "réserver les deux"), ("es", "reserva los dos"), ("pt", "reserva os dois")],
)
def test_both_things_are_not_two_people(language: str, said: str) -> None:
    found = searched(language, _TRIPS[language], said)
    assert "guests" not in found["find_cabin"]
    assert "passengers" not in found["find_ferry"]


_TRIPS = {
    "en": "a ferry from Kiel to Oslo and a cabin, 12 to 15 January",
    "fr": "un ferry de Kiel à Oslo et une cabane du 12 au 15 janvier",
    "es": "un ferry de Kiel a Oslo y una cabaña del 12 al 15 de enero",
    "pt": "um ferry de Kiel para Oslo e uma cabana de 12 a 15 de janeiro",
}
