"""Ways to break the agent on purpose. A suite that lets one of them pass has a hole.

A mutant stands in front of a real part and misuses it, through what the part offers to everybody. Nothing of this is
in the product.
"""

from evals.mutants.memories import MEMORIES
from evals.mutants.money import MONEY
from evals.mutants.mutant import Mutant
from evals.mutants.offers import OFFERS
from evals.mutants.words import WORDS

__all__ = ["MUTANTS", "Mutant"]

MUTANTS: dict[str, Mutant] = {mutant.name: mutant for mutant in (*MONEY, *OFFERS, *MEMORIES, *WORDS)}
