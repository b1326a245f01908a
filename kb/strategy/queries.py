"""The objectives of the strategy by target area, as they are published."""
