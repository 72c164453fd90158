package io.github.consentgrants.gate;

import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** What a realm does when somebody else uses again what an approval has given: a setting of its required action. */
public final class OnReplay {
    private OnReplay() {}

    /** Says whether the session of the first use ends. Where there is no setting, the second use is refused, and no more. */
    public static boolean endsSession(RealmModel realm) {
        return realm.getRequiredActionProvidersStream()
                .filter(action -> ProviderIds.ACTION.equals(action.getProviderId()))
                .filter(RequiredActionProviderModel::isEnabled)
                .flatMap(action -> Stream.ofNullable(action.getConfig()))
                .anyMatch(OnReplay::endsSession);
    }

    private static boolean endsSession(Map<String, String> config) {
        return Settings.ON_REPLAY.parse(config.get(Settings.ON_REPLAY.name())).value();
    }
}
