package io.github.consentgrants.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.store.ConsentGrantStoreFactory;
import jakarta.persistence.Column;
import jakarta.persistence.Table;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The names that a database and a configuration keep for ever, and that mapping and changelog agree. */
class ConsentGrantEntityTest {
    private final JpaEntityProvider provider = new ConsentGrantEntityProviderFactory().create(null);

    @Test
    void idsWhenAskedThenFrozen() {
        ConsentGrantStoreFactory factory = new JpaConsentGrantStoreFactory();

        assertThat(new ConsentGrantEntityProviderFactory().getId()).isEqualTo("consent-grants");
        assertThat(provider.getFactoryId()).isEqualTo("consent-grants");
        assertThat(factory.getId()).isEqualTo("jpa");
        assertThat(factory.dependsOn()).containsExactly(JpaConnectionProvider.class);
    }

    @Test
    void entitiesWhenAskedThenTheseOnly() {
        assertThat(provider.getEntities())
                .containsExactly(
                        ConsentGrantEntity.class,
                        ConsentRecordEntity.class,
                        ConsentGrantSweepEntity.class,
                        ConsentGrantErasureEntity.class,
                        WrittenConsentEntity.class);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ConsentGrantEntity.class,
                ConsentRecordEntity.class,
                ConsentGrantSweepEntity.class,
                ConsentGrantErasureEntity.class,
                WrittenConsentEntity.class
            })
    void columnsWhenMappedThenTheyAreThoseOfTheChangelog(Class<?> entity) throws Exception {
        Map<String, String> mapped = new HashMap<>();
        Stream.of(entity.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(Column.class))
                .forEach(field -> mapped.put(field.getAnnotation(Column.class).name(), type(field)));

        assertThat(mapped)
                .isNotEmpty()
                .isEqualTo(created(entity.getAnnotation(Table.class).name()));
    }

    private Map<String, String> created(String table) throws Exception {
        Map<String, String> created = new HashMap<>();
        try (InputStream in = getClass().getClassLoader().getResourceAsStream(provider.getChangelogLocation())) {
            Document changelog =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            Stream.of("createTable", "addColumn")
                    .flatMap(kind -> elements(changelog.getElementsByTagName(kind)))
                    .filter(change -> change.getAttribute("tableName").equals(table))
                    .flatMap(change -> elements(change.getElementsByTagName("column")))
                    .forEach(column -> {
                        boolean required =
                                column.getElementsByTagName("constraints").getLength() > 0;
                        created.put(
                                column.getAttribute("name"),
                                column.getAttribute("type") + (required ? " not null" : ""));
                    });
        }
        return created;
    }

    private static Stream<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).map(Element.class::cast);
    }

    private static String type(Field field) {
        Column column = field.getAnnotation(Column.class);
        String type = !column.columnDefinition().isEmpty()
                ? column.columnDefinition()
                : field.getType() == String.class ? "VARCHAR(" + column.length() + ")" : "BIGINT";
        return type + (column.nullable() ? "" : " not null");
    }

    /** The store never changes a row through the entity; where somebody does, only what happens to a grant can be written. */
    @Test
    void columnsWhenMappedThenOnlyWhatHappensToAGrantCanBeUpdated() {
        assertThat(Stream.of(ConsentGrantEntity.class.getDeclaredFields())
                        .filter(field -> field.isAnnotationPresent(Column.class))
                        .filter(field -> field.getAnnotation(Column.class).updatable())
                        .map(Field::getName))
                .containsExactly("consumedAt", "redeemedAt", "revokedAt", "revokedWhy");
    }
}
