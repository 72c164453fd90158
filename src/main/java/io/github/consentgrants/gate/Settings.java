package io.github.consentgrants.gate;

import io.github.consentgrants.gate.GateSettings.AppliesTo;
import io.github.consentgrants.gate.ScopeChoice.Preset;
import io.github.consentgrants.gate.Setting.Form;
import io.github.consentgrants.gate.Setting.Parsed;
import io.github.consentgrants.gate.Setting.Values;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.Constants;
import org.keycloak.provider.ProviderConfigProperty;

/** The settings of the required action. What holds where nothing is configured at all is {@link GateSettings#STRICTEST}. */
public final class Settings {
    /** How many days decisions can be kept: at most 100 years. */
    public static final int MIN_DAYS = 1;

    public static final int MAX_DAYS = 36_500;

    static final int MIN_SECONDS = 10;
    private static final int MAX_SECONDS = 600;
    private static final int DEFAULT_SECONDS = 120;
    static final String REPLAY_REFUSE = "refuse";
    static final String REPLAY_END_SESSION = "end-session";
    static final String RECORD_FULL = "full";
    static final String RECORD_NONE = "none";
    private static final String PRESET_CHECKED = "checked";
    private static final String PRESET_UNCHECKED = "unchecked";

    static final Setting<AppliesTo> APPLIES_TO = new Setting<>(
            "applies-to",
            new Form(
                    "Applies to",
                    "Which clients need an approval for each authorization request. 'consent-required': clients whose"
                            + " setting 'Consent required' is on. 'all': every client except Keycloak's own, such as the"
                            + " account and admin consoles. Until these settings have been saved, 'all' holds.",
                    ProviderConfigProperty.LIST_TYPE,
                    Stream.of(AppliesTo.values()).map(AppliesTo::value).toList(),
                    AppliesTo.CONSENT_REQUIRED.value()),
            new Values<>(Settings::appliesTo, Optional.empty(), List.of(), "every client but Keycloak's own is gated"));

    static final Setting<Duration> TIME_TO_LIVE = new Setting<>(
            "time-to-live",
            new Form(
                    "Time to live",
                    "How many seconds an approval can be used after the user has authorized it, from " + MIN_SECONDS
                            + " to " + MAX_SECONDS + ". If an approval was not used in time, the user is asked again.",
                    ProviderConfigProperty.STRING_TYPE,
                    List.of(),
                    DEFAULT_SECONDS),
            new Values<>(
                    Settings::timeToLive,
                    Optional.of(Duration.ofSeconds(DEFAULT_SECONDS)),
                    List.of(MIN_SECONDS, MAX_SECONDS),
                    "it is no number from " + MIN_SECONDS + " to " + MAX_SECONDS + ", so approvals are good for "
                            + MIN_SECONDS + " seconds"));

    static final Setting<Optional<Duration>> RETENTION = new Setting<>(
            "retention-days",
            new Form(
                    "Retention",
                    "How many days decisions are kept, from " + MIN_DAYS + " to " + MAX_DAYS
                            + ". Empty: as the server is set up.",
                    ProviderConfigProperty.STRING_TYPE,
                    List.of(),
                    null),
            new Values<>(
                    Settings::retention,
                    Optional.of(Optional.empty()),
                    List.of(MIN_DAYS, MAX_DAYS),
                    "no decision is deleted"));

    static final Setting<Boolean> CLAIM_VALUES = flag(
            "claim-values",
            "Show the user's own data",
            "Whether the page shows the user's own current values beside what each scope releases.",
            false,
            "no values are shown");

    static final Setting<Boolean> KNOWN_DETAILS_ONLY = flag(
            "known-details-only",
            "Known authorization details only",
            "Whether authorization details of a type that has no renderer are refused. If off, they are shown field by"
                    + " field, as they were sent.",
            true,
            "details of an unknown type are refused");

