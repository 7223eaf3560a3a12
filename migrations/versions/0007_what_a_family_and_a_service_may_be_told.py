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


# Each column by itself: on SQLite a table that others point at cannot be made anew while it holds rows.
def upgrade():
    op.add_column('decision', sa.Column('family_may_be_told', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('decision', sa.Column('words_shared_because', sa.Text(), nullable=False, server_default=''))


def downgrade():
    op.drop_column('decision', 'words_shared_because')
    op.drop_column('decision', 'family_may_be_told')
