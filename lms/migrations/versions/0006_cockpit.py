"""The tables of the cockpit: roll-ups, targets, reports, outcomes, demand, maps.

Revision: 0006
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import lms.db

revision = '0006'
down_revision = '0005'
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table('demo_load',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=False),
    sa.Column('learners', sa.Integer(), nullable=False),
    sa.Column('finished', sa.Boolean(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demo_load'))
    )
    op.create_table('enrolment_fact',
    sa.Column('enrolment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('snapshot_id', sa.BigInteger(), nullable=False),
    sa.Column('offering_id', sa.BigInteger(), nullable=False),
    sa.Column('applied', sa.Integer(), nullable=True),
    sa.Column('active', sa.Text(), nullable=False),
    sa.Column('halfway', sa.Integer(), nullable=True),
    sa.Column('passed', sa.Integer(), nullable=True),
    sa.Column('completed', sa.Integer(), nullable=True),
    sa.Column('certified', sa.Integer(), nullable=True),
    sa.Column('dropped', sa.Integer(), nullable=True),
    sa.Column('scored', sa.Integer(), nullable=True),
    sa.Column('pre', sa.Integer(), nullable=True),
    sa.Column('post', sa.Integer(), nullable=True),
    sa.Column('last_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('enrolment_id', name=op.f('pk_enrolment_fact'))
    )
    with op.batch_alter_table('enrolment_fact', schema=None) as batch_op:
        batch_op.create_index('ix_enrolment_fact_last_on', ['last_on'], unique=False)

    op.create_table('message_file',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('kept_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_message_file'))
    )
    with op.batch_alter_table('message_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_file_kept_at'), ['kept_at'], unique=False)

    op.create_table('open_table',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('as_of', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('published_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('code', 'day', name=op.f('pk_open_table'))
    )
    op.create_table('organisation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('juristic_id', sa.String(length=13), nullable=False),
    sa.Column('name', lms.db.LocalisedType(), nullable=False),
    sa.Column('words', sa.String(length=500), nullable=False),
    sa.Column('kind', sa.Enum('company', 'government', 'municipality', 'state_enterprise', 'school', 'hospital', 'association', 'community', name='organisationkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('sector', sa.String(length=40), nullable=True),
    sa.Column('industry', sa.String(length=40), nullable=True),
    sa.Column('employees', sa.Integer(), nullable=True),
    sa.Column('firm_size', sa.String(length=40), nullable=True),
    sa.Column('province_code', sa.String(length=2), nullable=True),
    sa.Column('district_code', sa.String(length=4), nullable=True),
    sa.Column('email', sa.String(length=320), nullable=True),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('changed_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('employees > 0', name=op.f('ck_organisation_employees_are_counted')),
    sa.CheckConstraint('length(juristic_id) = 13', name=op.f('ck_organisation_a_number_has_13_digits')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('juristic_id', name=op.f('uq_organisation_juristic_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_organisation_public_id'))
    )
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.create_index('ix_organisation_words_id', ['words', 'id'], unique=False)

    op.create_table('people_bitmap',
    sa.Column('kind', sa.SmallInteger(), autoincrement=False, nullable=False),
    sa.Column('month', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.BigInteger(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('edit', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'month', 'offering_id', name=op.f('pk_people_bitmap'))
    )
    with op.batch_alter_table('people_bitmap', schema=None) as batch_op:
        batch_op.create_index('ix_people_bitmap_edit', ['edit'], unique=False)

    op.create_table('population',
    sa.Column('area_code', sa.String(length=4), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.CheckConstraint('people >= 0', name=op.f('ck_population_nobody_is_less_than_nobody')),
    sa.PrimaryKeyConstraint('area_code', 'year', name=op.f('pk_population'))
    )
    op.create_table('rating_month',
    sa.Column('run_id', sa.BigInteger(), nullable=False),
    sa.Column('month', sa.Integer(), nullable=False),
    sa.Column('answers', sa.Integer(), nullable=False),
    sa.Column('items', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('high', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('run_id', 'month', name=op.f('pk_rating_month'))
    )
    op.create_table('score_pairs',
    sa.Column('month', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.BigInteger(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('edit', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('month', 'offering_id', name=op.f('pk_score_pairs'))
    )
    op.create_table('snapshot_link',
    sa.Column('snapshot_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('first_id', sa.BigInteger(), nullable=False),
    sa.Column('edit', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('snapshot_id', name=op.f('pk_snapshot_link')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('snapshot_link', schema=None) as batch_op:
        batch_op.create_index('ix_snapshot_link_edit', ['edit'], unique=False)

    op.create_table('value_bitmap',
    sa.Column('dimension', sa.String(length=20), nullable=False),
    sa.Column('value', sa.String(length=40), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('edit', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('dimension', 'value', name=op.f('pk_value_bitmap'))
    )
    op.create_table('demand_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('expires_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_demand_file_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demand_file')),
    sa.UniqueConstraint('digest', 'user_id', name=op.f('uq_demand_file_digest_user_id'))
    )
    with op.batch_alter_table('demand_file', schema=None) as batch_op:
        batch_op.create_index('ix_demand_file_expires_at', ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_demand_file_user_id'), ['user_id'], unique=False)

    op.create_table('demo_range',
    sa.Column('load_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('chunk', sa.Integer(), nullable=False),
    sa.Column('table_name', sa.String(length=40), nullable=False),
    sa.Column('first_id', sa.BigInteger(), nullable=False),
    sa.Column('last_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['load_id'], ['demo_load.id'], name=op.f('fk_demo_range_load_id_demo_load')),
    sa.PrimaryKeyConstraint('load_id', 'chunk', 'table_name', name=op.f('pk_demo_range'))
    )
    op.create_table('evidence_pack',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('period', sa.String(length=10), nullable=False),
    sa.Column('state', sa.Enum('asked', 'done', 'failed', name='packstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('as_of', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('made_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'done') = (digest IS NOT NULL)", name=op.f('ck_evidence_pack_what_is_done_is_kept')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['user.id'], name=op.f('fk_evidence_pack_asked_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_pack')),
    sa.UniqueConstraint('public_id', name=op.f('uq_evidence_pack_public_id'))
    )
    with op.batch_alter_table('evidence_pack', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_pack_period'), ['period'], unique=False)

    op.create_table('message_attachment',
    sa.Column('message_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('position', sa.SmallInteger(), autoincrement=False, nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('content_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.CheckConstraint('size >= 0', name=op.f('ck_message_attachment_a_file_has_a_size')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_message_attachment_message_id_message')),
    sa.PrimaryKeyConstraint('message_id', 'position', name=op.f('pk_message_attachment'))
    )
    with op.batch_alter_table('message_attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_attachment_digest'), ['digest'], unique=False)

    op.create_table('province_map',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('province_code', sa.String(length=2), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('paths', sa.JSON(), nullable=False),
    sa.Column('attribution', sa.String(length=300), nullable=False),
    sa.Column('uploaded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['province_code'], ['province.code'], name=op.f('fk_province_map_province_code_province')),
    sa.ForeignKeyConstraint(['uploaded_by_id'], ['user.id'], name=op.f('fk_province_map_uploaded_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_province_map')),
    sa.UniqueConstraint('province_code', name=op.f('uq_province_map_province_code'))
    )
    op.create_table('recovery_code',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('used_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_recovery_code_user_id_user')),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_recovery_code'))
    )
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_code_user_id'), ['user_id'], unique=False)

    op.create_table('second_factor',
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('secret', sa.Text(), nullable=False),
    sa.Column('confirmed_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('last_step', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_second_factor_user_id_user')),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_second_factor'))
    )
    op.create_table('vacancy',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('occupation', sa.String(length=40), nullable=True),
    sa.Column('district_code', sa.String(length=4), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('filled', sa.Integer(), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=True),
    sa.Column('source', sa.Enum('form', 'file', name='vacancysource', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('changed_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('filled BETWEEN 0 AND places', name=op.f('ck_vacancy_fills_its_places')),
    sa.CheckConstraint('opens_on <= closes_on', name=op.f('ck_vacancy_closes_after_it_opens')),
    sa.CheckConstraint('places > 0', name=op.f('ck_vacancy_has_places')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_vacancy_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vacancy')),
    sa.UniqueConstraint('organisation_id', 'title', 'opens_on', name=op.f('uq_vacancy_organisation_id_title_opens_on')),
    sa.UniqueConstraint('public_id', name=op.f('uq_vacancy_public_id'))
    )
    with op.batch_alter_table('vacancy', schema=None) as batch_op:
        batch_op.create_index('ix_vacancy_opens_on_id', ['opens_on', 'id'], unique=False)

    op.create_table('api_token',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('scope_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('expires_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('last_used_on', sa.Date(), nullable=True),
    sa.Column('revoked_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['scope_id'], ['institution.id'], name=op.f('fk_api_token_scope_id_institution')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_api_token_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_token')),
    sa.UniqueConstraint('digest', name=op.f('uq_api_token_digest')),
    sa.UniqueConstraint('public_id', name=op.f('uq_api_token_public_id'))
    )
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_api_token_user_id'), ['user_id'], unique=False)

    op.create_table('organisation_membership',
    sa.Column('organisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('body', sa.Enum('chamber', 'fti', name='body', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('verified_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('verified_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_membership_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['verified_by_id'], ['institution.id'], name=op.f('fk_organisation_membership_verified_by_id_institution')),
    sa.PrimaryKeyConstraint('organisation_id', 'body', name=op.f('pk_organisation_membership'))
    )
    with op.batch_alter_table('organisation_membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_membership_verified_by_id'), ['verified_by_id'], unique=False)

    op.create_table('person_export',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('filters', sa.JSON(), nullable=False),
    sa.Column('ending', sa.String(length=8), nullable=False),
    sa.Column('state', sa.Enum('ordered', 'ready', 'over', name='exportstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.Column('expires_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('downloads', sa.Integer(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'ready' OR digest IS NOT NULL", name=op.f('ck_person_export_a_ready_file_has_a_digest')),
    sa.CheckConstraint('people >= 0', name=op.f('ck_person_export_people_are_counted')),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_person_export_by_id_user')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_person_export_institution_id_institution')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_export')),
    sa.UniqueConstraint('public_id', name=op.f('uq_person_export_public_id'))
    )
    with op.batch_alter_table('person_export', schema=None) as batch_op:
        batch_op.create_index('ix_person_export_by_id_created_at', ['by_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_export_state'), ['state'], unique=False)

    op.create_table('report',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('definition', sa.JSON(), nullable=False),
    sa.Column('sharing', sa.Enum('private', 'institution', 'everyone', name='sharing', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('changed_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("sharing <> 'institution' OR institution_id IS NOT NULL", name=op.f('ck_report_shared_where_it_belongs')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_report_institution_id_institution')),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], name=op.f('fk_report_owner_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report')),
    sa.UniqueConstraint('public_id', name=op.f('uq_report_public_id'))
    )
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_institution_id'), ['institution_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_owner_id'), ['owner_id'], unique=False)

    op.create_table('target',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('programme', sa.String(length=40), nullable=True),
    sa.Column('measure', sa.String(length=8), nullable=False),
    sa.Column('conditions', sa.String(length=200), nullable=False),
    sa.Column('period', sa.String(length=10), nullable=False),
    sa.Column('number', sa.Numeric(precision=16, scale=3), nullable=False),
    sa.Column('monthly', sa.JSON(), nullable=True),
    sa.Column('title', lms.db.LocalisedType(), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('changed_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(institution_id IS NULL) <> (programme IS NULL)', name=op.f('ck_target_has_one_owner')),
    sa.CheckConstraint('number > 0', name=op.f('ck_target_asks_for_something')),
    sa.ForeignKeyConstraint(['created_by_id'], ['user.id'], name=op.f('fk_target_created_by_id_user')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_target_institution_id_institution')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_target')),
    sa.UniqueConstraint('public_id', name=op.f('uq_target_public_id'))
    )
    with op.batch_alter_table('target', schema=None) as batch_op:
        batch_op.create_index('ix_target_period', ['period'], unique=False)
        batch_op.create_index('uq_target_institution_id', ['institution_id', 'measure', 'conditions', 'period'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
        batch_op.create_index('uq_target_programme', ['programme', 'measure', 'conditions', 'period'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.create_table('vacancy_skill',
    sa.Column('vacancy_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('skill_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('level', sa.Enum('basic', 'intermediate', 'advanced', name='level', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.ForeignKeyConstraint(['skill_id'], ['framework_skill.id'], name=op.f('fk_vacancy_skill_skill_id_framework_skill')),
    sa.ForeignKeyConstraint(['vacancy_id'], ['vacancy.id'], name=op.f('fk_vacancy_skill_vacancy_id_vacancy')),
    sa.PrimaryKeyConstraint('vacancy_id', 'skill_id', name=op.f('pk_vacancy_skill'))
    )
    with op.batch_alter_table('vacancy_skill', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vacancy_skill_skill_id'), ['skill_id'], unique=False)

    op.create_table('exported_person',
    sa.Column('export_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.ForeignKeyConstraint(['export_id'], ['person_export.id'], name=op.f('fk_exported_person_export_id_person_export')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_exported_person_user_id_user')),
    sa.PrimaryKeyConstraint('export_id', 'user_id', name=op.f('pk_exported_person'))
    )
    with op.batch_alter_table('exported_person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_exported_person_user_id'), ['user_id'], unique=False)

    op.create_table('report_schedule',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('report_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('frequency', sa.Enum('daily', 'weekly', 'monthly', name='frequency', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('weekday', sa.SmallInteger(), nullable=True),
    sa.Column('day', sa.SmallInteger(), nullable=True),
    sa.Column('hour', sa.SmallInteger(), nullable=False),
    sa.Column('minute', sa.SmallInteger(), nullable=False),
    sa.Column('endings', sa.JSON(), nullable=False),
    sa.Column('next_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('paused_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ended_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(frequency = 'monthly') = (day IS NOT NULL)", name=op.f('ck_report_schedule_a_month_has_its_day')),
    sa.CheckConstraint("(frequency = 'weekly') = (weekday IS NOT NULL)", name=op.f('ck_report_schedule_a_week_has_its_day')),
    sa.CheckConstraint('day BETWEEN 1 AND 31', name=op.f('ck_report_schedule_days_of_a_month')),
    sa.CheckConstraint('hour BETWEEN 0 AND 23', name=op.f('ck_report_schedule_hours_of_a_day')),
    sa.CheckConstraint('minute BETWEEN 0 AND 59', name=op.f('ck_report_schedule_minutes_of_an_hour')),
    sa.CheckConstraint('weekday BETWEEN 0 AND 6', name=op.f('ck_report_schedule_monday_is_0')),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], name=op.f('fk_report_schedule_owner_id_user')),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_report_schedule_report_id_report')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_schedule')),
    sa.UniqueConstraint('public_id', name=op.f('uq_report_schedule_public_id'))
    )
    with op.batch_alter_table('report_schedule', schema=None) as batch_op:
        batch_op.create_index('ix_report_schedule_next_at', ['next_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_schedule_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_schedule_report_id'), ['report_id'], unique=False)

    op.create_table('target_evidence',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('target_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('dated', sa.Date(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=True),
    sa.Column('content_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('link', sa.String(length=500), nullable=True),
    sa.Column('added_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(digest IS NULL) <> (link IS NULL)', name=op.f('ck_target_evidence_is_a_file_or_a_link')),
    sa.CheckConstraint('(digest IS NULL) = (name IS NULL)', name=op.f('ck_target_evidence_a_file_has_its_name')),
    sa.ForeignKeyConstraint(['added_by_id'], ['user.id'], name=op.f('fk_target_evidence_added_by_id_user')),
    sa.ForeignKeyConstraint(['target_id'], ['target.id'], name=op.f('fk_target_evidence_target_id_target')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_target_evidence')),
    sa.UniqueConstraint('public_id', name=op.f('uq_target_evidence_public_id'))
    )
    with op.batch_alter_table('target_evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_target_evidence_digest'), ['digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_target_evidence_target_id'), ['target_id'], unique=False)

    op.create_table('report_delivery',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('schedule_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('planned_for', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('planned', 'handed_over', 'sent', 'nobody', 'failed', name='deliverystate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('error', sa.String(length=40), nullable=True),
    sa.Column('sent_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('recipients', sa.Integer(), nullable=False),
    sa.Column('as_of', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f('ck_report_delivery_what_is_sent_is_dated')),
    sa.CheckConstraint('tries >= 0', name=op.f('ck_report_delivery_tries_are_counted')),
    sa.ForeignKeyConstraint(['schedule_id'], ['report_schedule.id'], name=op.f('fk_report_delivery_schedule_id_report_schedule')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_delivery')),
    sa.UniqueConstraint('public_id', name=op.f('uq_report_delivery_public_id')),
    sa.UniqueConstraint('schedule_id', 'planned_for', name=op.f('uq_report_delivery_schedule_id_planned_for'))
    )
    with op.batch_alter_table('report_delivery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_delivery_state'), ['state'], unique=False)

    op.create_table('report_recipient',
    sa.Column('schedule_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('left_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['schedule_id'], ['report_schedule.id'], name=op.f('fk_report_recipient_schedule_id_report_schedule')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_report_recipient_user_id_user')),
    sa.PrimaryKeyConstraint('schedule_id', 'user_id', name=op.f('pk_report_recipient'))
    )
    with op.batch_alter_table('report_recipient', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_recipient_user_id'), ['user_id'], unique=False)

    op.create_table('outcome_answer',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('wave', sa.SmallInteger(), nullable=False),
    sa.Column('month', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('sex', sa.String(length=40), nullable=True),
    sa.Column('age_band', sa.String(length=40), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=False),
    sa.Column('version', sa.SmallInteger(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('change_key', sa.String(length=64), nullable=True),
    sa.CheckConstraint('wave IN (3, 6, 12)', name=op.f('ck_outcome_answer_three_waves')),
    sa.ForeignKeyConstraint(['offering_id'], ['offering.id'], name=op.f('fk_outcome_answer_offering_id_offering')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome_answer')),
    sa.UniqueConstraint('change_key', name=op.f('uq_outcome_answer_change_key'))
    )
    with op.batch_alter_table('outcome_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outcome_answer_offering_id'), ['offering_id'], unique=False)
        batch_op.create_index('ix_outcome_answer_wave_month', ['wave', 'month'], unique=False)

    op.create_table('outcome_invitation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('learner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('enrolment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('wave', sa.SmallInteger(), nullable=False),
    sa.Column('month', sa.Integer(), nullable=False),
    sa.Column('offering_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sex', sa.String(length=40), nullable=True),
    sa.Column('age_band', sa.String(length=40), nullable=True),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('reminders', sa.SmallInteger(), nullable=False),
    sa.Column('answered', sa.Boolean(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('reminders BETWEEN 0 AND 2', name=op.f('ck_outcome_invitation_reminded_twice_at_most')),
    sa.CheckConstraint('wave IN (3, 6, 12)', name=op.f('ck_outcome_invitation_three_waves')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_outcome_invitation_enrolment_id_enrolment')),
    sa.ForeignKeyConstraint(['learner_id'], ['user.id'], name=op.f('fk_outcome_invitation_learner_id_user')),
    sa.ForeignKeyConstraint(['offering_id'], ['offering.id'], name=op.f('fk_outcome_invitation_offering_id_offering')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome_invitation')),
    sa.UniqueConstraint('enrolment_id', 'wave', name=op.f('uq_outcome_invitation_enrolment_id_wave')),
    sa.UniqueConstraint('public_id', name=op.f('uq_outcome_invitation_public_id'))
    )
    with op.batch_alter_table('outcome_invitation', schema=None) as batch_op:
        batch_op.create_index('ix_outcome_invitation_learner_id_sent_on', ['learner_id', 'sent_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_outcome_invitation_offering_id'), ['offering_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outcome_invitation_sent_on'), ['sent_on'], unique=False)
        batch_op.create_index('ix_outcome_invitation_wave_month', ['wave', 'month'], unique=False)

    op.drop_table('person_month')
    op.drop_table('people_count')
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_enrolment_id'), ['enrolment_id'], unique=False)

    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reenrolled_at', lms.db.UtcDateTime(timezone=True), nullable=True))

    with op.batch_alter_table('framework', schema=None) as batch_op:
        batch_op.add_column(sa.Column('valid_to', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('replaced_by', sa.String(length=40), nullable=True))

    with op.batch_alter_table('learning_event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('run_id', sa.BigInteger(), nullable=True))

    with op.batch_alter_table('watermark', schema=None) as batch_op:
        batch_op.add_column(sa.Column('edit', sa.BigInteger(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('swept_on', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('watermark', schema=None) as batch_op:
        batch_op.drop_column('swept_on')
        batch_op.drop_column('edit')

    with op.batch_alter_table('learning_event', schema=None) as batch_op:
        batch_op.drop_column('run_id')

    with op.batch_alter_table('framework', schema=None) as batch_op:
        batch_op.drop_column('replaced_by')
        batch_op.drop_column('valid_to')

    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.drop_column('reenrolled_at')

    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificate_enrolment_id'))

    op.create_table('people_count',
    sa.Column('measure', sa.SMALLINT(), nullable=False),
    sa.Column('institution_id', sa.BIGINT(), nullable=False),
    sa.Column('period', sa.INTEGER(), nullable=False),
    sa.Column('people', sa.INTEGER(), nullable=False),
    sa.CheckConstraint('people >= 0', name=op.f('ck_people_count_nobody_is_less_than_nobody')),
    sa.PrimaryKeyConstraint('measure', 'institution_id', 'period', name=op.f('pk_people_count'))
    )
    op.create_table('person_month',
    sa.Column('person_id', sa.BIGINT(), nullable=False),
    sa.Column('measure', sa.SMALLINT(), nullable=False),
    sa.Column('institution_id', sa.BIGINT(), nullable=False),
    sa.Column('month', sa.INTEGER(), nullable=False),
    sa.PrimaryKeyConstraint('person_id', 'measure', 'institution_id', 'month', name=op.f('pk_person_month')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('outcome_invitation', schema=None) as batch_op:
        batch_op.drop_index('ix_outcome_invitation_wave_month')
        batch_op.drop_index(batch_op.f('ix_outcome_invitation_sent_on'))
        batch_op.drop_index(batch_op.f('ix_outcome_invitation_offering_id'))
        batch_op.drop_index('ix_outcome_invitation_learner_id_sent_on')

    op.drop_table('outcome_invitation')
    with op.batch_alter_table('outcome_answer', schema=None) as batch_op:
        batch_op.drop_index('ix_outcome_answer_wave_month')
        batch_op.drop_index(batch_op.f('ix_outcome_answer_offering_id'))

    op.drop_table('outcome_answer')
    with op.batch_alter_table('report_recipient', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_recipient_user_id'))

    op.drop_table('report_recipient')
    with op.batch_alter_table('report_delivery', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_delivery_state'))

    op.drop_table('report_delivery')
    with op.batch_alter_table('target_evidence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_target_evidence_target_id'))
        batch_op.drop_index(batch_op.f('ix_target_evidence_digest'))

    op.drop_table('target_evidence')
    with op.batch_alter_table('report_schedule', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_schedule_report_id'))
        batch_op.drop_index(batch_op.f('ix_report_schedule_owner_id'))
        batch_op.drop_index('ix_report_schedule_next_at')

    op.drop_table('report_schedule')
    with op.batch_alter_table('exported_person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_exported_person_user_id'))

    op.drop_table('exported_person')
    with op.batch_alter_table('vacancy_skill', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_vacancy_skill_skill_id'))

    op.drop_table('vacancy_skill')
    with op.batch_alter_table('target', schema=None) as batch_op:
        batch_op.drop_index('uq_target_programme', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
        batch_op.drop_index('uq_target_institution_id', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
        batch_op.drop_index('ix_target_period')

    op.drop_table('target')
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_owner_id'))
        batch_op.drop_index(batch_op.f('ix_report_institution_id'))

    op.drop_table('report')
    with op.batch_alter_table('person_export', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_export_state'))
        batch_op.drop_index('ix_person_export_by_id_created_at')

    op.drop_table('person_export')
    with op.batch_alter_table('organisation_membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_membership_verified_by_id'))

    op.drop_table('organisation_membership')
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_api_token_user_id'))

    op.drop_table('api_token')
    with op.batch_alter_table('vacancy', schema=None) as batch_op:
        batch_op.drop_index('ix_vacancy_opens_on_id')

    op.drop_table('vacancy')
    op.drop_table('second_factor')
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recovery_code_user_id'))

    op.drop_table('recovery_code')
    op.drop_table('province_map')
    with op.batch_alter_table('message_attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_attachment_digest'))

    op.drop_table('message_attachment')
    with op.batch_alter_table('evidence_pack', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evidence_pack_period'))

    op.drop_table('evidence_pack')
    op.drop_table('demo_range')
    with op.batch_alter_table('demand_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_demand_file_user_id'))
        batch_op.drop_index('ix_demand_file_expires_at')

    op.drop_table('demand_file')
    op.drop_table('value_bitmap')
    with op.batch_alter_table('snapshot_link', schema=None) as batch_op:
        batch_op.drop_index('ix_snapshot_link_edit')

    op.drop_table('snapshot_link')
    op.drop_table('score_pairs')
    op.drop_table('rating_month')
    op.drop_table('population')
    with op.batch_alter_table('people_bitmap', schema=None) as batch_op:
        batch_op.drop_index('ix_people_bitmap_edit')

    op.drop_table('people_bitmap')
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_index('ix_organisation_words_id')

    op.drop_table('organisation')
    op.drop_table('open_table')
    with op.batch_alter_table('message_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_file_kept_at'))

    op.drop_table('message_file')
    with op.batch_alter_table('enrolment_fact', schema=None) as batch_op:
        batch_op.drop_index('ix_enrolment_fact_last_on')

    op.drop_table('enrolment_fact')
    op.drop_table('demo_load')