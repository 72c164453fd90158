package io.github.consentgrants.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.consentgrants.store.ConsentGrantStoreFactory;
import jakarta.persistence.Column;
import jakarta.persistence.Table;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
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
    void entitiesWhenAskedThenTheGrantAlone() {
        assertThat(provider.getEntities()).containsExactly(ConsentGrantEntity.class);
    }

    @Test
    void columnsWhenMappedThenTheyAreThoseOfTheChangelog() throws Exception {
        Map<String, String> created = new HashMap<>();
        try (InputStream in = getClass().getClassLoader().getResourceAsStream(provider.getChangelogLocation())) {
            Document changelog =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            Element table =
                    (Element) changelog.getElementsByTagName("createTable").item(0);
            assertThat(table.getAttribute("tableName"))
                    .isEqualTo(
                            ConsentGrantEntity.class.getAnnotation(Table.class).name());
            NodeList columns = table.getElementsByTagName("column");
            for (int i = 0; i < columns.getLength(); i++) {
                Element column = (Element) columns.item(i);
                boolean required = column.getElementsByTagName("constraints").getLength() > 0;
                created.put(column.getAttribute("name"), column.getAttribute("type") + (required ? " not null" : ""));
            }
        }

        Map<String, String> mapped = new HashMap<>();
        Stream.of(ConsentGrantEntity.class.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(Column.class))
                .forEach(field -> mapped.put(field.getAnnotation(Column.class).name(), type(field)));

        assertThat(mapped).hasSizeGreaterThan(8).isEqualTo(created);
    }

    private static String type(Field field) {
        Column column = field.getAnnotation(Column.class);
        String type = field.getType() == String.class ? "VARCHAR(" + column.length() + ")" : "BIGINT";
        return type + (column.nullable() ? "" : " not null");
    }

    /** Only the times of the consume and of the redemption are ever written to a row that exists. */
    @Test
    void columnsWhenMappedThenOnlyConsumedAtAndRedeemedAtCanBeUpdated() {
        assertThat(Stream.of(ConsentGrantEntity.class.getDeclaredFields())
                        .filter(field -> field.isAnnotationPresent(Column.class))
                        .filter(field -> field.getAnnotation(Column.class).updatable())
                        .map(Field::getName))
                .containsExactly("consumedAt", "redeemedAt");
    }
}
