"""The conversation: the graph, its chat models and the one door."""
