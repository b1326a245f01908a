"""The strategy, its target areas and objectives, and the principles."""
