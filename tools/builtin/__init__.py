"""Tools the host itself offers, whatever the brand sells."""
