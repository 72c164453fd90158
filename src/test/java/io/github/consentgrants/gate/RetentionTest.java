package io.github.consentgrants.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

class RetentionTest {
    @Test
    void actionWhenNamedThenTheOneThatGates() {
        assertThat(ProviderIds.ACTION).isEqualTo("consent-grant");
    }

    @Test
    void ofWhenRealmSaysDaysThenThose() {
        assertThat(Retention.of(realm("30"))).contains(Duration.ofDays(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void ofWhenRealmSaysNothingThenLeftToTheServer(String days) {
        assertThat(Retention.of(realm(days))).isEmpty();
        assertThat(Retention.of(realmWith(action(Map.of())))).isEmpty();
        assertThat(Retention.of(realmWith(action(null)))).isEmpty();
    }

    /** The server's 90 days would delete what a realm with a typing error wanted to keep for years. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "36501", "1.5", "thirty", "99999999999", "3650 "})
    void ofWhenRealmSaysSomethingElseThenNothingIsDeleted(String days) {
        assertThat(Retention.of(realm(days))).contains(Duration.ofDays(Settings.MAX_DAYS));
    }

    @Test
    void ofWhenThereAreSeveralThenTheLongest() {
        assertThat(Retention.of(realmWith(
                        action(Map.of("retention-days", "30")),
                        action(Map.of("retention-days", "400")),
                        action(Map.of()))))
                .contains(Duration.ofDays(400));
    }

    @Test
    void ofWhenRealmHasNoSuchActionThenLeftToTheServer() {
        RealmModel realm = mock(RealmModel.class);
        when(realm.getRequiredActionProvidersStream()).thenReturn(Stream.empty());

        assertThat(Retention.of(realm)).isEmpty();
    }

    private static RealmModel realm(String days) {
        return realmWith(action(Map.of("retention-days", days)));
    }

    private static RequiredActionProviderModel action(Map<String, String> config) {
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        action.setAlias("renamed");
        action.setProviderId(ProviderIds.ACTION);
        action.setConfig(config);
        return action;
    }

    private static RealmModel realmWith(RequiredActionProviderModel... actions) {
        RealmModel realm = mock(RealmModel.class);
        when(realm.getRequiredActionProvidersStream()).thenReturn(Stream.of(actions));
        return realm;
    }
}
