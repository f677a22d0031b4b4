"""foundation

Revision: 0001
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import lms.db

revision = '0001'
down_revision = None
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table('audit_entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('verb', sa.String(length=80), nullable=False),
    sa.Column('subject', sa.String(length=60), nullable=False),
    sa.Column('subject_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry')),
    sa.UniqueConstraint('digest', name=op.f('uq_audit_entry_digest'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_institution_id'), ['institution_id'], unique=False)
        batch_op.create_index('ix_audit_entry_subject', ['subject', 'subject_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_verb'), ['verb'], unique=False)

    op.create_table('code_entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('list_name', sa.String(length=40), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('title', lms.db.LocalisedType(), nullable=False),
    sa.Column('parent_code', sa.String(length=40), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('attributes', sa.JSON(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_code_entry')),
    sa.UniqueConstraint('list_name', 'code', name=op.f('uq_code_entry_list_name_code'))
    )
    op.create_table('consent_text',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', lms.db.LocalisedType(), nullable=False),
    sa.Column('title', lms.db.LocalisedType(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent_text')),
    sa.UniqueConstraint('purpose', 'version', name=op.f('uq_consent_text_purpose_version'))
    )
    op.create_table('framework',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('title', lms.db.LocalisedType(), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_framework')),
    sa.UniqueConstraint('code', name=op.f('uq_framework_code'))
    )
    op.create_table('job',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('args', sa.JSON(), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=True),
    sa.Column('state', sa.Enum('queued', 'running', 'done', 'dead', name='jobstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('run_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('lease_token', sa.String(length=32), nullable=True),
    sa.Column('lease_until', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('finished_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'running') = (lease_token IS NOT NULL)", name=op.f('ck_job_a_running_job_is_leased')),
    sa.CheckConstraint('attempts >= 0', name=op.f('ck_job_attempts_are_counted')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job')),
    sa.UniqueConstraint('key', name=op.f('uq_job_key'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('ix_job_state_run_at', ['state', 'run_at'], unique=False)

    op.create_table('learning_event',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('xid', sa.BigInteger(), nullable=False),
    sa.Column('occurred_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.SmallInteger(), nullable=False),
    sa.Column('learner_id', sa.BigInteger(), nullable=False),
    sa.Column('enrolment_id', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learning_event'))
    )
    with op.batch_alter_table('learning_event', schema=None) as batch_op:
        batch_op.create_index('ix_learning_event_xid_id', ['xid', 'id'], unique=False)

    op.create_table('log_in_failure',
    sa.Column('path', sa.String(length=64), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('window_ends_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('path', name=op.f('pk_log_in_failure'))
    )
    op.create_table('message',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('address', sa.String(length=320), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('sent_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('key', name=op.f('uq_message_key'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_user_id'), ['user_id'], unique=False)

    op.create_table('people_count',
    sa.Column('measure', sa.SmallInteger(), autoincrement=False, nullable=False),
    sa.Column('institution_id', sa.BigInteger(), nullable=False),
    sa.Column('period', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.CheckConstraint('people >= 0', name=op.f('ck_people_count_nobody_is_less_than_nobody')),
    sa.PrimaryKeyConstraint('measure', 'institution_id', 'period', name=op.f('pk_people_count'))
    )
    op.create_table('person_month',
    sa.Column('person_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('measure', sa.SmallInteger(), nullable=False),
    sa.Column('institution_id', sa.BigInteger(), nullable=False),
    sa.Column('month', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('person_id', 'measure', 'institution_id', 'month', name=op.f('pk_person_month')),
    sqlite_with_rowid=False
    )
    op.create_table('province',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=2), nullable=False),
    sa.Column('name', lms.db.LocalisedType(), nullable=False),
    sa.Column('is_home', sa.Boolean(), nullable=False),
    sa.Column('product_name', lms.db.LocalisedType(), nullable=False),
    sa.Column('programme', lms.db.LocalisedType(), nullable=False),
    sa.Column('headline', lms.db.LocalisedType(), nullable=False),
    sa.Column('introduction', lms.db.LocalisedType(), nullable=False),
    sa.Column('contact_email', sa.String(length=320), nullable=False),
    sa.Column('dpo_contact', lms.db.LocalisedType(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_province')),
    sa.UniqueConstraint('code', name=op.f('uq_province_code'))
    )
    op.create_table('user',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=True),
    sa.Column('email_confirmed_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('state', sa.Enum('active', 'waiting_for_guardian', 'suspended', 'erased', name='userstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('date_of_birth', sa.Date(), nullable=True),
    sa.Column('title_th', sa.String(length=60), nullable=False),
    sa.Column('first_th', sa.String(length=100), nullable=False),
    sa.Column('last_th', sa.String(length=100), nullable=False),
    sa.Column('title_en', sa.String(length=60), nullable=False),
    sa.Column('first_en', sa.String(length=100), nullable=False),
    sa.Column('middle_en', sa.String(length=100), nullable=False),
    sa.Column('last_en', sa.String(length=100), nullable=False),
    sa.Column('sort_key', sa.String(length=700), nullable=False),
    sa.Column('terms_version', sa.Integer(), nullable=True),
    sa.Column('notice_version', sa.Integer(), nullable=True),
    sa.Column('registered_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('erased_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'erased' OR (email IS NULL AND password_hash IS NULL)", name=op.f('ck_user_erased_means_blank')),
    sa.CheckConstraint("state = 'erased' OR first_th <> '' OR first_en <> ''", name=op.f('ck_user_somebody_has_a_name')),
    sa.ForeignKeyConstraint(['registered_by_id'], ['user.id'], name=op.f('fk_user_registered_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user')),
    sa.UniqueConstraint('email', name=op.f('uq_user_email')),
    sa.UniqueConstraint('public_id', name=op.f('uq_user_public_id'))
    )
    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_sort_key'), ['sort_key'], unique=False)

    op.create_table('watermark',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('xid', sa.BigInteger(), nullable=False),
    sa.Column('event_id', sa.BigInteger(), nullable=False),
    sa.Column('updated_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_watermark'))
    )
    op.create_table('district',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=4), nullable=False),
    sa.Column('province_code', sa.String(length=2), nullable=False),
    sa.Column('name', lms.db.LocalisedType(), nullable=False),
    sa.Column('tile_column', sa.Integer(), nullable=True),
    sa.Column('tile_row', sa.Integer(), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['province_code'], ['province.code'], name=op.f('fk_district_province_code_province')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_district')),
    sa.UniqueConstraint('code', name=op.f('uq_district_code'))
    )
    with op.batch_alter_table('district', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_district_province_code'), ['province_code'], unique=False)

    op.create_table('framework_skill',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('framework_code', sa.String(length=40), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('title', lms.db.LocalisedType(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['framework_code'], ['framework.code'], name=op.f('fk_framework_skill_framework_code_framework')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_framework_skill')),
    sa.UniqueConstraint('framework_code', 'code', name=op.f('uq_framework_skill_framework_code_code'))
    )
    op.create_table('guardian',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('relation', sa.String(length=40), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('consented_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_guardian_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guardian')),
    sa.UniqueConstraint('user_id', name=op.f('uq_guardian_user_id'))
    )
    op.create_table('institution',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.Enum('university', 'agency', 'municipality', 'association', 'employer', name='institutionkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', lms.db.LocalisedType(), nullable=False),
    sa.Column('short_name', lms.db.LocalisedType(), nullable=False),
    sa.Column('province_code', sa.String(length=2), nullable=False),
    sa.Column('district_code', sa.String(length=4), nullable=True),
    sa.Column('colour', sa.String(length=7), nullable=False),
    sa.Column('emblem', sa.String(length=64), nullable=True),
    sa.Column('emblem_type', sa.String(length=40), nullable=True),
    sa.Column('juristic_id', sa.String(length=13), nullable=True),
    sa.Column('website', sa.String(length=300), nullable=False),
    sa.Column('about', lms.db.LocalisedType(), nullable=False),
    sa.Column('register_prefix', sa.String(length=20), nullable=False),
    sa.Column('register_pattern', sa.String(length=60), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['province_code'], ['province.code'], name=op.f('fk_institution_province_code_province')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_institution')),
    sa.UniqueConstraint('code', name=op.f('uq_institution_code'))
    )
    with op.batch_alter_table('institution', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_institution_province_code'), ['province_code'], unique=False)

    op.create_table('one_time_token',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('purpose', sa.Enum('sign_up', 'log_in_code', 'proof', 'reset_password', 'change_email', 'guardian', name='tokenpurpose', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('path', sa.String(length=64), nullable=False),
    sa.Column('handle', sa.String(length=64), nullable=True),
    sa.Column('code', sa.String(length=64), nullable=True),
    sa.Column('link', sa.String(length=64), nullable=True),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('expires_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('sent_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('used_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('attempts >= 0 AND attempts <= 5', name=op.f('ck_one_time_token_tries_are_counted')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_one_time_token_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_one_time_token')),
    sa.UniqueConstraint('handle', name=op.f('uq_one_time_token_handle')),
    sa.UniqueConstraint('link', name=op.f('uq_one_time_token_link'))
    )
    with op.batch_alter_table('one_time_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_one_time_token_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_one_time_token_path'), ['path'], unique=False)
        batch_op.create_index(batch_op.f('ix_one_time_token_user_id'), ['user_id'], unique=False)

    op.create_table('profile',
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sex', sa.String(length=40), nullable=True),
    sa.Column('province_code', sa.String(length=2), nullable=True),
    sa.Column('district_code', sa.String(length=4), nullable=True),
    sa.Column('subdistrict_code', sa.String(length=6), nullable=True),
    sa.Column('education', sa.String(length=40), nullable=True),
    sa.Column('employment', sa.String(length=40), nullable=True),
    sa.Column('occupation', sa.String(length=40), nullable=True),
    sa.Column('sector', sa.String(length=40), nullable=True),
    sa.Column('firm_size', sa.String(length=40), nullable=True),
    sa.Column('target_group', sa.String(length=40), nullable=True),
    sa.Column('workplace', sa.String(length=200), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('access_needs', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_profile_user_id_user')),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_profile'))
    )
    op.create_table('sensitive_profile',
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disability', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_sensitive_profile_user_id_user')),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_sensitive_profile'))
    )
    op.create_table('user_session',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('token', sa.String(length=43), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('expires_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('device', sa.String(length=120), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_user_session_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_session')),
    sa.UniqueConstraint('token', name=op.f('uq_user_session_token'))
    )
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_session_user_id'), ['user_id'], unique=False)

    op.create_table('consent',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('text_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('given', sa.Boolean(), nullable=False),
    sa.Column('how', sa.String(length=40), nullable=False),
    sa.Column('guardian_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['guardian_id'], ['guardian.id'], name=op.f('fk_consent_guardian_id_guardian')),
    sa.ForeignKeyConstraint(['text_id'], ['consent_text.id'], name=op.f('fk_consent_text_id_consent_text')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_consent_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_user_id'), ['user_id'], unique=False)

    op.create_table('course',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.Enum('draft', 'published', 'archived', name='coursestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('title', lms.db.LocalisedType(), nullable=False),
    sa.Column('title_words', sa.JSON(), nullable=False),
    sa.Column('summary', lms.db.LocalisedType(), nullable=False),
    sa.Column('outcomes', sa.JSON(), nullable=False),
    sa.Column('level', sa.Enum('basic', 'intermediate', 'advanced', name='level', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('hours', sa.Numeric(precision=6, scale=2), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('mode', sa.Enum('online', 'onsite', 'blended', name='mode', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('pace', sa.Enum('self_paced', 'scheduled', name='pace', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('document', sa.String(length=20), nullable=False),
    sa.Column('cover', sa.String(length=20), nullable=False),
    sa.Column('published_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'published' OR version_id IS NOT NULL", name=op.f('ck_course_published_means_a_version')),
    sa.CheckConstraint('hours > 0', name=op.f('ck_course_a_course_takes_time')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_course_institution_id_institution')),
    sa.ForeignKeyConstraint(['version_id'], ['course_version.id'], name=op.f('fk_course_version_id_course_version'), use_alter=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course')),
    sa.UniqueConstraint('code', name=op.f('uq_course_code'))
    )
    with op.batch_alter_table('course', schema=None) as batch_op:
        batch_op.create_index('ix_course_state_institution_id', ['state', 'institution_id'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('role', sa.Enum('instructor', 'reviewer', 'registrar', 'admin', 'analyst', 'operator', name='role', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('role_ends_on', sa.Date(), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('expires_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('invited_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_invitation_institution_id_institution')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['user.id'], name=op.f('fk_invitation_invited_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('digest', name=op.f('uq_invitation_digest')),
    sa.UniqueConstraint('public_id', name=op.f('uq_invitation_public_id'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_institution_id'), ['institution_id'], unique=False)

    op.create_table('membership',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sa.Enum('instructor', 'reviewer', 'registrar', 'admin', 'analyst', 'operator', name='role', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('ended_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('granted_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['granted_by_id'], ['user.id'], name=op.f('fk_membership_granted_by_id_user')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_membership_institution_id_institution')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_membership_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index('ix_membership_user_id', ['user_id'], unique=False)
        batch_op.create_index('uq_membership_held', ['institution_id', 'user_id', 'role'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('register_counter',
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('be_year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_register_counter_institution_id_institution')),
    sa.PrimaryKeyConstraint('institution_id', 'be_year', name=op.f('pk_register_counter'))
    )
    op.create_table('registration',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_registration_institution_id_institution')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_registration_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration')),
    sa.UniqueConstraint('user_id', name=op.f('uq_registration_user_id'))
    )
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_institution_id'), ['institution_id'], unique=False)

    op.create_table('signatory',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('post', lms.db.LocalisedType(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('signature', sa.Text(), nullable=True),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('valid_from <= valid_to', name=op.f('ck_signatory_a_post_ends_after_it_starts')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_signatory_institution_id_institution')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signatory')),
    sa.UniqueConstraint('public_id', name=op.f('uq_signatory_public_id'))
    )
    with op.batch_alter_table('signatory', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signatory_institution_id'), ['institution_id'], unique=False)

    op.create_table('skill_mapping',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('from_skill_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('to_skill_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['from_skill_id'], ['framework_skill.id'], name=op.f('fk_skill_mapping_from_skill_id_framework_skill')),
    sa.ForeignKeyConstraint(['to_skill_id'], ['framework_skill.id'], name=op.f('fk_skill_mapping_to_skill_id_framework_skill')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skill_mapping')),
    sa.UniqueConstraint('from_skill_id', 'to_skill_id', name=op.f('uq_skill_mapping_from_skill_id_to_skill_id'))
    )
    op.create_table('term',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('label', sa.String(length=40), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('starts_on <= ends_on', name=op.f('ck_term_a_term_ends_after_it_starts')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_term_institution_id_institution')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_term')),
    sa.UniqueConstraint('institution_id', 'label', name=op.f('uq_term_institution_id_label')),
    sa.UniqueConstraint('public_id', name=op.f('uq_term_public_id'))
    )
    op.create_table('accreditation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('body', lms.db.LocalisedType(), nullable=False),
    sa.Column('number', sa.String(length=80), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_accreditation_course_id_course')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accreditation'))
    )
    with op.batch_alter_table('accreditation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_accreditation_course_id'), ['course_id'], unique=False)

    op.create_table('course_facet',
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('facet', sa.String(length=20), nullable=False),
    sa.Column('value', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_facet_course_id_course')),
    sa.PrimaryKeyConstraint('course_id', 'facet', 'value', name=op.f('pk_course_facet'))
    )
    with op.batch_alter_table('course_facet', schema=None) as batch_op:
        batch_op.create_index('ix_course_facet_facet_value', ['facet', 'value'], unique=False)

    op.create_table('course_partner',
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_partner_course_id_course')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_course_partner_institution_id_institution')),
    sa.PrimaryKeyConstraint('course_id', 'institution_id', name=op.f('pk_course_partner'))
    )
    op.create_table('course_run',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('open', 'closed', 'cancelled', name='runstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('way', sa.Enum('self', 'approval', 'code', 'staff', name='enrolmentway', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('mode', sa.Enum('online', 'onsite', 'blended', name='mode', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('pace', sa.Enum('self_paced', 'scheduled', name='pace', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('opens_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('closes_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('seats', sa.Integer(), nullable=True),
    sa.Column('seats_taken', sa.Integer(), nullable=False),
    sa.Column('code_digest', sa.String(length=64), nullable=True),
    sa.Column('district_code', sa.String(length=4), nullable=True),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('rules', sa.JSON(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("way <> 'code' OR code_digest IS NOT NULL", name=op.f('ck_course_run_a_code_way_has_a_code')),
    sa.CheckConstraint('closes_at IS NULL OR opens_at < closes_at', name=op.f('ck_course_run_closes_after_it_opens')),
    sa.CheckConstraint('seats IS NULL OR seats >= 1', name=op.f('ck_course_run_has_seats')),
    sa.CheckConstraint('seats_taken >= 0 AND (seats IS NULL OR seats_taken <= seats)', name=op.f('ck_course_run_never_oversold')),
    sa.CheckConstraint('starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on', name=op.f('ck_course_run_ends_after_it_starts')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_run_course_id_course')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_run')),
    sa.UniqueConstraint('course_id', 'number', name=op.f('uq_course_run_course_id_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_course_run_public_id'))
    )
    op.create_table('course_skill',
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('skill_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_skill_course_id_course')),
    sa.ForeignKeyConstraint(['skill_id'], ['framework_skill.id'], name=op.f('fk_course_skill_skill_id_framework_skill')),
    sa.PrimaryKeyConstraint('course_id', 'skill_id', name=op.f('pk_course_skill'))
    )
    op.create_table('course_version',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('published_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('approved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['approved_by_id'], ['user.id'], name=op.f('fk_course_version_approved_by_id_user')),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_course_version_author_id_user')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_version_course_id_course')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_version')),
    sa.UniqueConstraint('course_id', 'number', name=op.f('uq_course_version_course_id_number'))
    )
    op.create_table('lesson_key',
    sa.Column('key', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_lesson_key_course_id_course')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_lesson_key')),
    sa.UniqueConstraint('course_id', 'slug', name=op.f('uq_lesson_key_course_id_slug')),
    sqlite_autoincrement=True
    )
    op.create_table('media',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('content_type', sa.String(length=100), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_media_course_id_course')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_media')),
    sa.UniqueConstraint('public_id', name=op.f('uq_media_public_id'))
    )
    with op.batch_alter_table('media', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_media_course_id'), ['course_id'], unique=False)

    op.create_table('paper_preview',
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('looks', sa.String(length=64), nullable=False),
    sa.Column('picture', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_paper_preview_course_id_course')),
    sa.PrimaryKeyConstraint('course_id', name=op.f('pk_paper_preview'))
    )
    op.create_table('question',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_question_course_id_course')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('public_id', name=op.f('uq_question_public_id'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_course_id'), ['course_id'], unique=False)

    op.create_table('enrolment',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('run_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('learner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.Enum('pending', 'waiting', 'active', 'completed', 'withdrawn', 'refused', name='enrolmentstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('enrolled_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('queued_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('completed_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('completed_version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('withdrawn_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('snapshot', sa.JSON(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'completed') = (completed_at IS NOT NULL)", name=op.f('ck_enrolment_completion_is_dated')),
    sa.CheckConstraint("(state = 'waiting') = (queued_at IS NOT NULL)", name=op.f('ck_enrolment_waiting_is_dated')),
    sa.ForeignKeyConstraint(['completed_version_id'], ['course_version.id'], name=op.f('fk_enrolment_completed_version_id_course_version')),
    sa.ForeignKeyConstraint(['learner_id'], ['user.id'], name=op.f('fk_enrolment_learner_id_user')),
    sa.ForeignKeyConstraint(['run_id'], ['course_run.id'], name=op.f('fk_enrolment_run_id_course_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment')),
    sa.UniqueConstraint('run_id', 'learner_id', name=op.f('uq_enrolment_run_id_learner_id'))
    )
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enrolment_learner_id'), ['learner_id'], unique=False)
        batch_op.create_index('ix_enrolment_run_id_state', ['run_id', 'state', 'queued_at'], unique=False)

    op.create_table('module',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', lms.db.LocalisedType(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['course_version.id'], name=op.f('fk_module_version_id_course_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_module')),
    sa.UniqueConstraint('version_id', 'position', name=op.f('uq_module_version_id_position'))
    )
    op.create_table('question_version',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('question_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('single', 'multiple', 'true_false', 'short', 'numeric', 'matching', 'ordering', name='questionkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('key', sa.JSON(), nullable=False),
    sa.Column('points', sa.Numeric(precision=5, scale=2), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_version_question_id_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_version')),
    sa.UniqueConstraint('question_id', 'number', name=op.f('uq_question_version_question_id_number'))
    )
    op.create_table('quiz',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lesson_key', sa.Integer(), nullable=False),
    sa.Column('title', lms.db.LocalisedType(), nullable=False),
    sa.Column('role', sa.Enum('pre_test', 'post_test', 'practice', name='quizrole', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('pass_percent', sa.Integer(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('shuffle', sa.Boolean(), nullable=False),
    sa.Column('review', sa.Enum('submitted', 'passed', 'never', name='review', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('attempts IS NULL OR attempts >= 1', name=op.f('ck_quiz_somebody_may_try')),
    sa.CheckConstraint('pass_percent IS NULL OR (pass_percent >= 0 AND pass_percent <= 100)', name=op.f('ck_quiz_the_pass_mark_is_a_percentage')),
    sa.ForeignKeyConstraint(['lesson_key'], ['lesson_key.key'], name=op.f('fk_quiz_lesson_key_lesson_key')),
    sa.ForeignKeyConstraint(['version_id'], ['course_version.id'], name=op.f('fk_quiz_version_id_course_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quiz')),
    sa.UniqueConstraint('version_id', 'lesson_key', name=op.f('uq_quiz_version_id_lesson_key'))
    )
    with op.batch_alter_table('quiz', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quiz_lesson_key'), ['lesson_key'], unique=False)

    op.create_table('run_prerequisite',
    sa.Column('run_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_run_prerequisite_course_id_course')),
    sa.ForeignKeyConstraint(['run_id'], ['course_run.id'], name=op.f('fk_run_prerequisite_run_id_course_run')),
    sa.PrimaryKeyConstraint('run_id', 'course_id', name=op.f('pk_run_prerequisite'))
    )
    op.create_table('survey_response',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('run_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lesson_key', sa.Integer(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['course_run.id'], name=op.f('fk_survey_response_run_id_course_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_response'))
    )
    with op.batch_alter_table('survey_response', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_response_run_id'), ['run_id'], unique=False)

    op.create_table('attempt',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('quiz_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enrolment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lesson_key', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('open', 'submitted', name='attemptstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('started_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('deadline_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('percent', sa.Numeric(precision=5, scale=2), nullable=True),
    sa.Column('passed', sa.Boolean(), nullable=True),
    sa.Column('marks', sa.JSON(), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'submitted') = (percent IS NOT NULL)", name=op.f('ck_attempt_a_submission_is_marked')),
    sa.CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name=op.f('ck_attempt_submission_is_dated')),
    sa.CheckConstraint('percent IS NULL OR (percent >= 0 AND percent <= 100)', name=op.f('ck_attempt_a_result_is_a_percentage')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_attempt_enrolment_id_enrolment')),
    sa.ForeignKeyConstraint(['quiz_id'], ['quiz.id'], name=op.f('fk_attempt_quiz_id_quiz')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt')),
    sa.UniqueConstraint('enrolment_id', 'lesson_key', 'number', name=op.f('uq_attempt_enrolment_id_lesson_key_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_attempt_public_id'))
    )
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_index('ix_attempt_deadline_open', ['deadline_at'], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.create_index(batch_op.f('ix_attempt_quiz_id'), ['quiz_id'], unique=False)
        batch_op.create_index('uq_attempt_open', ['enrolment_id', 'lesson_key'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('certificate',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=24), nullable=False),
    sa.Column('learner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('enrolment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('run_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('course_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('institution_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('design', sa.String(length=40), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('be_year', sa.Integer(), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('register_number', sa.String(length=80), nullable=True),
    sa.Column('state', sa.Enum('valid', 'superseded', 'revoked', name='certificatestate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('issued_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('statement', sa.LargeBinary(), nullable=False),
    sa.Column('statement_digest', sa.String(length=64), nullable=False),
    sa.Column('paper', sa.String(length=64), nullable=True),
    sa.Column('paper_at', lms.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(paper IS NULL) = (paper_at IS NULL)', name=op.f('ck_certificate_paper_is_dated')),
    sa.CheckConstraint('is_sample = (sequence IS NULL)', name=op.f('ck_certificate_a_sample_takes_no_number')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_certificate_course_id_course')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_certificate_enrolment_id_enrolment')),
    sa.ForeignKeyConstraint(['institution_id'], ['institution.id'], name=op.f('fk_certificate_institution_id_institution')),
    sa.ForeignKeyConstraint(['learner_id'], ['user.id'], name=op.f('fk_certificate_learner_id_user')),
    sa.ForeignKeyConstraint(['run_id'], ['course_run.id'], name=op.f('fk_certificate_run_id_course_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('code', name=op.f('uq_certificate_code')),
    sa.UniqueConstraint('institution_id', 'be_year', 'sequence', name=op.f('uq_certificate_institution_id_be_year_sequence'))
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_course_id'), ['course_id'], unique=False)
        batch_op.create_index('ix_certificate_institution_id_issued_at', ['institution_id', 'issued_at'], unique=False)
        batch_op.create_index('ix_certificate_learner_id_issued_at', ['learner_id', 'issued_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_run_id'), ['run_id'], unique=False)
        batch_op.create_index('uq_certificate_once', ['learner_id', 'run_id', 'design', 'revision'], unique=True)

    op.create_table('lesson',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('module_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('article', 'video', 'file', 'quiz', 'survey', name='lessonkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('title', lms.db.LocalisedType(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('settings', sa.JSON(), nullable=False),
    sa.Column('created_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_lesson_minutes_are_counted')),
    sa.ForeignKeyConstraint(['key'], ['lesson_key.key'], name=op.f('fk_lesson_key_lesson_key')),
    sa.ForeignKeyConstraint(['module_id'], ['module.id'], name=op.f('fk_lesson_module_id_module')),
    sa.ForeignKeyConstraint(['version_id'], ['course_version.id'], name=op.f('fk_lesson_version_id_course_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lesson')),
    sa.UniqueConstraint('module_id', 'position', name=op.f('uq_lesson_module_id_position')),
    sa.UniqueConstraint('version_id', 'key', name=op.f('uq_lesson_version_id_key'))
    )
    with op.batch_alter_table('lesson', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lesson_key'), ['key'], unique=False)

    op.create_table('progress',
    sa.Column('enrolment_id', sa.BigInteger(), nullable=False),
    sa.Column('lesson_key', sa.Integer(), nullable=False),
    sa.Column('status', sa.SmallInteger(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('updated_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_progress_enrolment_id_enrolment')),
    sa.PrimaryKeyConstraint('enrolment_id', 'lesson_key', name=op.f('pk_progress')),
    postgresql_with={'fillfactor': 85},
    sqlite_with_rowid=False
    )
    op.create_table('quiz_question',
    sa.Column('quiz_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('question_version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['question_version_id'], ['question_version.id'], name=op.f('fk_quiz_question_question_version_id_question_version')),
    sa.ForeignKeyConstraint(['quiz_id'], ['quiz.id'], name=op.f('fk_quiz_question_quiz_id_quiz')),
    sa.PrimaryKeyConstraint('quiz_id', 'question_version_id', name=op.f('pk_quiz_question'))
    )
    op.create_table('quiz_result',
    sa.Column('enrolment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lesson_key', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('first_percent', sa.Numeric(precision=5, scale=2), nullable=False),
    sa.Column('best_percent', sa.Numeric(precision=5, scale=2), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=False),
    sa.Column('updated_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_quiz_result_enrolment_id_enrolment')),
    sa.PrimaryKeyConstraint('enrolment_id', 'lesson_key', name=op.f('pk_quiz_result'))
    )
    op.create_table('watched_intervals',
    sa.Column('enrolment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lesson_key', sa.Integer(), nullable=False),
    sa.Column('intervals', sa.Text(), nullable=False),
    sa.Column('reported_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_watched_intervals_enrolment_id_enrolment')),
    sa.PrimaryKeyConstraint('enrolment_id', 'lesson_key', name=op.f('pk_watched_intervals'))
    )
    op.create_table('answer',
    sa.Column('attempt_id', sa.BigInteger(), nullable=False),
    sa.Column('question_version_id', sa.BigInteger(), nullable=False),
    sa.Column('part', sa.String(length=10), nullable=False),
    sa.Column('response', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('writer', sa.String(length=16), nullable=False),
    sa.Column('saved_at', lms.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_answer_attempt_id_attempt')),
    sa.PrimaryKeyConstraint('attempt_id', 'question_version_id', 'part', name=op.f('pk_answer')),
    postgresql_with={'fillfactor': 85},
    sqlite_with_rowid=False
    )
    op.create_table('look_ups',
    sa.Column('certificate_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_look_ups_certificate_id_certificate')),
    sa.PrimaryKeyConstraint('certificate_id', 'day', name=op.f('pk_look_ups'))
    )
    # Two tables name each other: SQLite has the key from its create_table, others get it now.
    if op.get_bind().dialect.name != "sqlite":
        op.create_foreign_key(
            "fk_course_version_id_course_version", "course", "course_version", ["version_id"], ["id"]
        )


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("fk_course_version_id_course_version", "course", type_="foreignkey")
    op.drop_table('look_ups')
    op.drop_table('answer')
    op.drop_table('watched_intervals')
    op.drop_table('quiz_result')
    op.drop_table('quiz_question')
    op.drop_table('progress')
    with op.batch_alter_table('lesson', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lesson_key'))

    op.drop_table('lesson')
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index('uq_certificate_once')
        batch_op.drop_index(batch_op.f('ix_certificate_run_id'))
        batch_op.drop_index('ix_certificate_learner_id_issued_at')
        batch_op.drop_index('ix_certificate_institution_id_issued_at')
        batch_op.drop_index(batch_op.f('ix_certificate_course_id'))

    op.drop_table('certificate')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_index('uq_attempt_open', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.drop_index(batch_op.f('ix_attempt_quiz_id'))
        batch_op.drop_index('ix_attempt_deadline_open', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.drop_table('attempt')
    with op.batch_alter_table('survey_response', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_survey_response_run_id'))

    op.drop_table('survey_response')
    op.drop_table('run_prerequisite')
    with op.batch_alter_table('quiz', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quiz_lesson_key'))

    op.drop_table('quiz')
    op.drop_table('question_version')
    op.drop_table('module')
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.drop_index('ix_enrolment_run_id_state')
        batch_op.drop_index(batch_op.f('ix_enrolment_learner_id'))

    op.drop_table('enrolment')
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_course_id'))

    op.drop_table('question')
    op.drop_table('paper_preview')
    with op.batch_alter_table('media', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_media_course_id'))

    op.drop_table('media')
    op.drop_table('lesson_key')
    op.drop_table('course_version')
    op.drop_table('course_skill')
    op.drop_table('course_run')
    op.drop_table('course_partner')
    with op.batch_alter_table('course_facet', schema=None) as batch_op:
        batch_op.drop_index('ix_course_facet_facet_value')

    op.drop_table('course_facet')
    with op.batch_alter_table('accreditation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_accreditation_course_id'))

    op.drop_table('accreditation')
    op.drop_table('term')
    op.drop_table('skill_mapping')
    with op.batch_alter_table('signatory', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signatory_institution_id'))

    op.drop_table('signatory')
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_institution_id'))

    op.drop_table('registration')
    op.drop_table('register_counter')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index('uq_membership_held', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index('ix_membership_user_id')

    op.drop_table('membership')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_institution_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_email'))

    op.drop_table('invitation')
    with op.batch_alter_table('course', schema=None) as batch_op:
        batch_op.drop_index('ix_course_state_institution_id')

    op.drop_table('course')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_user_id'))

    op.drop_table('consent')
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_user_session_user_id'))

    op.drop_table('user_session')
    op.drop_table('sensitive_profile')
    op.drop_table('profile')
    with op.batch_alter_table('one_time_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_one_time_token_user_id'))
        batch_op.drop_index(batch_op.f('ix_one_time_token_path'))
        batch_op.drop_index(batch_op.f('ix_one_time_token_email'))

    op.drop_table('one_time_token')
    with op.batch_alter_table('institution', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_institution_province_code'))

    op.drop_table('institution')
    op.drop_table('guardian')
    op.drop_table('framework_skill')
    with op.batch_alter_table('district', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_district_province_code'))

    op.drop_table('district')
    op.drop_table('watermark')
    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_user_sort_key'))

    op.drop_table('user')
    op.drop_table('province')
    op.drop_table('person_month')
    op.drop_table('people_count')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_user_id'))

    op.drop_table('message')
    op.drop_table('log_in_failure')
    with op.batch_alter_table('learning_event', schema=None) as batch_op:
        batch_op.drop_index('ix_learning_event_xid_id')

    op.drop_table('learning_event')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index('ix_job_state_run_at')

    op.drop_table('job')
    op.drop_table('framework')
    op.drop_table('consent_text')
    op.drop_table('code_entry')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_verb'))
        batch_op.drop_index('ix_audit_entry_subject')
        batch_op.drop_index(batch_op.f('ix_audit_entry_institution_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_by_id'))

    op.drop_table('audit_entry')
