"""Secrets that are never kept: card numbers, security codes, passwords and the like."""

import re

REDACTED = "[…]"

_DIGITS = re.compile(r"(?<![\w.])(?:\d[ \-.]?){12,18}\d(?!\w)")
_LABELLED = re.compile(
    r"(?P<label>\b(?:cvv2?|cvc2?|csc|security code|pin(?: code)?|passcode|passwor[dt]|passwort|kennwort|mot de passe"
    r"|contraseña|senha|palavra-passe|one[- ]time code|otp|tan|secret|api[ _-]?key|token|cryptogramme(?: visuel)?"
    r"|code (?:secret|de sécurité|confidentiel)|prüf(?:ziffer|nummer)|kartenprüfnummer|sicherheitscode|geheimzahl"
    r"|código (?:de seguridad|de segurança|secreto|pin)|clave)\b"
    r"(?: (?:of|for|on|to|für|von|de|del|du|da|do) (?:\w+ ){0,2}?\w+(?= (?:is|ist|est|es|é|lautet)\b))?"
    r"(?:\s*(?:is|are|ist|est|es|é|:|=|lautet|numbers?|number is|code is|für \w+|for \w+))*[\s:=]*)"
    r"(?P<secret>(?=\S*\d)\S{3,}|[\"“'][^\"”']+[\"”'])",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"(?P<label>\b(?:passwor[dt]|passwort|kennwort|mot de passe|contraseña|senha|palavra-passe)\b"
    r"\s*(?:is|ist|est|es|é|:|=|lautet)\s*)(?P<secret>\S+)",
    re.IGNORECASE,
)
_EXPIRY = re.compile(
    r"(?P<label>\b(?:exp(?:iry|ires|\.)?|valid (?:until|thru)|gültig bis)\b[\s:]*)(?P<secret>\d{2}\s?/\s?\d{2,4})", re.I
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b")
_IDENTITY = re.compile(
    r"(?P<label>\b(?:passport|reisepass|pass|passeport|pasaporte|passaporte|id card|ausweis"
    r"|social security|ssn|tax id|nif"
    r"|driv(?:ing|er'?s) licen[cs]e)\b[^.,;!?\d]{0,20}?(?:number|no\.?|nr\.?|nummer|numéro|número|#)?"
    r"[\s:]*(?:is |ist |est |es |é )?)(?P<secret>(?=[A-Z0-9-]*\d[A-Z0-9-]*\d[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{5,})",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:cvv2?|cvc2?|csc|pin|passcode|iban|otp|tan|ssn|passwor[dt]s?"
    r"|(?:security|access|pin|card|credit card|passport|id card|account) (?:code|number|no)"
    r"|passwort|kennwort|(?:karten|kreditkarten|konto|pass|ausweis)nummer|sicherheitscode|geheimzahl"
    r"|mot de passe|code secret|cryptogramme|numéro de (?:carte|passeport|compte)"
    r"|contraseña|número de (?:(?:la )?tarjeta|pasaporte|cuenta)"
    r"|senha|palavra-passe|código de segurança|número (?:do|da) (?:cartão|passaporte|conta))\b",
    re.IGNORECASE,
)
_LABELS = (_LABELLED, _SPOKEN, _EXPIRY, _IDENTITY)


def redact(text: str) -> str:
    """The text without secrets; each is replaced by ``REDACTED``. Dates and prices stay as they are."""
    text = _DIGITS.sub(lambda found: REDACTED if _is_card(found[0]) else found[0], text)
    text = _IBAN.sub(REDACTED, text)
    for pattern in _LABELS:
        text = pattern.sub(lambda found: found["label"] + REDACTED, text)
    return text


def names_secret(text: str) -> bool:
    """Whether a text speaks of something of which nothing is ever kept: "what's my PIN?"."""
    return _NAMED.search(text) is not None


def _is_card(digits: str) -> bool:
    """Luhn's check, which card numbers pass and most other numbers do not."""
    numbers = [int(digit) for digit in digits if digit.isdigit()]
    doubled = [number * 2 - 9 * (number > 4) for number in numbers[-2::-2]]
    return len(numbers) >= 13 and (sum(doubled) + sum(numbers[-1::-2])) % 10 == 0
