"""Run the migrations on the connection that ``routemap store init`` passes on."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="routemap_migration",
    version_table_schema="public",
)
with context.begin_transaction():
    context.run_migrations()
