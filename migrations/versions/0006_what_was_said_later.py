"""what was said later

A red flag may rest on words that came after the request; and those may be as long as any story.
"""

from alembic import op
import sqlalchemy as sa

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    # The event first: on SQLite its table is made anew, and nothing may point at it then.
    with op.batch_alter_table('request_event', schema=None) as batch_op:
        batch_op.alter_column('note', existing_type=sa.String(length=4000), type_=sa.Text(), existing_nullable=False)
    with op.batch_alter_table('red_flag', schema=None) as batch_op:
        batch_op.add_column(sa.Column('request_event_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_red_flag_request_event_id'), 'request_event', ['request_event_id'], ['id']
        )


def downgrade():
    with op.batch_alter_table('red_flag', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_red_flag_request_event_id'), type_='foreignkey')
        batch_op.drop_column('request_event_id')
    with op.batch_alter_table('request_event', schema=None) as batch_op:
        batch_op.alter_column('note', existing_type=sa.Text(), type_=sa.String(length=4000), existing_nullable=False)
