package io.github.consentgrants.bench.store;

import io.github.consentgrants.testing.PostgresServer;
import java.sql.SQLException;

/** Tables of the benchmarks, filled by the database itself. Rows are about as wide as real ones. */
final class Tables {
    private static final String COLUMNS =
            "(id, secret_hash, binding_hash, field_digests, decision, realm_id, client_uuid,"
                    + " user_id, created_at, expires_at, consumed_at)";
    /** The 48 bits of a UUID of version 7 that hold the time, and the rest from a hash. */
    private static final String ID = "substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-7' || substr(r, 1, 3) || '-8'"
            + " || substr(r, 4, 3) || '-' || substr(r, 7, 12)";

    private static final String TABLE = "cg_consent_grant";

    private final PostgresServer database;

    Tables(PostgresServer database) {
        this.database = database;
    }

    /** Makes an empty table of the store's columns and key. */
    void create(String name) throws SQLException {
        database.execute(
                "DROP TABLE IF EXISTS " + name, "CREATE TABLE " + name + " (LIKE cg_consent_grant INCLUDING ALL)");
    }

    /** Makes an empty table as the seed has it: the random token is the key. */
    void createSeed(String name) throws SQLException {
        database.execute(seed(name));
    }

    static String[] seed(String name) {
        return new String[] {
            "DROP TABLE IF EXISTS " + name,
            "CREATE TABLE " + name + " (token varchar(64) PRIMARY KEY, binding_hash varchar(64) NOT NULL,"
                    + " subject varchar(255) NOT NULL, client_id varchar(255) NOT NULL,"
                    + " expires_at timestamptz NOT NULL, consumed_at timestamptz, inserted_at timestamptz NOT NULL)"
        };
    }

    /**
     * Fills a table with consumed grants, a millisecond apart.
     *
     * @param ageMillis how long ago the youngest was made
     * @param expired whether they were never consumed, and expired at once
     */
    void fill(String name, long rows, long ageMillis, boolean expired) throws SQLException {
        boolean lists = name.equals(TABLE);
        if (lists) {
            // Built at once, an index takes a fraction of the time.
            database.execute(
                    "DROP INDEX " + TABLE + "_user", "DROP INDEX " + TABLE + "_client", "DROP INDEX " + TABLE + "_realm");
        }
        database.execute(insert(name, rows, ageMillis, expired));
        if (lists) {
            database.execute(
                    "CREATE INDEX " + TABLE + "_user ON " + TABLE + " (user_id, id)",
                    "CREATE INDEX " + TABLE + "_client ON " + TABLE + " (client_uuid, id)",
                    "CREATE INDEX " + TABLE + "_realm ON " + TABLE + " (realm_id, id)");
        }
        database.execute("VACUUM ANALYZE " + name);
    }

    /** Makes a copy of a table that lacks the index on a column. */
    void copyWithoutIndex(String from, String to, String column) throws SQLException {
        create(to);
        database.execute(
                "DO $$ DECLARE i text; BEGIN SELECT indexname INTO STRICT i FROM pg_indexes WHERE tablename = '" + to
                        + "' AND indexdef LIKE '%(" + column + ",%' AND indexdef NOT LIKE '%WHERE%'; EXECUTE 'DROP INDEX ' || i; END $$",
                "INSERT INTO " + to + " SELECT * FROM " + from,
                "VACUUM ANALYZE " + to);
    }

    static String insert(String name, long rows, long ageMillis, boolean expired) {
        return "INSERT INTO " + name + " " + COLUMNS + " SELECT " + ID + ", encode(sha256(r::bytea), 'hex'),"
                + " encode(sha256(h::bytea), 'hex'), repeat(substr(r, 1, 8), 25), 'GRANTED', md5('realm')::uuid,"
                + " md5('client')::uuid, md5((n * 7919 % 1000000)::text)::uuid, t, t, "
                + (expired ? "NULL" : "t")
                + " FROM (SELECT n, t, lpad(to_hex(t), 12, '0') h, md5(n::text) r FROM"
                + " (SELECT n, (extract(epoch FROM now()) * 1000)::bigint - " + ageMillis + " - " + rows
                + " + n AS t FROM generate_series(1::bigint, " + rows + ") n) a) b";
    }

    void fillSeed(String name, long rows) throws SQLException {
        database.execute(insertSeed(name, 0, rows), "VACUUM ANALYZE " + name);
    }

    /** @param before how many rows were made this way before */
    static String insertSeed(String name, long before, long rows) {
        return "INSERT INTO " + name + " SELECT translate(encode(sha256(n::text::bytea), 'base64'), '+/=', '-_'),"
                + " encode(sha256(n::text::bytea), 'hex'), md5((n * 7919 % 1000000)::text)::uuid,"
                + " md5('client')::uuid, now(), now(), now() FROM generate_series(" + before + " + 1::bigint, " + before
                + " + " + rows + ") n";
    }
}
