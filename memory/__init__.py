"""Who the customer is: profile, facts with provenance, consent, sessions and recall."""
