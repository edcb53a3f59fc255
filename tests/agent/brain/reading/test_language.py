"""Which language a line is in: clear words change it, a word that several languages share does not."""

import pytest

from agent.brain.reading.language import detect_language


@pytest.mark.parametrize(
    ("spoken", "expected", "text"),
    [
        ("en", "fr", "réserve"), ("en", "fr", "ok réserve tout"), ("fr", "fr", "réserve"),
        ("fr", "fr", "ok réserve tout"), ("fr", "fr", "réservez"), ("fr", "fr", "reserve"),
        ("pt", "pt", "o mais barato"), ("pt", "pt", "reserva"), ("pt", "pt", "reserve"),
        ("pt", "pt", "hotel com piscina por favor"), ("es", "es", "reserva"), ("es", "es", "resérvalo"),
        ("es", "es", "vale, resérvalo"), ("es", "es", "reserva el primero"), ("en", "es", "reserva el primero"),
        ("en", "pt", "reserva o primeiro"),
        ("en", "pt", "olá, queremos ir a Sevilha de 20 a 27 de dezembro, nós e os dois miúdos"),
        ("en", "de", "ich will nach rom"), ("en", "de", "hotel in berlin für zwei nächte"),
        ("en", "de", "flug nach münchen"), ("en", "fr", "vol paris lisbonne"), ("en", "fr", "un vol pour rome"),
        ("en", "es", "vuelo a londres el 20 de diciembre"), ("en", "pt", "voo para londres"),
        ("en", "de", "brauche ein zimmer"), ("en", "fr", "c'est tout, merci"), ("en", "es", "eso es todo"),
        ("en", "pt", "é tudo por agora"), ("en", "de", "das ist alles"), ("de", "de", "super"), ("de", "de", "ok"),
        ("de", "en", "thank you"), ("de", "en", "yes please book it"), ("fr", "en", "yes please book it"),
        ("de", "en", "can you show me something cheaper"), ("de", "de", "hotel"), ("en", "en", "hotel in paris"),
        ("en", "en", "si"), ("en", "en", "table for two at Casa do Mar, Lisbon"),
        ("en", "en", "hotel near Plaza de España in Sevilla"), ("en", "en", "i want to go to Rio de Janeiro"),
        ("en", "en", "book La Maison du Port please"), ("fr", "fr", "hotel Casa da Maré"),
        ("fr", "fr", "le deuxième"), ("en", "fr", "le deuxieme"), ("en", "es", "el segundo"),
        ("en", "de", "das zweite"), ("en", "pt", "o segundo"), ("pt", "pt", "sim"), ("es", "es", "si"),
        ("pt", "pt", "a primeira"), ("es", "es", "la primera"), ("pt", "pt", "a segunda opção"), ("es", "es", "no"),
        ("pt", "pt", "não"), ("fr", "fr", "non"), ("en", "de", "ich moechte naechstes wochenende nach paris"),
        ("en", "de", "ich möcte ein hotel"), ("en", "es", "quiero un hotle en madrid"),
        ("en", "fr", "je chercher un hotel a lyon"), ("en", "fr", "bonjour"), ("en", "es", "hola"),
        ("en", "pt", "ola"), ("en", "pt", "olá"), ("en", "de", "hallo"), ("en", "de", "moin"), ("en", "fr", "merci"),
        ("en", "es", "gracias"), ("en", "pt", "obrigada"), ("en", "de", "danke"), ("de", "de", "Ja, buchen"),
        ("en", "de", "was günstigeres mit spa?"), ("en", "de", "wieso kein rabatt?"),
        ("fr", "fr", "pourquoi celui-là ?"), ("en", "es", "cerca de la catedral"),
        ("es", "es", "cuanto cuesta el segundo?"), ("es", "es", "del 5 al 7"), ("pt", "pt", "de 5 a 7"),
        ("es", "es", "cancela el hotel"), ("pt", "pt", "cancela o hotel"), ("fr", "fr", "annule"),
        ("fr", "fr", "ok"), ("fr", "fr", "oui"), ("en", "en", "ok cool"), ("en", "en", "weekend in amsterdam"),
        ("en", "en", "drop the spa"), ("en", "en", "under 150 a night"), ("en", "en", "no"),
        ("en", "en", "the Hotel am Markt"), ("de", "de", "the Hotel am Markt"),
        ("en", "es", "quisiera reservar una mesa para dos"), ("en", "pt", "queria reservar uma mesa para dois"),
        ("es", "es", "reserva para dos"), ("pt", "pt", "reserva para dois"), ("es", "es", "el más barato"),
        ("pt", "pt", "mais barato"), ("es", "es", "mas barato"), ("pt", "pt", "para amanhã"),
        ("es", "es", "para mañana"), ("es", "es", "con piscina"), ("pt", "pt", "com piscina"),
        ("es", "en", "show me the second one"), ("pt", "en", "book it"), ("es", "en", "book it"),
        ("pt", "es", "quiero cancelar"), ("es", "pt", "quero cancelar"), ("es", "pt", "obrigado"),
        ("pt", "es", "gracias"),
    ],
)  # fmt: skip
def test_the_language_of_a_line(spoken: str, expected: str, text: str) -> None:
    assert detect_language(text, spoken) == expected


@pytest.mark.parametrize("spoken", ["en", "de", "fr", "es", "pt"])
@pytest.mark.parametrize("text", ["ok", "Roma", "2", "👍", "10/12", "Hotel Belcourt", "WiFi?", "super", "", "no"])
def test_a_word_of_no_one_language_keeps_the_one_spoken(spoken: str, text: str) -> None:
    assert detect_language(text, spoken) == spoken


@pytest.mark.parametrize(
    ("spoken", "text"),
    [("es", "reserva"), ("pt", "reserva"), ("pt", "cancela"), ("es", "cancela"), ("fr", "reserve"), ("en", "reserve"),
     ("pt", "espera"), ("es", "espera"), ("pt", "barato"), ("es", "para dos"), ("pt", "segunda"), ("fr", "confirme"),
     ("pt", "confirme"), ("es", "confirmo"), ("pt", "confirmo"), ("fr", "si"), ("es", "si"), ("pt", "vamos"),
     ("de", "um 20 Uhr"), ("de", "um"), ("de", "sa um 8"), ("en", "hotel in porto"), ("en", "y"), ("en", "e"),
     ("fr", "à 20h"),
     ("en", "El Born"), ("en", "hotel in le havre"), ("en", "hotel as usual"), ("en", "flight to los angeles"),
     ("pt", "às 8"), ("es", "a las 8"), ("fr", "finalement pour trois"), ("es", "solo ida"), ("pt", "só ida")],
)  # fmt: skip
def test_a_word_of_two_languages_keeps_the_one_spoken(spoken: str, text: str) -> None:
    assert detect_language(text, spoken) == spoken
