package io.github.consentgrants.request;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.store.AlreadyDecidedException;
import io.github.consentgrants.store.ConsentGrantStore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Calls the store. A store that is missing or fails is a refusal. {@link AlreadyDecidedException} is let through. */
public final class StoreCall {
    private static final Logger LOG = Logger.getLogger(StoreCall.class);

    private StoreCall() {}

    /** Refuses where the store cannot be used: rolls back, records why, and returns the exception to throw. */
    @FunctionalInterface
    public interface Unusable {
        /**
         * Refuses.
         *
         * @param reason for the events
         * @param cause what the store has thrown; null if there is no store
         */
        RuntimeException refuse(String reason, @Nullable RuntimeException cause);
    }

    /** In the transaction of the session. */
    public static <T> T in(KeycloakSession session, Unusable unusable, Function<ConsentGrantStore, T> work) {
        return orRefuse(unusable, () -> work.apply(store(session)));
    }

    /** In the transaction of the request. */
    static <T> T in(ConsentRequest request, Function<ConsentGrantStore, T> work) {
        return in(request.session(), (reason, cause) -> refuse(request, reason, cause), work);
    }

    /** In a transaction of its own, which commits before this returns. */
    static void alone(ConsentRequest request, Consumer<ConsentGrantStore> work) {
        orRefuse(
                (reason, cause) -> refuse(request, reason, cause),
                () -> KeycloakModelUtils.runJobInTransactionWithResult(
                        request.session().getKeycloakSessionFactory(), own -> {
                            work.accept(store(own));
                            return true;
                        }));
    }

    private static ConsentGrantStore store(KeycloakSession session) {
        @Nullable ConsentGrantStore store = session.getProvider(ConsentGrantStore.class);
        if (store == null) {
            throw new Missing();
        }
        return store;
    }

    private static <T> T orRefuse(Unusable unusable, Supplier<T> call) {
        try {
            return call.get();
        } catch (AlreadyDecidedException e) {
            throw e;
        } catch (Missing e) {
            throw unusable.refuse(ConsentAudit.STORE_MISSING, null);
        } catch (RuntimeException e) {
            throw unusable.refuse(ConsentAudit.STORE_FAILED, e);
        }
    }

    private static RuntimeException refuse(ConsentRequest request, String reason, @Nullable RuntimeException cause) {
        LOG.errorf(
                cause,
                "The consent grant store cannot be used (%s): the request of client '%s' in realm '%s', user '%s', is refused."
                        + " Check the database, the table CG_CONSENT_GRANT and the settings spi-consent-grant-store--*;"
                        + " users can try again at once",
                reason,
                request.client().getClientId(),
                request.realm().getName(),
                request.user().getId());
        return Refusal.UNAVAILABLE.refuse(request, null, reason);
    }

    private static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
