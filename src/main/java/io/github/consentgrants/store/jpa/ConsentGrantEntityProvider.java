package io.github.consentgrants.store.jpa;

import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

final class ConsentGrantEntityProvider implements JpaEntityProvider {
    private static final String CHANGELOG = "META-INF/consent-grants-changelog.xml";

    @Override
    public List<Class<?>> getEntities() {
        return List.of(
                ConsentGrantEntity.class,
                ConsentRecordEntity.class,
                ConsentGrantSweepEntity.class,
                ConsentGrantErasureEntity.class,
                WrittenConsentEntity.class);
    }

    @Override
    public String getChangelogLocation() {
        return CHANGELOG;
    }

    @Override
    public String getFactoryId() {
        return ConsentGrantEntityProviderFactory.PROVIDER_ID;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
