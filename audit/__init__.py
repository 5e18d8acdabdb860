"""What the product rests on: known advisories against it, and under which licences it stands."""
