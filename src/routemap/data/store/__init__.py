"""The store: records in PostgreSQL with PostGIS, for replicas and several editors."""
