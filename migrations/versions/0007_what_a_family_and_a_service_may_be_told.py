"""what a family and a service may be told

A family hears the name of some services once a clinician has said so; a service reads words that were kept from it
once a clinician has said why.
"""

from alembic import op
import sqlalchemy as sa

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.add_column(sa.Column('family_may_be_told', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('words_shared_because', sa.Text(), nullable=False, server_default=''))


def downgrade():
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_column('words_shared_because')
        batch_op.drop_column('family_may_be_told')
