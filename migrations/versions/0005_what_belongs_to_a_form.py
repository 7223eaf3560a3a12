"""what belongs to a form

The tasks and messages of a form are found by its number: when it is sent, saved or forgotten.
"""

from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_index('ix_task_draft_id', 'task', ['draft_id'])
    op.create_index('ix_outbox_message_draft_id', 'outbox_message', ['draft_id'])


def downgrade():
    op.drop_index('ix_outbox_message_draft_id', table_name='outbox_message')
    op.drop_index('ix_task_draft_id', table_name='task')
