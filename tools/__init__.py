"""What can be done for a customer: partners, offers, bookings and recommendations."""
