"""What the brand itself recorded about its customers."""

from sqlalchemy import delete, select

from memory.clock import Clock
from memory.database import Database
from memory.errors import UnknownCustomer
from memory.keys import Keyring
from memory.models import CustomerId, Profile
from memory.tables import PROFILES


class Profiles:
    """The brand's records, sealed with each customer's key."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock

    async def get(self, customer: CustomerId) -> Profile:
        """The record. Raises ``UnknownCustomer``."""
        async with self._database.read() as connection:
            sealed = await connection.scalar(select(PROFILES.c.sealed).where(PROFILES.c.customer == customer))
            seal = await self._keyring.find(customer, connection)
        if sealed is None or seal is None:
            raise UnknownCustomer
        return Profile.model_validate_json(seal.open(sealed, _place(customer)))

    async def put(self, profile: Profile) -> None:
        """Store or replace a record."""
        customer = profile.customer
        async with self._database.begin(customer) as connection:
            seal = await self._keyring.seal(customer, connection)
            await connection.execute(delete(PROFILES).where(PROFILES.c.customer == customer))
            await connection.execute(
                PROFILES.insert().values(
                    customer=customer,
                    sealed=seal.close(profile.model_dump_json(), _place(customer)),
                    updated_at=self._clock.now(),
                )
            )

    async def all(self) -> tuple[Profile, ...]:
        """Every record, by customer id."""
        async with self._database.read() as connection:
            rows = (await connection.execute(select(PROFILES).order_by(PROFILES.c.customer))).all()
            profiles = []
            for row in rows:
                seal = await self._keyring.find(row.customer, connection)
                if seal is not None:
                    profiles.append(Profile.model_validate_json(seal.open(row.sealed, _place(row.customer))))
        return tuple(profiles)


def _place(customer: CustomerId) -> str:
    return f"profile:{customer}"
