package io.github.consentgrants.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.consentgrants.request.Gate;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.RequiredActionProviderModel;

class RetentionTest {
    @Test
    void actionWhenNamedThenTheOneThatGates() {
        assertThat(Retention.ACTION_ID).isEqualTo(Gate.ACTION_ID);
    }

    @Test
    void ofWhenRealmSaysDaysThenThose() {
        assertThat(Retention.of(realm("30"))).contains(Duration.ofDays(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "0", "-1", "36501", "1.5", "thirty", "99999999999"})
    void ofWhenRealmSaysSomethingElseThenLeftToTheServer(String days) {
        assertThat(Retention.of(realm(days))).isEmpty();
    }

    @Test
    void ofWhenRealmHasNoSuchActionThenLeftToTheServer() {
        RealmModel realm = mock(RealmModel.class);
        when(realm.getRequiredActionProvidersStream()).thenReturn(Stream.empty());

        assertThat(Retention.of(realm)).isEmpty();
    }

    private static RealmModel realm(String days) {
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        action.setAlias("renamed");
        action.setProviderId(Gate.ACTION_ID);
        RequiredActionConfigModel config = new RequiredActionConfigModel();
        config.setConfig(Map.of(Retention.DAYS, days));
        RealmModel realm = mock(RealmModel.class);
        when(realm.getRequiredActionProvidersStream()).thenReturn(Stream.of(action));
        when(realm.getRequiredActionConfigByAlias("renamed")).thenReturn(config);
        return realm;
    }
}
