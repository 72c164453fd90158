package io.github.consentgrants.probe;

import io.github.consentgrants.grant.Binding;
import io.github.consentgrants.grant.BindingField;
import io.github.consentgrants.grant.ConsentRecord;
import io.github.consentgrants.grant.ConsumeResult;
import io.github.consentgrants.grant.ConsumeResult.Refused;
import io.github.consentgrants.grant.GrantId;
import io.github.consentgrants.grant.GrantToken;
import io.github.consentgrants.store.AlreadyDecidedException;
import io.github.consentgrants.store.ConsentGrantStore;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.par.endpoints.ParEndpoint;

/** The store, called in real transactions, and the server's clock. */
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class ProbeResource {
    private static final Set<String> NO_FIELDS = Set.of("token", "ttl", "content", "personal");

    private final KeycloakSession session;
    private final KeycloakSessionFactory factory;

    ProbeResource(KeycloakSession session) {
        this.session = session;
        factory = session.getKeycloakSessionFactory();
    }

    @POST
    @Path("clock")
    public Map<String, Integer> clock(Map<String, Integer> arguments) {
        Time.setOffset(arguments.get("offset"));
        return arguments;
    }

    @Path("users")
    public UserProbe users() {
        return new UserProbe(session);
    }

    @Path("races")
    public RaceProbe races() {
        return new RaceProbe(factory);
    }

    @Path("derivation")
    public DerivationProbe derivation() {
        return new DerivationProbe(factory);
    }

    @Path("store")
    public StoreProbe store() {
        return new StoreProbe(session);
    }

    @Path("ledger")
    public LedgerProbe ledger() {
        return new LedgerProbe(session);
    }

    @POST
    @Path("mint")
    public Map<String, String> mint(Map<String, String> arguments) {
        Map<String, String> page = new TreeMap<>(arguments);
        page.putIfAbsent("PAGE", GrantId.at(Time.currentTimeMillis()));
        try {
            String token = inTransaction(store -> mint(store, page));
            return Map.of("token", token, "page", page.get("PAGE"));
        } catch (AlreadyDecidedException e) {
            return Map.of("error", "already_decided");
        }
    }

    @POST
    @Path("deny")
    public Map<String, String> deny(Map<String, String> arguments) {
        try {
            inTransaction(store -> {
                store.deny(binding(arguments), record(arguments));
                return "";
            });
            return Map.of();
        } catch (AlreadyDecidedException e) {
            return Map.of("error", "already_decided");
        }
    }

    @POST
    @Path("page")
    public Map<String, String> page(Map<String, String> arguments) {
        return Map.of("page", GrantId.at(Time.currentTimeMillis()));
    }

    @POST
    @Path("decision")
    public Map<String, String> decision(Map<String, String> arguments) {
        return inTransaction(store -> store.decision(arguments.get("page")))
                .map(decision -> Map.of("decision", decision.name()))
                .orElse(Map.of());
    }

    @POST
    @Path("consume")
    public Map<String, String> consume(Map<String, String> arguments) {
        return inTransaction(store -> describe(store.consumePresented(arguments.get("token"), binding(arguments))));
    }

    /** Collects what nobody needs, and says how much is left. */
    @POST
    @Path("held")
    public Map<String, Long> held(Map<String, String> arguments) {
        System.gc();
        return Map.of(
                "bytes",
                Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }

    /** Empties the node's memory of user and client sessions, which it then loads from the database, as one that was full does. */
    @POST
    @Path("forget-sessions")
    public Map<String, String> forgetSessions(Map<String, String> arguments) {
        SessionMemory.forget(session);
        return Map.of();
    }

    /** Takes a pushed request away, as its expiry does. */
    @POST
    @Path("expire-pushed")
    public Map<String, Boolean> expirePushed(Map<String, String> arguments) {
        String id = arguments.get("request_uri").substring(ParEndpoint.REQUEST_URI_PREFIX_LENGTH);
        return Map.of("was", session.singleUseObjects().remove(ParEndpoint.CACHE_KEY_PREFIX + id) != null);
    }

    /** Makes a second code that carries what {@code code} carries, with another nonce if one is given. */
    @POST
    @Path("copy-code")
    public Map<String, String> copyCode(Map<String, String> arguments) {
        String[] parts = arguments.get("code").split("\\.", 2);
        String id = UUID.randomUUID().toString();
        KeycloakModelUtils.runJobInTransaction(factory, session -> {
            Map<String, String> code = new HashMap<>(session.singleUseObjects().get("code:" + parts[0]));
            code.put("id", id);
            code.put("nonce", arguments.getOrDefault("nonce", code.get("nonce")));
            session.singleUseObjects().put("code:" + id, 60, code);
        });
        return Map.of("code", id + "." + parts[1]);
    }

    /** Returns what Keycloak keeps under {@code key} for one use; writes it anew if notes are given. */
    @POST
    @Path("single-use")
    public Map<String, String> singleUse(Map<String, String> arguments) {
        Map<String, String> notes = new HashMap<>(arguments);
        String key = notes.remove("key");
        if (!notes.isEmpty()) {
            KeycloakModelUtils.runJobInTransaction(
                    factory, session -> session.singleUseObjects().put(key, 60, notes));
        }
        Map<String, String> kept = session.singleUseObjects().get(key);
        return kept == null ? Map.of() : kept;
    }

    @POST
    @Path("redeem")
    public Map<String, Boolean> redeem(Map<String, String> arguments) {
        return Map.of("redeemed", inTransaction(store -> store.redeem(arguments.get("id"))));
    }

    private <T> T inTransaction(Function<ConsentGrantStore, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory, session -> work.apply(session.getProvider(ConsentGrantStore.class)));
    }

    static String mint(ConsentGrantStore store, Map<String, String> arguments) {
        int ttl = Integer.parseInt(arguments.getOrDefault("ttl", "120"));
        Binding binding = binding(arguments);
        GrantToken token = Tokens.of(binding);
        store.mint(token, binding, Duration.ofSeconds(ttl), record(arguments));
        return token.value();
    }

    static Binding binding(Map<String, String> arguments) {
        Binding.Builder builder = Binding.builder()
                .set(BindingField.REALM, "probe")
                .set(BindingField.CLIENT_UUID, "probe")
                .set(BindingField.SUBJECT, "probe");
        arguments.forEach((name, value) -> {
            if (!NO_FIELDS.contains(name)) {
                builder.set(BindingField.valueOf(name), value);
            }
        });
        return builder.build();
    }

    private static ConsentRecord record(Map<String, String> arguments) {
        String content = arguments.get("content");
        return content == null ? null : new ConsentRecord(content, arguments.get("personal"));
    }

    static Map<String, String> describe(ConsumeResult result) {
        return result instanceof Refused refused
                ? Map.of(
                        "outcome",
                        refused.reason().value(),
                        "differing",
                        refused.differing().toString())
                : Map.of("outcome", "granted");
    }
}
