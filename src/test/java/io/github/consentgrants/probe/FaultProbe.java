package io.github.consentgrants.probe;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.ConsumeResult;
import io.github.consentgrants.grant.ConsumeResult.Refused;
import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.store.ConsentGrantStore;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.keycloak.common.util.Time;
import org.keycloak.events.Event;
import org.keycloak.events.EventStoreProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The store at work while something breaks. A consume is committed beside a stored event, as a sign-in's is: the case in
 * which Keycloak would commit asynchronously.
 */
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class FaultProbe {
    private final KeycloakSession session;

    FaultProbe(KeycloakSession session) {
        this.session = session;
    }

    @POST
    @Path("mint")
    public Map<String, String> mint() {
        String page = GrantId.at(Time.currentTimeMillis());
        String realm = session.getContext().getRealm().getId();
        Binding binding = binding(realm, page);
        GrantToken token = Tokens.of(binding);
        KeycloakModelUtils.runJobInTransaction(
                session.getKeycloakSessionFactory(),
                inner -> inner.getProvider(ConsentGrantStore.class).mint(token, binding, Duration.ofMinutes(10)));
        return Map.of("token", token.value(), "page", page);
    }

    /** Consumes, and keeps the transaction open for {@code hold} milliseconds before it commits. */
    @POST
    @Path("consume")
    public Map<String, String> consume(Map<String, String> arguments) {
        String realm = session.getContext().getRealm().getId();
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), inner -> {
            ConsumeResult result = inner.getProvider(ConsentGrantStore.class)
                    .consumePresented(arguments.get("token"), binding(realm, arguments.get("page")));
            inner.getProvider(EventStoreProvider.class).onEvent(event(realm));
            sleep(Long.parseLong(arguments.getOrDefault("hold", "0")));
            return Map.of(
                    "outcome",
                    result instanceof Refused refused ? refused.reason().value() : "granted");
        });
    }

    /** Consumes one grant, waits, and consumes another in the same transaction: two such calls can meet in a deadlock. */
    @POST
    @Path("consume-both")
    public Map<String, String> consumeBoth(Map<String, String> arguments) {
        String realm = session.getContext().getRealm().getId();
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), inner -> {
            ConsentGrantStore store = inner.getProvider(ConsentGrantStore.class);
            ConsumeResult first = store.consumePresented(arguments.get("token"), binding(realm, arguments.get("page")));
            sleep(Long.parseLong(arguments.get("hold")));
            ConsumeResult second =
                    store.consumePresented(arguments.get("secondToken"), binding(realm, arguments.get("secondPage")));
            boolean granted = !(first instanceof Refused) && !(second instanceof Refused);
            return Map.of("outcome", granted ? "granted" : "refused");
        });
    }

    private static Event event(String realm) {
        Event event = new Event();
        event.setId(UUID.randomUUID().toString());
        event.setTime(Time.currentTimeMillis());
        event.setType(EventType.LOGIN);
        event.setRealmId(realm);
        return event;
    }

    private static Binding binding(String realm, String page) {
        return Binding.builder()
                .set(BindingField.REALM, realm)
                .set(BindingField.CLIENT_UUID, "probe")
                .set(BindingField.SUBJECT, "probe")
                .set(BindingField.PAGE, page)
                .build();
    }

    private static void sleep(long milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
