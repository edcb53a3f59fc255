"""What customers see and models read of offers, confirmations and bookings."""
