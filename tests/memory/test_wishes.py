"""Wishes about remembering itself are told apart from talk that only sounds like them."""

import pytest

from memory.extraction.wishes import WishKind
from memory.memory import Memory

STOP, OFF = WishKind.STOP_REMEMBERING, WishKind.OFF_RECORD


@pytest.mark.parametrize(
    ("locale", "text", "kind"),
    [
        ("en-GB", "Stop remembering things about me", STOP),
        ("en-GB", "Please stop remembering what I say.", STOP),
        ("en-GB", "don't remember anything about me any more", STOP),
        ("en-GB", "Don't store what I tell you.", STOP),
        ("de-DE", "Merk dir bitte nichts mehr.", STOP),
        ("de-DE", "Hör auf, dir Dinge über mich zu merken.", STOP),
        ("de-DE", "Bitte merken Sie sich nicht mehr, was ich sage.", STOP),
        ("fr-FR", "Ne retiens plus rien de ce que je dis, s'il te plaît.", STOP),
        ("fr-FR", "Arrêtez de mémoriser ce que je dis.", STOP),
        ("es-ES", "Deja de recordar lo que digo.", STOP),
        ("es-ES", "No guardes nada de lo que te digo.", STOP),
        ("pt-PT", "Não guardes mais nada do que digo.", STOP),
        ("pt-PT", "Deixa de guardar o que digo.", STOP),
        ("en-GB", "Please don't remember anything from this conversation.", OFF),
        ("en-GB", "do not save this chat", OFF),
        ("en-GB", "Off the record: I'm proposing to Sara.", OFF),
        ("de-DE", "Merken Sie sich bitte nichts aus diesem Gespräch.", OFF),
        ("fr-FR", "Ne retenez rien de cette conversation.", OFF),
        ("es-ES", "No recuerdes nada de esta conversación, por favor.", OFF),
        ("pt-PT", "Não guardes nada desta conversa.", OFF),
    ],
)
def test_a_wish_is_understood(memory: Memory, locale: str, text: str, kind: WishKind) -> None:
    wish = memory.wish(text, locale)
    assert wish is not None
    assert wish.kind is kind


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-GB", "I don't remember that hotel."),
        ("en-GB", "I don't remember anything about that flight."),
        ("en-GB", "Stop keeping me waiting and find a hotel in Lisbon"),
        ("en-GB", "What happens when you stop remembering what I say?"),
        ("en-GB", "don't save anything for dessert"),
        ("en-GB", "Remember that I prefer window seats."),
        ("de-DE", "Ich kann mir diesen Namen nie merken."),
        ("fr-FR", "Je ne retiens rien aux langues."),
        ("es-ES", "No recuerdo nada del hotel."),
        ("pt-PT", "Não guardo nada no hotel."),
    ],
)
def test_other_talk_is_none(memory: Memory, locale: str, text: str) -> None:
    assert memory.wish(text, locale) is None
