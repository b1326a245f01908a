"""Legislative matters and their way from request to law in force."""
