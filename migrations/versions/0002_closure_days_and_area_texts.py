"""closure days and area texts"""

from alembic import op
import sqlalchemy as sa

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'closure_day',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('reason', sa.String(length=200), nullable=False),
        sa.Column('added_by_id', sa.Integer(), nullable=True),
        sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['added_by_id'], ['staff.id'], name=op.f('fk_closure_day_added_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_closure_day')),
        sa.UniqueConstraint('day', name=op.f('uq_closure_day_day')),
    )
    op.create_table(
        'area_text',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=40), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('changed_by_id', sa.Integer(), nullable=True),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['changed_by_id'], ['staff.id'], name=op.f('fk_area_text_changed_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_area_text')),
        sa.UniqueConstraint('name', name=op.f('uq_area_text_name')),
    )


def downgrade():
    op.drop_table('area_text')
    op.drop_table('closure_day')
