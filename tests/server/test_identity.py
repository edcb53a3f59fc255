"""Whose token it is: shared secrets, public keys, rotation."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from memory.clock import AdjustableClock
from server.identity import Issuer, Tokens
from server.keys import Keys

SECRET = "a shared secret of thirty-two bytes"
START = datetime(2026, 12, 1, 9, tzinfo=UTC)


class House:
    """A host site's back end with keys in a file, and the tokens it signs."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "jwks.json"
        self.clock = AdjustableClock(START)
        self.rsa = rsa.generate_private_key(65537, 2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())
        self.publish("one")

    def publish(self, *kids: str) -> None:
        made = {
            "one": RSAAlgorithm.to_jwk(self.rsa.public_key(), as_dict=True) | {"alg": "RS256"},
            "two": ECAlgorithm.to_jwk(self.ec.public_key(), as_dict=True) | {"alg": "ES256"},
        }
        self.file.write_text(json.dumps({"keys": [made[kid] | {"kid": kid} for kid in kids]}), encoding="utf-8")

    def tokens(self, **more: str) -> Tokens:
        return Tokens(Issuer(SECRET, Keys(str(self.file), self.clock), **more), None, self.clock)

    def sign(self, key: Any, algorithm: str, kid: str | None = None, **more: Any) -> str:
        claims = {"sub": "c-7", "exp": int(self.clock.now().timestamp()) + 60} | more
        return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid} if kid else None)


async def test_all_three_ways_of_signing_are_taken(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.publish("one", "two")
    tokens = house.tokens()
    signed = [house.sign(SECRET, "HS256"), house.sign(house.rsa, "RS256", "one"), house.sign(house.ec, "ES256", "two")]
    assert [await tokens.customer(each) for each in signed] == ["c-7"] * 3


async def test_a_new_key_is_found_and_a_withdrawn_one_ends(tmp_path: Path) -> None:
    house = House(tmp_path)
    tokens = house.tokens()
    assert await tokens.customer(house.sign(house.rsa, "RS256", "one")) == "c-7"
    house.publish("two")
    assert await tokens.customer(house.sign(house.ec, "ES256", "two")) is None  # read a moment ago
    house.clock.advance(timedelta(seconds=6))
    assert await tokens.customer(house.sign(house.ec, "ES256", "two")) == "c-7"
    assert await tokens.customer(house.sign(house.rsa, "RS256", "one")) is None


async def test_keys_that_cannot_be_read_leave_those_that_are_known(tmp_path: Path) -> None:
    house = House(tmp_path)
    tokens = house.tokens()
    assert await tokens.customer(house.sign(house.rsa, "RS256", "one")) == "c-7"
    house.file.write_text("gone", encoding="utf-8")
    house.clock.advance(timedelta(hours=1))
    assert await tokens.customer(house.sign(house.rsa, "RS256", "one")) == "c-7"


async def test_a_public_key_is_no_shared_secret_and_none_is_no_signature(tmp_path: Path) -> None:
    house = House(tmp_path)
    tokens = house.tokens()
    public = str(RSAAlgorithm.to_jwk(house.rsa.public_key(), as_dict=True)["n"])
    forged = [
        house.sign(public, "HS256", "one"),
        house.sign(None, "none"),
        house.sign(house.ec, "ES256", "one"),
        "x.y.z",
    ]
    assert [await tokens.customer(each) for each in forged] == [None] * 4


async def test_audience_issuer_and_times_are_held(tmp_path: Path) -> None:
    house = House(tmp_path)
    tokens = house.tokens(audience="concierge", name="shop")
    right = {"aud": "concierge", "iss": "shop"}
    wrong: list[dict[str, Any]] = [{"aud": "other"}, {"iss": "other"}, {"exp": 1}, {"nbf": 9_999_999_999}, {"sub": ""}]
    assert await tokens.customer(house.sign(SECRET, "HS256", **right)) == "c-7"
    assert [await tokens.customer(house.sign(SECRET, "HS256", **(right | each))) for each in wrong] == [None] * 5
