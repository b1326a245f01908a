"""Consultations that are open, what of ours each touches, and our answers to them."""
