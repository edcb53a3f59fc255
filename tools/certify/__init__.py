"""The conformance suite: whether a partner, its manifest and we ourselves hold when things go wrong."""
