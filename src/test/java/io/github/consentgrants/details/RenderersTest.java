package io.github.consentgrants.details;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.KeycloakSession;

class RenderersTest {
    private static final String PAYMENT = """
            [{"type": "payment_initiation", "actions": ["initiate", "status"], "locations": ["https://bank.example/pay"],
              "instructedAmount": {"currency": "EUR", "amount": "123.50"}, "creditorName": "Merchant A",
              "creditorAccount": {"iban": "DE02100100109307118603"}, "debtorAccount": {"iban": "DE40100100103307118608"},
              "remittanceInformationUnstructured": "Ref 4711", "recurring": true}]
            """;

    private final KeycloakSession session = mock(KeycloakSession.class);

    @BeforeEach
    void provideRenderers() {
        Map<String, AuthorizationDetailsRenderer> renderers = Map.of(
                "payment_initiation",
                new PaymentInitiationRendererFactory().create(session),
                "account_information",
                new AccountInformationRendererFactory().create(session));
        when(session.getProvider(any(), any(String.class)))
                .thenAnswer(call -> renderers.get(call.<String>getArgument(1)));
    }

    @Test
    void renderWhenPaymentThenEveryFieldInOrder() {
        assertThat(rows(PAYMENT))
                .containsExactly(
                        "consentGrantPayment.amount=123.50 EUR",
                        "consentGrantPayment.payee=Merchant A",
                        "consentGrantPayment.to=DE02100100109307118603",
                        "consentGrantPayment.from=DE40100100103307118608",
                        "consentGrantPayment.reference=Ref 4711",
                        "consentGrantDetails.actions=consentGrantPayment.initiate",
                        "consentGrantDetails.actions=consentGrantPayment.status",
                        "consentGrantDetails.locations=https://bank.example/pay",
                        "recurring=true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"amount\": \"1\"}",
                "{\"currency\": \"EUR\"}",
                "{\"amount\": \"-1\", \"currency\": \"EUR\"}",
                "{\"amount\": \"1,00\", \"currency\": \"EUR\"}",
                "{\"amount\": \"1e9\", \"currency\": \"EUR\"}",
                "{\"amount\": \"1\", \"currency\": \"eur\"}",
                "{\"amount\": \"1\", \"currency\": \"EUR USD\"}",
                "{\"amount\": [\"1\", \"2\"], \"currency\": \"EUR\"}",
            })
    void renderWhenAmountIsNotOneThenRefused(String amount) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rows("[{\"type\": \"payment_initiation\", \"instructedAmount\": " + amount + "}]"));
    }

    @Test
    void renderWhenAccountInformationThenActionsInWords() {
        assertThat(rows("[{\"type\": \"account_information\", \"actions\": [\"read_balances\", \"fly\"],"
                        + " \"access\": {\"accounts\": [{\"iban\": \"DE1\"}, {\"iban\": \"DE2\"}]}}]"))
                .containsExactly(
                        "consentGrantDetails.actions=consentGrantAccounts.read_balances",
                        "consentGrantDetails.actions=fly",
                        "access.accounts[0].iban=DE1",
                        "access.accounts[1].iban=DE2");
    }

    @Test
    void renderWhenAccountInformationSaysNothingThenRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> rows("[{\"type\": \"account_information\"}]"));
    }

    /** Nothing is left out: neither null, nor what is empty, nor a field with the name of another's path. */
    @Test
    void renderWhenTypeIsUnknownThenEveryFieldAsItIs() {
        assertThat(rows("[{\"type\": \"x\", \"a\": {\"b\": [1, {\"c\": null}], \"d\": {}, \"e\": []}, \"a.b\": \"<b>\","
                        + " \"identifier\": \"4\"}]"))
                .containsExactlyInAnyOrder(
                        "consentGrantDetails.identifier=4", "a.b=1", "a.b[1].c=null", "a.d={}", "a.e=[]", "a.b=<b>");
    }

    @Test
    void renderWhenSeveralThenEach() {
        assertThat(AuthorizationDetailsRendering.render(
                        session, "[{\"type\":\"x\"},{\"type\":\"y\"}]", (key, values) -> key + List.of(values)))
                .extracting(RenderedDetails::title)
                .containsExactly("consentGrantDetails.title[x]", "consentGrantDetails.title[y]");
        assertThat(AuthorizationDetailsRendering.render(session, null, (key, values) -> key))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[{}]", "[null]", "[1]", "[{\"type\": null}]", "[{\"type\":\"x\"}"})
    void renderWhenNotAListOfTypedObjectsThenRefused(String parameter) {
        assertThatIllegalArgumentException().isThrownBy(() -> rows(parameter));
    }

    /** What cannot be shown cannot be approved. */
    @Test
    void renderWhenTooMuchToReadThenRefused() {
        String deep = "{\"a\":".repeat(8) + "1" + "}".repeat(8);
        String wide = IntStream.range(0, 61).mapToObj(i -> "\"f" + i + "\":1").collect(Collectors.joining(","));
        String many = IntStream.range(0, 21).mapToObj(i -> "{\"type\":\"x\"}").collect(Collectors.joining(","));

        assertThatIllegalArgumentException().isThrownBy(() -> rows("[{\"type\":\"x\",\"a\":" + deep + "}]"));
        assertThatIllegalArgumentException().isThrownBy(() -> rows("[{\"type\":\"x\"," + wide + "}]"));
        assertThatIllegalArgumentException().isThrownBy(() -> rows("[" + many + "]"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rows("[{\"type\":\"x\",\"a\":\"" + "b".repeat(501) + "\"}]"));
        assertThatIllegalArgumentException().isThrownBy(() -> rows("[{\"type\":\"x\",\"" + "b".repeat(501) + "\":1}]"));
    }

    @Test
    void checkWhenTypeHasNoRendererThenAsConfigured() {
        String unknown = "[{\"type\": \"x\", \"a\": 1}]";

        AuthorizationDetailsRendering.check(session, unknown, false);
        AuthorizationDetailsRendering.check(session, PAYMENT, true);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthorizationDetailsRendering.check(session, unknown, true));
    }

    private List<String> rows(String parameter) {
        return AuthorizationDetailsRendering.render(session, parameter, (key, values) -> key).stream()
                .flatMap(details -> details.rows().stream())
                .map(row -> row.label() + "=" + row.value())
                .toList();
    }
}
