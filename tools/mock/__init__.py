"""A stand-in for a partner, served in the partner's own words from its manifest, with faults to be had."""
