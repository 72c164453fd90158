package io.github.consentgrants.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParametersTest {
    private static final Map<String, String> REQUEST = Map.of(
            "response_type", "code",
            "scope", "openid email",
            "redirect_uri", "https://shop.example/cb",
            "state", "s");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,                   -,         query",
                "code,                -,         query",
                "none,                -,         query",
                "token,               -,         fragment",
                "id_token,            -,         fragment",
                "code id_token,       -,         fragment",
                "id_token code,       -,         fragment",
                "code token,          -,         fragment",
                "code id_token token, -,         fragment",
                "code,                jwt,       query.jwt",
                "-,                   jwt,       query.jwt",
                "token,               jwt,       fragment.jwt",
                "code id_token,       jwt,       fragment.jwt",
                "code,                query,     query",
                "code,                fragment,  fragment",
                "code,                form_post, form_post",
                "code,                query.jwt, query.jwt",
                "code id_token,       form_post, form_post",
                "code,                '',        ''",
                "code,                JWT,       JWT",
            })
    void parametersWhenResponseModeIsReadThenTheEffectiveOneIsBound(String type, String mode, String effective) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (type != null) {
            parameters.put("response_type", type);
        }
        if (mode != null) {
            parameters.put("response_mode", mode);
        }

        assertThat(bound(parameters).text(BindingField.RESPONSE_MODE)).isEqualTo(effective);
    }

    @Test
    void parametersWhenDefaultResponseModeIsSpelledOutThenSameRequest() {
        assertThat(boundWith("response_mode", "query")).isEqualTo(bound(REQUEST));
        assertThat(boundWith("response_mode", "fragment").differingFields(bound(REQUEST)))
                .containsExactly(BindingField.RESPONSE_MODE);
    }

    @ParameterizedTest
    @CsvSource({
        "redirect_uri, REDIRECT_URI",
        "code_challenge, CODE_CHALLENGE",
        "code_challenge_method, CODE_CHALLENGE_METHOD",
        "state, STATE",
        "nonce, NONCE",
        "resource, RESOURCE",
        "claims, CLAIMS",
        "authorization_details, AUTHORIZATION_DETAILS",
        "acr_values, ACR_VALUES",
        "max_age, MAX_AGE",
        "dpop_jkt, DPOP_JKT",
    })
    void parametersWhenNameHasAFieldThenBoundThere(String name, BindingField field) {
        Binding binding = boundWith(name, " The Value ");

        assertThat(binding.text(field)).isEqualTo(" The Value ");
        assertThat(binding.differingFields(bound(REQUEST))).containsExactly(field);
        assertThat(RequestParameters.isKnown(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_id", "prompt", "display", "login_hint", "ui_locales", "kc_idp_hint", "kc_action"})
    void parametersWhenNameSaysHowTheUserIsAskedThenNotBound(String name) {
        assertThat(boundWith(name, "value")).isEqualTo(bound(REQUEST));
        assertThat(RequestParameters.isKnown(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dry_run", "", "STATE", "Scope", "scope ", "prompt2", "request", "id_token_hint", "\u00fc"})
    void parametersWhenNameIsUnknownThenBoundUnderIt(String name) {
        Binding binding = boundWith(name, "yes");

        assertThat(binding.differingFields(bound(REQUEST))).containsExactly(BindingField.OTHER);
        assertThat(binding.differingFields(boundWith(name, "no"))).containsExactly(BindingField.OTHER);
        assertThat(binding.differingFields(boundWith(name + "x", "yes"))).containsExactly(BindingField.OTHER);
        assertThat(RequestParameters.isKnown(name)).isFalse();
    }

    /** Known names too: Keycloak's prefixed copy of one is bound beside its field, not instead. */
    @Test
    void bindUnknownWhenCalledThenApartFromNotesOfTheSameName() {
        Binding.Builder builder = Binding.builder();
        RequestParameters.bindUnknown("name", "value", builder);

        assertThat(builder.build())
                .isEqualTo(Binding.builder().other("parameter name", "value").build());
        assertThat(builder.build())
                .isNotEqualTo(Binding.builder().other("name", "value").build());
        assertThat(builder.build())
                .isNotEqualTo(Binding.builder().other("note name", "value").build());
    }

    @Test
    void parametersWhenScopeOrResponseTypeIsReorderedThenSameRequest() {
        Binding binding = bound(Map.of("scope", "openid email", "response_type", "code id_token"));

        assertThat(bound(Map.of("scope", " email  openid email ", "response_type", "id_token code")))
                .isEqualTo(binding);
        assertThat(bound(Map.of("scope", "openid", "response_type", "code id_token"))
                        .differingFields(binding))
                .containsExactly(BindingField.SCOPE);
        assertThat(bound(Map.of("scope", "openid email", "response_type", "id_token"))
                        .differingFields(binding))
                .containsExactly(BindingField.RESPONSE_TYPE);
    }

    @Test
    void parametersWhenInAnotherOrderThenSameRequest() {
        Map<String, String> forth = new LinkedHashMap<>();
        Map<String, String> back = new LinkedHashMap<>();
        List<String> names = List.of("zeta", "state", "alpha", "response_mode", "nonce", "scope", "response_type");
        names.forEach(name -> forth.put(name, "value of " + name));
        names.stream().sorted().forEach(name -> back.put(name, "value of " + name));

        assertThat(List.copyOf(forth.keySet())).isNotEqualTo(List.copyOf(back.keySet()));
        assertThat(bound(forth)).isEqualTo(bound(back));
    }

    @Test
    void parametersWhenNoneThenOnlyTheDefaultResponseModeIsBound() {
        assertThat(bound(Map.of()).differingFields(Binding.builder().build()))
                .containsExactly(BindingField.RESPONSE_MODE);
    }

    @Test
    void wordsWhenSplitThenAtSpacesOnly() {
        assertThat(RequestParameters.words(null)).isEmpty();
        assertThat(RequestParameters.words("")).isEmpty();
        assertThat(RequestParameters.words("  ")).isEmpty();
        assertThat(RequestParameters.words(" a  b\tc\u00a0d ")).containsExactly("a", "b\tc\u00a0d");
    }

    private static Binding bound(Map<String, String> parameters) {
        return Binding.builder().parameters(parameters).build();
    }

    private static Binding boundWith(String name, String value) {
        Map<String, String> parameters = new LinkedHashMap<>(REQUEST);
        parameters.put(name, value);
        return bound(parameters);
    }
}
