"""For whom a conversation looks: the customer, or somebody else whose taste is not theirs."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from memory.database import Database
from memory.models import CustomerId, Fact, ThreadId
from tools.recommend.evidence import CUSTOMER
from tools.tables import PARTIES

_LONGEST = 80


class Parties:
    """Kept with the thread until the customer looks for themselves again, or is forgotten."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def look_for(self, customer: CustomerId, thread: ThreadId, who: str) -> None:
        """Look for ``who`` ("my mother") from now on; an empty text is the customer again."""
        own = (PARTIES.c.customer == customer, PARTIES.c.thread == thread)
        async with self._database.begin() as connection:
            await connection.execute(delete(PARTIES).where(*own))
            if who.strip():
                row = {"customer": customer, "thread": thread, "who": who.strip()[:_LONGEST]}
                await connection.execute(insert(PARTIES).values(**row))

    async def traveller(self, customer: CustomerId, thread: ThreadId) -> str:
        """Subject that things found here are for: ``customer``, or ``third:my mother``."""
        own = (PARTIES.c.customer == customer, PARTIES.c.thread == thread)
        async with self._database.read() as connection:
            who = await connection.scalar(select(PARTIES.c.who).where(*own))
        return f"third:{who}" if who else CUSTOMER

    async def forget(self, customer: CustomerId) -> int:
        """Drop all of a customer's; says how many there were."""
        async with self._database.begin() as connection:
            return (await connection.execute(delete(PARTIES).where(PARTIES.c.customer == customer))).rowcount


def party_of(traveller: str, facts: Iterable[Fact]) -> tuple[str, ...]:
    """The subjects whose facts count: the traveller's, under whatever name the customer told of them."""
    if traveller == CUSTOMER:
        return (CUSTOMER,)
    words = set(traveller.partition(":")[2].casefold().split())
    told = {fact.subject for fact in facts if fact.subject != CUSTOMER and words & _names(fact.subject)}
    return (traveller, *sorted(told - {traveller}))


def _names(subject: str) -> set[str]:
    """Words by which a subject such as ``customer.mother:Ana`` may be called."""
    relation, _, name = subject.partition(":")
    return {relation.rpartition(".")[2].casefold(), *name.casefold().split()} - {"", "third", CUSTOMER}
