package io.github.consentgrants.gate;

import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** What a realm does with the devices of gated clients (RFC 8628): settings of its required action. The strictest comes first. */
public enum DeviceFlow {
    /** They get no codes. */
    REFUSED,
    /** The user is asked on the page, and each code needs an approval of its own. */
    ON_THE_PAGE,
    /** They get tokens without any approval: the allowed grants list the device flow. */
    WITHOUT_APPROVAL;

    /** Returns what holds in {@code realm}: of several actions the strictest. */
    public static DeviceFlow of(RealmModel realm) {
        return ConsentAction.models(realm)
                .filter(RequiredActionProviderModel::isEnabled)
                .map(action -> of(action.getConfig()))
                .min(Comparator.naturalOrder())
                .orElse(REFUSED);
    }

    /** Whoever switches the page on gets the page, also where the grant type is allowed. */
    private static DeviceFlow of(@Nullable Map<String, String> config) {
        if (config == null) {
            return REFUSED;
        }
        Setting.Parsed<Boolean> page = Settings.DEVICE_PAGE.parse(config.get(Settings.DEVICE_PAGE.name()));
        boolean allowed = Settings.ALLOWED_GRANTS
                .parse(config.get(Settings.ALLOWED_GRANTS.name()))
                .value()
                .contains(NonInteractiveGrantType.DEVICE_CODE);
        if (page.value() || (allowed && !page.usable())) {
            return ON_THE_PAGE;
        }
        return allowed ? WITHOUT_APPROVAL : REFUSED;
    }
}
