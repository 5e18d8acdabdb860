"""Route Map: who claims what moved along which route, when, and in which words."""
