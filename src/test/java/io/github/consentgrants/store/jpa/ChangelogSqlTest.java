package io.github.consentgrants.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.DatabaseConnection;
import liquibase.database.DatabaseFactory;
import liquibase.database.OfflineConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The SQL that Keycloak's Liquibase makes of the change sets on each database that Keycloak supports, generated without the
 * database and kept under {@code docs/sql} for review. After a change: {@code mvn test -Dtest=ChangelogSqlTest -Dsql.write}.
 */
class ChangelogSqlTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "postgresql, 18.0",
        "mariadb, 11.4",
        "mysql, 8.4",
        "mssql, 16.0",
        "oracle, 23.0",
        "h2, 2.4",
    })
    void changelogWhenTurnedIntoSqlThenThatOfTheReviewedFile(String product, String version) throws Exception {
        String sql = sql(product, version);
        Path reviewed = Path.of("docs", "sql", product + ".sql");
        if (System.getProperty("sql.write") != null) {
            Files.createDirectories(reviewed.getParent());
            Files.writeString(reviewed, sql);
        }

        assertThat(sql)
                .contains("CG_CONSENT_GRANT", "CG_SWEEP", "CG_ERASURE", "CG_WRITTEN_CONSENT")
                .isEqualTo(Files.readString(reviewed));
    }

    @SuppressWarnings("deprecation") // what took its place writes to a file or to a global scope
    private String sql(String product, String version) throws Exception {
        String url = "offline:" + product + "?version=" + version + "&outputLiquibaseSql=none&changeLogFile="
                + directory.resolve("history.csv");
        ClassLoaderResourceAccessor resources = new ClassLoaderResourceAccessor();
        DatabaseConnection connection = new OfflineConnection(url, resources);
        StringWriter out = new StringWriter();
        try (Liquibase liquibase = new Liquibase(
                new ConsentGrantEntityProvider().getChangelogLocation(),
                resources,
                DatabaseFactory.getInstance().findCorrectDatabaseImplementation(connection))) {
            liquibase.update(new Contexts(), new LabelExpression(), out);
        }
        return out.toString()
                .lines()
                .filter(line ->
                        !line.isBlank() && !line.startsWith("-- ") && !line.startsWith("USE ") && !line.equals("GO"))
                .collect(Collectors.joining("\n", "-- " + product + " " + version + "\n", "\n"));
    }
}
