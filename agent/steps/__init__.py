"""The steps of one turn. Each is a node of the graph and does one thing."""
