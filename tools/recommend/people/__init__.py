"""People with similar taste: what goes with what, learned from what customers chose and how they liked it."""
