"""Who acts, what they may do, and which rows they may see. No HTTP belongs here."""
