"""lists and names by index

Requests that were handed back have a small index of their own, so that their list is as quick as the others
however many wait. PostgreSQL compares the beginnings of names by index only with its pattern operators.
"""

from alembic import op
import sqlalchemy as sa

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

_NAMES = {
    'ix_young_person_family_name_search': ['family_name_search', 'given_name_search'],
    'ix_young_person_given_name_search': ['given_name_search'],
}


def upgrade():
    op.create_index('ix_support_request_handed_back', 'support_request', ['status', 'priority_rank', 'due_at', 'id'],
                    sqlite_where=sa.text('hand_backs > 0'), postgresql_where=sa.text('hand_backs > 0'))
    if op.get_bind().dialect.name == 'postgresql':
        for name, columns in _NAMES.items():
            op.drop_index(name, table_name='young_person')
            op.create_index(name, 'young_person', columns,
                            postgresql_ops={column: 'text_pattern_ops' for column in columns})


def downgrade():
    op.drop_index('ix_support_request_handed_back', table_name='support_request')
    if op.get_bind().dialect.name == 'postgresql':
        for name, columns in _NAMES.items():
            op.drop_index(name, table_name='young_person')
            op.create_index(name, 'young_person', columns)
