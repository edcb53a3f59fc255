"""Kill a process at any moment of a booking, and compare what it said with the partners' own books."""
