"""No claim without a receipt."""

from typing import Any

import pytest

from agent.claims import ClaimChecker, Evidence

OFFER: dict[str, Any] = {
    "status": "ok",
    "ref_type": "offer",
    "items": [{"title": "Casa Azul", "price": {"minor": 12345, "currency": "EUR"}}],
}
RECEIPT: dict[str, Any] = {"status": "booked", "items": [{"title": "Casa Azul", "reference": "QX7RT2"}]}
REFUND: dict[str, Any] = {
    "status": "cancelled",
    "items": [{"title": "Casa Azul", "refund": {"minor": 12345, "currency": "EUR"}}],
}


def kinds(
    sentence: str,
    *now: dict[str, Any],
    before: tuple[dict[str, Any], ...] = (),
    said: str = "",
    locale: str = "en",
) -> set[str]:
    return {each.kind for each in ClaimChecker(locale).check(sentence, Evidence.gather(now, before, [said]))}


@pytest.mark.parametrize(
    "sentence",
    [
        "Casa Azul is booked.",
        "I've reserved a table for you.",
        "Your reservation is confirmed.",
        "Ihr Zimmer ist gebucht.",
        "La chambre est réservée.",
        "La habitación está reservada.",
        "O quarto está reservado.",
    ],
)
def test_a_booking_is_claimed_only_with_a_receipt(sentence: str) -> None:
    assert "made" in kinds(sentence, OFFER)
    assert kinds(sentence, OFFER, RECEIPT) == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "It was cancelled.",
        "Die Buchung ist storniert.",
        "C'est annulé.",
        "Está cancelado.",
        "Your money has been refunded.",
    ],
)
def test_a_cancellation_needs_a_cancellation_and_not_a_booking(sentence: str) -> None:
    assert "unmade" in kinds(sentence, RECEIPT)
    assert "unmade" not in kinds(sentence, REFUND)


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("en-GB", "Nothing is booked until you confirm."),
        ("en", "Shall I have it booked?"),
        ("en", "It can be cancelled free of charge."),
        ("de-DE", "Gebucht ist noch nichts."),
        ("fr", "Rien n'est réservé."),
        ("es", "Si lo confirma, queda reservado."),
        ("pt", "Depois de confirmar, fica reservado."),
        ("en", "Once you confirm, the table is reserved."),
    ],
)
def test_speaking_of_what_is_not_or_might_be_claims_nothing(locale: str, sentence: str) -> None:
    assert kinds(sentence, OFFER, locale=locale) == set()


def test_a_claim_in_another_language_than_the_reply_is_still_a_claim() -> None:
    assert kinds("Das Zimmer ist gebucht.", OFFER, locale="en") == {"made"}


def test_what_was_booked_earlier_may_be_named_but_covers_nothing_else() -> None:
    assert kinds("Casa Azul is booked.", before=(RECEIPT,)) == set()
    assert kinds("Your flight is booked.", before=(RECEIPT,)) == {"made"}


def test_an_amount_must_have_been_seen() -> None:
    assert kinds("It costs €123.45.", OFFER) == set()
    assert kinds("Es kostet 123,45 €.", OFFER) == set()
    assert kinds("It costs €99.", OFFER) == {"amount"}
    assert kinds("That is within your 99 euros.", OFFER, said="at most 99 euros") == set()


def test_a_reference_must_have_been_seen() -> None:
    assert kinds("The reference is QX7RT2.", RECEIPT) == set()
    assert kinds("The reference is ZZ9PLA.", RECEIPT) == {"reference"}


def test_a_date_before_an_amount_is_no_part_of_it() -> None:
    offer: dict[str, Any] = {"status": "ok", "items": [{"price": {"minor": 18900, "currency": "EUR"}}]}
    assert kinds("Bis 13. Dez. 2026, 189,00 €.", offer, locale="de") == set()
    assert kinds("Total 2026 189,00 €.", offer, locale="de") == set()
    assert kinds("1 234,50 € en tout.", offer, locale="fr") == {"amount"}
