"""review, share and read reports"""

import sqlalchemy as sa
from alembic import op

revision = '2026_11_25_2210'
down_revision = "2026_11_25_2142"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('watched_channels',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('wanted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('known_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('archived', sa.Boolean(), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('error', sa.String(length=80), nullable=True),
    sa.PrimaryKeyConstraint('id', name='pk_watched_channels')
    )
    op.create_table('report_comments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('section', sa.String(length=40), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('by', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('resolved_by', sa.String(length=32), nullable=True),
    sa.Column('resolved_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name='fk_report_comments_report_id_reports'),
    sa.PrimaryKeyConstraint('id', name='pk_report_comments')
    )
    with op.batch_alter_table('report_comments', schema=None) as batch_op:
        batch_op.create_index('ix_report_comments_report_id', ['report_id'], unique=False)

    op.create_table('report_copies',
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('why', sa.String(length=80), nullable=False),
    sa.Column('by', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('refused', sa.Text(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('parts', sa.Integer(), nullable=False),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('not_for_me_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name='fk_report_copies_report_id_reports'),
    sa.PrimaryKeyConstraint('report_id', 'channel', name='pk_report_copies')
    )
    op.create_table('report_customer_versions',
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('happened', sa.Text(), nullable=False),
    sa.Column('felt', sa.Text(), nullable=False),
    sa.Column('doing', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_by', sa.String(length=32), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name='fk_report_customer_versions_report_id_reports'),
    sa.PrimaryKeyConstraint('report_id', name='pk_report_customer_versions')
    )
    op.create_table('report_debriefs',
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('people', sa.JSON(), nullable=False),
    sa.Column('place', sa.String(length=500), nullable=False),
    sa.Column('questions', sa.Text(), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name='fk_report_debriefs_report_id_reports'),
    sa.PrimaryKeyConstraint('report_id', name='pk_report_debriefs')
    )
    op.create_table('report_learners',
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(length=32), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('learned', sa.Boolean(), nullable=True),
    sa.Column('line', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name='fk_report_learners_report_id_reports'),
    sa.PrimaryKeyConstraint('report_id', 'person', name='pk_report_learners')
    )
    op.create_table('report_readers',
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(length=32), nullable=False),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('took', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name='fk_report_readers_report_id_reports'),
    sa.PrimaryKeyConstraint('report_id', 'person', name='pk_report_readers')
    )
    op.create_table('report_reviews',
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(length=32), nullable=False),
    sa.Column('asked_by', sa.String(length=32), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('declined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('word', sa.Text(), nullable=False),
    sa.Column('looked', sa.JSON(), nullable=False),
    sa.Column('saw', sa.Integer(), nullable=False),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name='fk_report_reviews_report_id_reports'),
    sa.PrimaryKeyConstraint('report_id', 'person', name='pk_report_reviews')
    )
    op.create_table('report_revisions',
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('by', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('over_findings', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name='fk_report_revisions_report_id_reports'),
    sa.PrimaryKeyConstraint('report_id', 'number', name='pk_report_revisions')
    )


def downgrade() -> None:
    op.drop_table('report_revisions')
    op.drop_table('report_reviews')
    op.drop_table('report_readers')
    op.drop_table('report_learners')
    op.drop_table('report_debriefs')
    op.drop_table('report_customer_versions')
    op.drop_table('report_copies')
    with op.batch_alter_table('report_comments', schema=None) as batch_op:
        batch_op.drop_index('ix_report_comments_report_id')

    op.drop_table('report_comments')
    op.drop_table('watched_channels')