    static final Setting<Set<NonInteractiveGrantType>> ALLOWED_GRANTS = new Setting<>(
            "allowed-grants",
            new Form(
                    "Allowed grants",
                    "Grant types that give tokens without a click on the consent page. All of them are refused for"
                            + " gated clients. Gated clients may use those that are listed here without any approval.",
                    ProviderConfigProperty.MULTIVALUED_LIST_TYPE,
                    Stream.of(NonInteractiveGrantType.values())
                            .map(NonInteractiveGrantType::grantType)
                            .toList(),
                    null),
            new Values<>(
                    Settings::allowedGrants,
                    Optional.of(Set.of()),
                    List.of(),
                    "a grant type that is not known allows nothing"));

    static final Setting<Boolean> DEVICE_PAGE = flag(
            "device-page",
            "Devices on the page",
            "Whether the device flow (RFC 8628) of gated clients runs with the consent page: the user compares the code and"
                    + " authorizes the device. If off, gated clients get no device codes, unless the allowed grants list the"
                    + " device flow. If on, each device needs an approval, whatever the allowed grants list.",
            false,
            "devices of gated clients are refused; where the device flow is allowed, they need an approval");

    static final Setting<Boolean> RECORD = new Setting<>(
            "record",
            new Form(
                    "Record",
                    "What is kept of each decision. 'full': a record of what was shown and decided, for operators and"
                            + " auditors. 'none': only who decided, when, about which client, and hashes.",
                    ProviderConfigProperty.LIST_TYPE,
                    List.of(RECORD_FULL, RECORD_NONE),
                    RECORD_FULL),
            new Values<>(Settings::record, Optional.of(true), List.of(), "records are kept"));

    static final Setting<Boolean> RECORD_BROWSER = flag(
            "record-browser",
            "Record the browser",
            "Whether the record has the IP address and the user agent of the click.",
            false,
            "they are not recorded");

    static final Setting<Boolean> RECORD_CLAIM_VALUES = flag(
            "record-claim-values",
            "Record the user's own data",
            "Whether the record has the user's name and, if the page shows them, the user's own values.",
            false,
            "they are not recorded");

    /** Whether the session of the first use ends. */
    static final Setting<Boolean> ON_REPLAY = new Setting<>(
            "on-replay",
            new Form(
                    "On replay",
                    "What happens when somebody else uses again what an approval has given. 'refuse': the second use is"
                            + " refused. 'end-session': in addition, the session of the first use ends, with its tokens.",
                    ProviderConfigProperty.LIST_TYPE,
                    List.of(REPLAY_REFUSE, REPLAY_END_SESSION),
                    REPLAY_REFUSE),
            new Values<>(Settings::onReplay, Optional.of(false), List.of(), "a replay ends the session"));

    /** Ids of clients. One that there is not concerns nobody, so each text is usable. */
    static final Setting<Set<String>> OPTIONAL_SCOPES = new Setting<>(
            "optional-scopes",
            new Form(
                    "Optional scopes",
                    "Client ids of the clients whose users may leave out single scopes: the page has a check box for each"
                            + " scope that the client asks for and has as an optional client scope, if consent screens"
                            + " show it. Users of all other clients can only take everything or deny.",
                    ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                    List.of(),
                    null),
            new Values<>(Settings::clients, Optional.of(Set.of()), List.of(), "no scope can be left out"));

    static final Setting<Preset> OPTIONAL_SCOPES_PRESET = new Setting<>(
            "optional-scopes-preset",
            new Form(
                    "Optional scopes at first",
                    "How the check boxes of optional scopes are when the page is shown. 'checked': the user takes out"
                            + " what is not to be given. 'unchecked': the user chooses what is to be given.",
                    ProviderConfigProperty.LIST_TYPE,
                    List.of(PRESET_CHECKED, PRESET_UNCHECKED),
                    PRESET_CHECKED),
            new Values<>(Settings::preset, Optional.of(Preset.CHECKED), List.of(), "the boxes are not checked"));

