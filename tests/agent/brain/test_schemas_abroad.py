"""A partner's plain schema in the partner's own language, and customers who speak it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from agent.brain.decide import Brain
from agent.brain.transcript import heard
from agent.models import TurnContext

Document = dict[str, Any]


def _tool(name: str, description: str, required: str, **properties: Document) -> Document:
    parameters = {"type": "object", "properties": properties, "required": required.split()}
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


def _of(kind: str, description: str, **more: Any) -> Document:
    return {"type": kind, "description": description, **more}


TOOLS = {
    "de": [
        _tool(
            "friseur_suchen",
            "Einen Friseur in einer Stadt suchen",
            "stadt",
            stadt=_of("string", "Stadt, in der gesucht wird"),
            datum=_of("string", "Datum des Termins"),
        ),
        _tool(
            "brennofen_starten",
            "Einen Brennofen auf eine Temperatur heizen",
            "temperatur stunden",
            temperatur=_of("integer", "Temperatur des Ofens in Grad Celsius"),
            stunden=_of("number", "Wie viele Stunden gebrannt wird"),
        ),
    ],
    "fr": [
        _tool(
            "chercher_coiffeur",
            "Chercher un coiffeur dans une ville",
            "ville",
            ville=_of("string", "Ville où chercher"),
            date=_of("string", "Date du rendez-vous"),
        ),
        _tool("suivre_colis", "Suivre un colis", "numero_de_suivi", numero_de_suivi=_of("string", "Numéro de suivi")),
        _tool(
            "allumer_four",
            "Chauffer un four à une température",
            "temperature minutes",
            temperature=_of("integer", "Température du four en degrés Celsius"),
            minutes=_of("number", "Durée de cuisson en minutes"),
        ),
    ],
    "es": [
        _tool(
            "buscar_peluqueria",
            "Buscar una peluquería en una ciudad",
            "ciudad",
            ciudad=_of("string", "Ciudad donde buscar"),
            fecha=_of("string", "Fecha de la cita"),
        ),
        _tool("rastrear_paquete", "Saber dónde está un paquete", "numero", numero=_of("string", "Número del envío")),
        _tool(
            "encender_horno",
            "Calentar un horno a una temperatura",
            "temperatura minutos",
            temperatura=_of("integer", "Temperatura del horno en grados Celsius"),
            minutos=_of("number", "Cuántos minutos de cocción"),
        ),
    ],
    "pt": [
        _tool(
            "procurar_cabeleireiro",
            "Procurar um cabeleireiro em uma cidade",
            "cidade",
            cidade=_of("string", "Cidade onde procurar"),
        ),
        _tool(
            "ligar_forno",
            "Aquecer um forno a uma temperatura",
            "temperatura minutos",
            temperatura=_of("integer", "Temperatura do forno em graus Celsius"),
            minutos=_of("number", "Quantos minutos"),
        ),
    ],
}


def _decided(language: str, said: str) -> tuple[str, dict[str, Any]]:
    """The call that is made, or no name."""
    now = datetime(2026, 12, 1, 9, tzinfo=UTC)
    context = TurnContext(now=now, zone="UTC", locale=language, currency="EUR", brand="", name="", profile={})
    calls = Brain().decide([heard(said)], TOOLS[language], context).calls
    return (calls[0].name, dict(calls[0].args)) if calls else ("", {})


@pytest.mark.parametrize(
    ("language", "said", "tool", "args"),
    [
        ("de", "Ich suche einen Friseur in Hamburg", "friseur_suchen", {"stadt": "Hamburg"}),
        (
            "de",
            "Bitte such mir für morgen einen Friseur in Erfurt",
            "friseur_suchen",
            {"stadt": "Erfurt", "datum": "2026-12-02"},
        ),
        ("de", "Heize den Brennofen 3 Stunden auf 900 Grad", "brennofen_starten", {"temperatur": 900, "stunden": 3}),
        ("fr", "Je cherche un coiffeur à Lyon", "chercher_coiffeur", {"ville": "Lyon"}),
        ("fr", "Où est mon colis AB12345 ?", "suivre_colis", {"numero_de_suivi": "AB12345"}),
        (
            "fr",
            "Chauffe le four 40 minutes à 900 degrés",
            "allumer_four",
            {"temperature": 900, "minutes": 40},
        ),
        ("es", "Busco una peluquería en Sevilla", "buscar_peluqueria", {"ciudad": "Sevilla"}),
        ("es", "¿Dónde está mi paquete XK778?", "rastrear_paquete", {"numero": "XK778"}),
        (
            "es",
            "Calienta el horno 40 minutos a 900 grados",
            "encender_horno",
            {"temperatura": 900, "minutos": 40},
        ),
        ("pt", "Procuro um cabeleireiro em Braga", "procurar_cabeleireiro", {"cidade": "Braga"}),
        ("pt", "Aquece o forno 40 minutos a 900 graus", "ligar_forno", {"temperatura": 900, "minutos": 40}),
    ],
)
def test_a_schema_in_another_language_is_filled(language: str, said: str, tool: str, args: dict[str, Any]) -> None:
    assert _decided(language, said) == (tool, args)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Ich suche einen Friseur"),
        ("de", "Wie wird das Wetter in Hamburg?"),
        ("de", "Heize den Brennofen bitte"),
        ("fr", "Quel temps fait-il à Lyon ?"),
        ("fr", "Où est mon colis ?"),
        ("es", "Busco una peluquería para mi hija"),
        ("es", "¿Qué tiempo hace?"),
    ],
)
def test_what_was_not_said_or_is_no_tool_s_business_calls_nothing(language: str, said: str) -> None:
    assert _decided(language, said) == ("", {})
