"""The app's role keeps logins, factors and sessions; tries, invitations and open sessions are its own tables.

The tables of Django and allauth know no city: a login names its city in its username, and which person of
the city it is stands in `sign_in` (yiwang.people). No name, address or number of a person is kept here: what
is looked up by a secret or an address is looked up by its HMAC.
"""

from django.db import migrations

TABLES = """
CREATE TABLE sign_in_try (
    key bytea PRIMARY KEY, tries integer NOT NULL, last_at timestamptz NOT NULL
);
CREATE INDEX sign_in_try_last_at ON sign_in_try (last_at);
CREATE TABLE invitation (
    token bytea PRIMARY KEY, city text NOT NULL, user_id integer NOT NULL,
    expires_at timestamptz NOT NULL, used_at timestamptz
);
CREATE INDEX invitation_user ON invitation (user_id);
CREATE TABLE open_session (
    id uuid PRIMARY KEY, session_key text NOT NULL UNIQUE, user_id integer NOT NULL, city text NOT NULL,
    began_at timestamptz NOT NULL, seen_at timestamptz NOT NULL, agent text NOT NULL, how text NOT NULL,
    provider text NOT NULL DEFAULT '', subject bytea NOT NULL DEFAULT '', sid bytea NOT NULL DEFAULT '',
    id_token text NOT NULL DEFAULT ''
);
CREATE INDEX open_session_user ON open_session (user_id);
CREATE INDEX open_session_subject ON open_session (city, provider, subject) WHERE provider <> '';
CREATE TABLE identity_link (
    city text NOT NULL, provider text NOT NULL, subject bytea NOT NULL, user_id integer NOT NULL,
    PRIMARY KEY (city, provider, subject)
);
CREATE TABLE logout_token (
    id bytea PRIMARY KEY, until timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_try, invitation, open_session, identity_link, logout_token,
    auth_user, django_session, mfa_authenticator TO yiwang_app;
GRANT USAGE ON SEQUENCE auth_user_id_seq TO yiwang_app;
GRANT SELECT ON django_content_type, auth_permission, auth_group, auth_group_permissions, auth_user_groups,
    auth_user_user_permissions, account_emailaddress, account_emailconfirmation TO yiwang_app;
GRANT DELETE ON auth_user_groups, auth_user_user_permissions, account_emailaddress, account_emailconfirmation
    TO yiwang_app;
"""

DROP = """
DROP TABLE IF EXISTS logout_token, identity_link, open_session, invitation, sign_in_try CASCADE;
REVOKE ALL ON auth_user, django_session, mfa_authenticator, django_content_type, auth_permission, auth_group,
    auth_group_permissions, auth_user_groups, auth_user_user_permissions, account_emailaddress,
    account_emailconfirmation FROM yiwang_app;
"""


class Migration(migrations.Migration):
    """People sign in."""

    dependencies = [
        ("people", "0001_people_are_records_of_their_city"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sessions", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [migrations.RunSQL(TABLES, DROP)]
