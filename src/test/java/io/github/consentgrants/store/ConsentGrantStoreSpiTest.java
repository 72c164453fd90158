package io.github.consentgrants.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.provider.Provider;
import org.keycloak.provider.Spi;

class ConsentGrantStoreSpiTest {
    private final Spi spi = new ConsentGrantStoreSpi();

    /** The name stands in operators' configuration: spi-consent-grant-store--jpa--… */
    @Test
    void getNameWhenAskedThenFrozen() {
        assertThat(spi.getName()).isEqualTo("consent-grant-store");
    }

    @Test
    void classesWhenAskedThenStoreAndItsFactory() {
        assertThat(spi.getProviderClass()).isEqualTo(ConsentGrantStore.class);
        assertThat(spi.getProviderFactoryClass()).isEqualTo(ConsentGrantStoreFactory.class);
    }

    @Test
    void isInternalWhenAskedThenOpenToOtherStores() {
        assertThat(spi.isInternal()).isFalse();
        assertThat(spi.isEnabled()).isTrue();
    }

    /** What another store has to implement; everything in it is from the pure core or the JDK. */
    @Test
    void storeWhenListedThenTheContractAndNoMore() {
        assertThat(Stream.of(ConsentGrantStore.class.getDeclaredMethods())
                        .filter(method -> !method.isSynthetic())
                        .filter(method -> Modifier.isAbstract(method.getModifiers()))
                        .map(method -> method.getReturnType().getSimpleName() + " " + method.getName() + " "
                                + Stream.of(method.getParameterTypes())
                                        .map(Class::getSimpleName)
                                        .toList()))
                .containsExactlyInAnyOrder(
                        "void mint [GrantToken, Binding, Duration, ConsentRecord]",
                        "Optional decision [String]",
                        "void deny [Binding, ConsentRecord]",
                        "ConsumeResult consume [GrantToken, Binding]",
                        "void release [String]",
                        "boolean redeem [String]");
        assertThat(ConsentGrantStore.class).isInterface().matches(Provider.class::isAssignableFrom);
    }
}