    /** All of them, in the order of the form. */
    public static final List<Setting<?>> ALL = List.of(
            APPLIES_TO,
            TIME_TO_LIVE,
            RETENTION,
            CLAIM_VALUES,
            KNOWN_DETAILS_ONLY,
            ALLOWED_GRANTS,
            DEVICE_PAGE,
            RECORD,
            RECORD_BROWSER,
            RECORD_CLAIM_VALUES,
            ON_REPLAY,
            OPTIONAL_SCOPES,
            OPTIONAL_SCOPES_PRESET);

    private Settings() {}

    /** Returns the values that the admin console proposes for an action that was never configured. */
    public static Map<String, String> presets() {
        return ALL.stream()
                .filter(setting -> setting.form().preset() != null)
                .collect(Collectors.toMap(
                        Setting::name, setting -> String.valueOf(setting.form().preset())));
    }

    private static Setting<Boolean> flag(String name, String label, String help, boolean strict, String consequence) {
        return new Setting<>(
                name,
                new Form(label, help, ProviderConfigProperty.BOOLEAN_TYPE, List.of(), false),
                new Values<>(
                        text -> new Parsed<>(isFlag(text) ? Boolean.parseBoolean(text) : strict, isFlag(text)),
                        Optional.of(false),
                        List.of(),
                        consequence));
    }

    private static boolean isFlag(String text) {
        return "true".equals(text) || "false".equals(text);
    }

    private static Parsed<AppliesTo> appliesTo(String text) {
        return Stream.of(AppliesTo.values())
                .filter(value -> value.value().equals(text))
                .findFirst()
                .map(value -> new Parsed<>(value, true))
                .orElseGet(() -> new Parsed<>(AppliesTo.ALL, false));
    }

    private static Parsed<Boolean> record(String text) {
        return new Parsed<>(!RECORD_NONE.equals(text), RECORD_NONE.equals(text) || RECORD_FULL.equals(text));
    }

    private static Parsed<Boolean> onReplay(String text) {
        return new Parsed<>(!REPLAY_REFUSE.equals(text), REPLAY_REFUSE.equals(text) || REPLAY_END_SESSION.equals(text));
    }

    private static Parsed<Duration> timeToLive(String text) {
        OptionalInt seconds = number(text, MIN_SECONDS, MAX_SECONDS);
        return new Parsed<>(Duration.ofSeconds(seconds.orElse(MIN_SECONDS)), seconds.isPresent());
    }

    private static Parsed<Optional<Duration>> retention(String text) {
        if (text.isBlank()) {
            return new Parsed<>(Optional.empty(), true);
        }
        OptionalInt days = number(text, MIN_DAYS, MAX_DAYS);
        return new Parsed<>(Optional.of(Duration.ofDays(days.orElse(MAX_DAYS))), days.isPresent());
    }

    /** Keycloak keeps several values in one text. A known grant type is allowed, whatever stands beside it. */
    private static Parsed<Set<NonInteractiveGrantType>> allowedGrants(String text) {
        List<String> grantTypes = text.isBlank() ? List.of() : List.of(Constants.CFG_DELIMITER_PATTERN.split(text));
        Set<NonInteractiveGrantType> allowed = EnumSet.noneOf(NonInteractiveGrantType.class);
        grantTypes.forEach(grantType -> NonInteractiveGrantType.of(grantType).ifPresent(allowed::add));
        return new Parsed<>(
                allowed,
                grantTypes.stream()
                        .allMatch(grantType ->
                                NonInteractiveGrantType.of(grantType).isPresent()));
    }

    private static Parsed<Set<String>> clients(String text) {
        return new Parsed<>(
                Stream.of(Constants.CFG_DELIMITER_PATTERN.split(text))
                        .map(String::strip)
                        .filter(id -> !id.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                true);
    }

    private static Parsed<Preset> preset(String text) {
        boolean checked = PRESET_CHECKED.equals(text);
        return new Parsed<>(checked ? Preset.CHECKED : Preset.UNCHECKED, checked || PRESET_UNCHECKED.equals(text));
    }

    private static OptionalInt number(String text, int min, int max) {
        try {
            int number = Integer.parseInt(text);
            return number >= min && number <= max ? OptionalInt.of(number) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
