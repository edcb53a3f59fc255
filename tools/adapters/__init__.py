"""How partners are spoken to: Python classes, OpenAPI documents and MCP servers, all as ``tools.partner.Partner``."""
