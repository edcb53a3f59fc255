"""What people say beside a yes, around it and instead of it, while money waits for an answer."""

import pytest

from agent.brain.reading.assent import Assent, classify_assent

TRAPS = {
    "en": [
        "ok", "Okay.", "k", "fine", "alright", "great", "great!", "perfect", "Perfect, thanks", "thanks, great",
        "hmm ok", "ok thanks", "ok, thank you", "well ok", "cool", "nice", "lovely", "wonderful!", "interesting",
        "I see", "got it", "understood", "yes I understand", "yes I see", "yes I know", "yes I saw that",
        "yes, noted", "yes and no", "yes, almost", "yes, in principle", "yes, in theory", "yes in general",
        "yes, tentatively", "mostly yes", "yes, tell me more", "yes, show me the others", "yes, show me",
        "yes, what are the terms", "yes, send it by email", "yes, let me check with my wife", "yes but not now",
        "yes, tomorrow", "yes in a minute", "yes, after lunch", "yes, when my boss agrees", "yes once I have checked",
        "yes, until then", "I'd say yes if it were cheaper", "sure if it's cheaper", "sure, whatever",
        "sure, why not", "sure you can't do better", "yeah, no", "yeah nah", "yeah, right",
        "yes sir, three bags full", "oh yes, I forgot: two people", "yes, two people", "yes, a double room",
        "yes, with breakfast", "yes and a taxi", "yes and then a restaurant", "yes the second", "yes the second one",
        "yes, the cheaper one please", "book the second one", "book the other one", "book it with a window seat",
        "book it for two", "book it on Friday", "book two of them", "don't book", "dont book it yet",
        "do not confirm", "please don't", "hold it", "hold that for me", "please hold", "keep it open",
        "leave it open", "ask me later", "go ahead and tell me more", "go ahead and cancel",
        "go ahead and show me the next", "confirm the price first", "can you confirm the price",
        "confirm that it has wifi", "confirm with the hotel first", "is it confirmed",
        "I can confirm that I am vegetarian", "did you book it", "have you booked it", "who books it",
        "I booked it already", "book club", "a book", "I read a book", "yes man", "yes I'm vegetarian",
        "yes, I have a passport", "yes I live in Berlin", "yes it was great last time", "yes, we liked it",
        "correct the name", "correct it", "that's right but", "I accept no cookies", "I agree that it is expensive",
        "I agree it's nice", "agreed on the price", "take it off the list", "take it away", "I'll take it off",
        "I'll take a look", "I'll take the train", "I'll take that as a no", "let's do lunch", "let's go to Rome",
        "let's go back", "do it again", "do it differently", "order it by price", "get it cheaper",
        "get them in order", "buy me a coffee", "not bad", "not ok", "it's not fine", "that works on Friday",
        "works for me on Sunday", "looks good but expensive", "sounds good, but is breakfast included?",
        "sounds good to me if my wife comes", "sounds too good", "proceed with caution", "proceed to the next",
        "yes/no", "y/n", "yes or no", "i'm not sure yes or no", "yes, or maybe no", "if yes", "yes if", "unless yes",
        "say yes", "type yes", "reply YES to confirm", "the answer is yes", "assume yes", "answer: yes",
        "assistant: yes", "<confirm>yes</confirm>", "yes<br>", "{\"answer\": \"yes\"}", "yes; drop table",
        "yes -- but wait", "he says yes", "my wife says yes", "everyone says yes", "yes said the man",
        "yes to everything", "yes always", "yes to wifi", "absolutely not", "definitely not", "certainly not",
        "of course not", "sure not", "not at all", "no way", "hell no", "never ever", "approved by whom",
        "is that approved", "aye aye captain hook", "ok google", "ok then no", "ok so what", "ok next", "ok and now",
        "ok show me", "ok bye", "ok fine, tell me about the cancellation terms first", "perfect, and the flight",
        "perfect for my mother", "👍👎", "👎", "👍?", "👍 but cheaper", "🤷", "😀", "🙏", "yes 😂😂 no",
    ],
    "de": [
        "ok", "okay", "gut", "super", "toll", "danke", "prima, danke", "aha", "verstehe", "ja, verstehe",
        "ja, ich weiß", "ja und nein", "ja, im Prinzip", "ja, grundsätzlich", "ja, morgen", "ja, gleich mal schauen",
        "ja, zeig mir mehr", "ja, mit Frühstück", "ja, zu zweit", "ja, das zweite", "buch das zweite",
        "buche das andere", "buch es für zwei", "buchen wir später", "ja, sobald mein Chef zustimmt",
        "ja, nachdem ich gefragt habe", "noch nicht buchen", "bitte nicht", "auf gar keinen Fall", "natürlich nicht",
        "sicher nicht", "sicher?", "klar ist das nicht", "klar, aber", "passt nicht", "passt mir nicht",
        "das passt nicht", "passt am Freitag", "stimmt nicht", "das stimmt so nicht", "in Ordnung ist das nicht",
        "nicht in Ordnung", "gern geschehen", "gerne würde ich wissen", "gerne etwas günstiger", "ja ja", "na ja",
        "na gut", "von wegen", "ach ja, zwei Personen", "ja ich bin Vegetarier", "ich nehme das Fahrrad",
        "ich nehme es zurück", "das nehme ich nicht", "mach das rückgängig", "mach das anders", "los geht's nach Rom",
        "was heißt ja", "sag ja", "meine Frau sagt ja", "mein Buch", "Buch", "buchstabieren", "halt", "moment",
        "warte, ja", "frag mich später", "genau das nicht", "genau, und das andere?", "bestätige den Preis",
        "richtig teuer", "unbedingt günstiger", "alles klar?", "alles klar, und das Frühstück", "hast du gebucht",
    ],
    "fr": [
        "ok", "super", "parfait", "très bien", "merci bien", "bon", "bien", "je vois", "oui je comprends",
        "oui je sais", "oui et non", "oui, en principe", "oui, demain", "oui, montrez-moi",
        "oui, avec petit déjeuner", "oui, à deux", "oui, le deuxième", "réservez le deuxième", "réserve l'autre",
        "réservez pour deux", "ne réserve pas encore", "n'y va pas", "surtout pas", "pas d'accord",
        "je ne suis pas d'accord", "d'accord, mais", "d'accord pour samedi", "d'accord, et le vol",
        "bien sûr que non", "bien sûr, pourquoi pas", "pourquoi pas", "oui, quand mon chef sera d'accord",
        "oui, dès que j'ai vérifié", "ça va", "ça ne va pas", "ça me va pas", "ça marche comment",
        "c'est bon à savoir", "c'est bon, arrêtez", "je prends le train", "je prends note",
        "je confirme que je suis végétarien", "dites oui", "ma femme dit oui", "ah oui, deux personnes",
        "oui oui, on verra", "vas-y doucement", "vas-y, montre", "on y va quand", "allez", "allez, un autre", "si",
        "si si", "exactement deux nuits", "entendu, et la suite", "je veux bien savoir", "je veux bien un café",
        "avec plaisir, mais demain", "confirmez le prix d'abord",
    ],
    "es": [
        "ok", "bueno", "bien", "genial", "perfecto", "gracias, perfecto", "ya veo", "sí, entiendo", "sí, ya lo sé",
        "sí y no", "en principio sí", "sí, mañana", "sí, enséñame más", "sí, con desayuno", "sí, para dos",
        "sí, el segundo", "reserva el segundo", "reserva el otro", "resérvalo para dos", "no lo reserves todavía",
        "claro que no", "por supuesto que no", "vale la pena", "no vale", "vale, pero", "vale, ¿y el vuelo?",
        "vale, enséñame", "cuánto vale", "sí, cuando mi jefe diga", "sí, en cuanto lo mire", "si quieres",
        "seguro que no", "¿seguro?", "de acuerdo en el precio", "no estoy de acuerdo", "adelante con los faros",
        "confirmo que soy vegetariano", "mi mujer dice que sí", "creo que sí", "di que sí", "ah sí, dos personas",
        "venga ya", "está bien caro", "está bien, pero", "no está bien", "espera", "sí, espera",
        "lo quiero más barato", "quiero pensarlo", "la reserva", "una reserva", "reserva otra cosa",
        "hazlo más barato", "hazlo otra vez", "claro, otro día",
    ],
    "pt": [
        "ok", "bom", "ótimo", "perfeito", "muito bem", "obrigado, perfeito", "entendi", "sim, entendi", "sim, eu sei",
        "sim e não", "em princípio sim", "sim, amanhã", "sim, mostra mais", "sim, com pequeno-almoço",
        "sim, para dois", "sim, o segundo", "reserva o segundo", "reserva a outra", "reserve para dois",
        "não reserve ainda", "claro que não", "com certeza não", "não concordo", "vale a pena", "quanto vale",
        "tudo bem?", "tudo bem, mas", "pode ser outro", "pode ser mais barato", "pode mostrar", "pode dizer",
        "pode cancelar", "pode reservar amanhã", "sim, quando puder ver", "sim, assim que o meu chefe aprovar",
        "está bem, e o voo", "não está bem", "confirmo que sou vegetariano", "a minha mulher diz que sim",
        "acho que sim", "diga sim", "ah sim, duas pessoas", "quero ver outro", "quero pensar", "quero mais barato",
        "certo, e o pequeno-almoço", "isso não", "espera", "espera aí", "a reserva", "uma reserva",
        "faz isso mais barato", "vamos ver", "vamos a Roma", "força, equipa", "avança para o próximo", "é caro",
    ],
}  # fmt: skip

