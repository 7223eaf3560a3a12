"""what a clock is counted under"""

from alembic import op
import sqlalchemy as sa

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('wait_clock', schema=None) as batch_op:
        batch_op.add_column(sa.Column('offer_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('priority', sa.String(length=40), nullable=False, server_default=''))
        batch_op.create_foreign_key(batch_op.f('fk_wait_clock_offer_id'), 'service_offer', ['offer_id'], ['id'])


def downgrade():
    with op.batch_alter_table('wait_clock', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_wait_clock_offer_id'), type_='foreignkey')
        batch_op.drop_column('priority')
        batch_op.drop_column('offer_id')
