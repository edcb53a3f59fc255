"""Where what is known of a customer comes from, and who gets to see it."""

from memory.models import Purpose
from tools.builtin.memories import memory_card
from tools.counter import Answer, Counter
from tools.rights import Rights
from tools.words import LANGUAGES

MOST = 5
"""Things of which one answer tells where they come from."""
_SHARED = "share:"


async def where_from(counter: Counter, said: str) -> Answer | None:
    """Of what ``said`` told the customer about themselves, where it comes from; None when it told nothing of it."""
    told = said.casefold()
    spoken = await Rights(counter.house).known_in(counter.customer, (counter.locale, *LANGUAGES))
    known = [
        own for own, *ways in zip(*spoken, strict=True) if any(way.text.casefold() in told for way in (own, *ways))
    ]
    if not known:
        return None
    lines = [counter.say("memory.where_from", what=view.text, source=view.source) for view in known[:MOST]]
    card = memory_card(counter.say("memory.recollected_heading"), known[:MOST], f"source_{counter.message}")
    return Answer(content={"message": " ".join(lines)}, cards=(card,))


async def who_sees(counter: Counter) -> Answer:
    """Who gets to see what is known, as the customer's consents are now."""
    consents = await counter.house.memory.consents.current(counter.customer)
    partners = {manifest.consent: manifest.name for manifest in counter.house.partners.manifests if manifest.consent}
    shared = [name for purpose, name in partners.items() if consents.allows(purpose)]
    message = counter.say(
        "memory.who_sees",
        brand=counter.house.brand.name,
        partners=counter.say("list_and", items=shared) if shared else "",
        similar=consents.allows(Purpose.SIMILAR_CUSTOMERS),
    )
    return Answer(content={"message": message})