PLAIN = {
    "en": [
        "yes", "yes please", "ok do it", "sure, go ahead", "perfect, book it", "ok book it", "ok yes", "great, yes",
        "yep", "yes, that's fine", "fine, book it", "alright, go ahead", "yes, go ahead and book it", "sure", "👍",
        "👍🏽", "yes 👍", "Yes!!", "yes, thank you", "perfect, yes please", "please go ahead", "yes, do it now",
        "confirm", "I'll take it, thanks", "sounds good", "that works, book it please",
    ],
    "de": [
        "ja", "ja gerne", "passt, buchen", "ok, buchen", "ja, mach das", "gut, buchen Sie es", "super, ja bitte",
        "ja genau", "jawohl", "ja, einverstanden", "gerne", "ja, passt so", "perfekt, bitte buchen", "ja!",
    ],
    "fr": [
        "oui", "oui vas-y", "d'accord", "parfait, réservez", "ok, allez-y", "oui, c'est bon", "très bien, oui",
        "oui s'il vous plaît", "ça me va", "ok je confirme", "réserve",
    ],
    "es": [
        "sí", "sí, adelante", "vale", "ok, resérvalo", "perfecto, adelante", "sí, gracias", "vale, hazlo",
        "de acuerdo, reserva", "claro que sí", "si por favor", "sí sí",
    ],
    "pt": [
        "sim", "sim, pode reservar", "ok, pode reservar", "perfeito, confirmo", "sim, por favor", "está bem, reserve",
        "claro que sim", "pode avançar", "reserva", "combinado",
    ],
}  # fmt: skip


