"""What a partner is told about the person who travels: the fields it is owed, and no more."""

from typing import Any

from memory.memory import Memory
from memory.models import CustomerId
from tools.manifest import Manifest

ALWAYS_OWED = ("name",)
"""Needed for any booking; every other field goes only with the consent the manifest names."""
FROM_FACTS = ("accessibility", "diet", "allergy")


class Travellers:
    """Fills the fields of a manifest's ``receives``."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def fields(self, customer: CustomerId, manifest: Manifest) -> dict[str, Any]:
        """The traveller as this partner may know them."""
        profile = await self._memory.profiles.get(customer)
        consents = await self._memory.consents.current(customer)
        shared = manifest.consent is None or consents.allows(manifest.consent)
        fields: dict[str, Any] = {"name": profile.name} if "name" in manifest.receives else {}
        if not shared:
            return fields
        if "companions" in manifest.receives:
            fields["companions"] = [companion.name for companion in profile.companions]
        wanted = [name for name in FROM_FACTS if name in manifest.receives]
        if wanted:
            facts = await self._memory.facts.list(customer)
            for name in wanted:
                known = [fact.value for fact in facts if fact.attribute == name and fact.subject == "customer"]
                if known:
                    fields[name] = known
        return fields
