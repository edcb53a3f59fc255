"""Two demo partners as services of their own, with their own words: one over HTTP, one over MCP."""