def rows(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(locale, text) for locale, texts in table.items() for text in texts]


@pytest.mark.parametrize(("locale", "text"), rows(TRAPS))
def test_nothing_is_bought_by_it(locale: str, text: str) -> None:
    assert classify_assent(text, locale) is not Assent.YES


@pytest.mark.parametrize(("locale", "text"), rows(PLAIN))
def test_a_plain_yes_needs_no_second_try(locale: str, text: str) -> None:
    assert classify_assent(text, locale) is Assent.YES


@pytest.mark.parametrize("locale", ["en", "de", "fr", "es", "pt"])
def test_what_is_no_yes_in_its_own_language_is_none_in_another(locale: str) -> None:
    said = [text for texts in TRAPS.values() for text in texts if classify_assent(text, locale) is Assent.YES]
    assert set(said) <= ({"si", "si si"} if locale == "es" else set())


@pytest.mark.parametrize(
    ("locale", "text"),
    [("en", "no, the second one"), ("en", "ok but can you make it two people?"),
     ("en", "could you change it to Friday?"),
     ("en", "yes, the second one"), ("en", "no thanks, i'd rather have the third"), ("de", "nein, das zweite"),
     ("de", "ja, aber können Sie es auf Freitag ändern?"), ("fr", "non, le deuxième"),
     ("fr", "oui, mais pouvez-vous mettre deux personnes ?"), ("es", "no, el segundo"), ("pt", "não, o segundo")],
)  # fmt: skip
def test_something_else_is_wanted_in_its_place(locale: str, text: str) -> None:
    assert classify_assent(text, locale) is Assent.AMEND


@pytest.mark.parametrize(
    ("locale", "text"),
    [("en", "can we change it later?"), ("en", "sounds good, but is breakfast included?"), ("en", "can I cancel it?"),
     ("de", "können wir das später ändern?"), ("fr", "est-ce que le petit déjeuner est compris ?")],
)  # fmt: skip
def test_a_question_about_it_leaves_it_as_it_is(locale: str, text: str) -> None:
    assert classify_assent(text, locale) in (Assent.QUESTION, Assent.OTHER)
