package io.github.consentgrants.grant;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says how each parameter of an authorization request is bound: most have a {@link BindingField}, some change nothing that
 * is granted and are left out, and every other one is bound under its name.
 *
 * <p>{@code response_type} and {@code scope} are space-separated sets; a {@code response_mode} that is absent, or {@code jwt},
 * is replaced by the one it stands for (OAuth Multiple Response Types 2.1, JARM 2.3), so that the default and its spelled-out
 * form are one request.
 */
public final class RequestParameters {
    private static final Map<String, BindingField> FIELDS = Map.ofEntries(
            Map.entry("redirect_uri", BindingField.REDIRECT_URI),
            Map.entry("code_challenge", BindingField.CODE_CHALLENGE),
            Map.entry("code_challenge_method", BindingField.CODE_CHALLENGE_METHOD),
            Map.entry("state", BindingField.STATE),
            Map.entry("nonce", BindingField.NONCE),
            Map.entry("resource", BindingField.RESOURCE),
            Map.entry("claims", BindingField.CLAIMS),
            Map.entry("authorization_details", BindingField.AUTHORIZATION_DETAILS),
            Map.entry("acr_values", BindingField.ACR_VALUES),
            Map.entry("max_age", BindingField.MAX_AGE),
            Map.entry("dpop_jkt", BindingField.DPOP_JKT));

    private static final Set<String> RESPONSE_AND_SCOPE = Set.of("response_type", "response_mode", "scope");

    /** These say how the user is asked, not what is granted. {@code client_id} is bound from the client itself. */
    private static final Set<String> UNBOUND =
            Set.of("client_id", "prompt", "display", "login_hint", "ui_locales", "kc_idp_hint", "kc_action");

    private RequestParameters() {}

    static void bind(Map<String, String> parameters, Binding.Builder builder) {
        @Nullable String responseType = parameters.get("response_type");
        builder.set(BindingField.RESPONSE_TYPE, words(responseType));
        builder.set(BindingField.RESPONSE_MODE, effectiveResponseMode(responseType, parameters.get("response_mode")));
        builder.set(BindingField.SCOPE, words(parameters.get("scope")));
        parameters.forEach((name, value) -> bind(name, value, builder));
    }

    private static void bind(String name, String value, Binding.Builder builder) {
        BindingField field = FIELDS.get(name);
        if (field != null) {
            builder.set(field, value);
        } else if (!isKnown(name)) {
            bindUnknown(name, value, builder);
        }
    }

    /** Says whether the parameter {@code name} has a field, or is left out on purpose. */
    public static boolean isKnown(String name) {
        return FIELDS.containsKey(name) || RESPONSE_AND_SCOPE.contains(name) || UNBOUND.contains(name);
    }

    /** Binds a parameter without a field under its name, with a prefix that tells it from a note of the same name. */
    public static void bindUnknown(String name, String value, Binding.Builder builder) {
        bindUnknown(name, value, builder, false);
    }

    /**
     * The same.
     *
     * @param ofOneRequest whether the parameter is of this request alone, and so no part of {@link Binding#reach}
     */
    public static void bindUnknown(String name, String value, Binding.Builder builder, boolean ofOneRequest) {
        if (ofOneRequest) {
            builder.otherOfOneRequest("parameter " + name, value);
        } else {
            builder.other("parameter " + name, value);
        }
    }

    /** Splits a space-separated list (RFC 6749 3.3); null is the empty list. */
    static List<String> words(@Nullable String value) {
        return value == null
                ? List.of()
                : Stream.of(value.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private static String effectiveResponseMode(@Nullable String responseType, @Nullable String responseMode) {
        List<String> types = words(responseType);
        boolean fragment = types.contains("token") || types.contains("id_token");
        String defaultMode = fragment ? "fragment" : "query";
        if (responseMode == null) {
            return defaultMode;
        }
        return responseMode.equals("jwt") ? defaultMode + ".jwt" : responseMode;
    }
}
