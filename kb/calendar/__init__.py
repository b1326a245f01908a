"""What is due: deadlines as pages, and as calendars that other programs fetch."""
