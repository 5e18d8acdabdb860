"""Lines of new routes between known places, with what is known about their path."""
