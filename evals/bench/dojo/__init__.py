"""AgentDojo's suites through our gate, played by a model that is wholly in the attacker's hands."""
