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

/** Calls the store; one that is missing or fails is a refusal. {@link AlreadyDecidedException} is let through. */
final class StoreCall {
    private static final Logger LOG = Logger.getLogger(StoreCall.class);

    private StoreCall() {}

    /** In the transaction of the request. */
    static <T> T in(ConsentRequest request, Function<ConsentGrantStore, T> work) {
        return orRefuse(request, () -> work.apply(store(request, request.session())));
    }

    /** In a transaction of its own, which commits before this returns. */
    static void alone(ConsentRequest request, Consumer<ConsentGrantStore> work) {
        orRefuse(
                request,
                () -> KeycloakModelUtils.runJobInTransactionWithResult(
                        request.session().getKeycloakSessionFactory(), own -> {
                            work.accept(store(request, own));
                            return true;
                        }));
    }

    private static ConsentGrantStore store(ConsentRequest request, KeycloakSession session) {
        @Nullable ConsentGrantStore store = session.getProvider(ConsentGrantStore.class);
        if (store == null) {
            LOG.errorf(
                    "No consent grant store is in force, so the request of client '%s' in realm '%s' is refused, as every one"
                            + " of a gated client will be. Check the settings spi-consent-grant-store--*",
                    request.client().getClientId(), request.realm().getName());
            throw new Missing();
        }
        return store;
    }

    private static <T> T orRefuse(ConsentRequest request, Supplier<T> call) {
        try {
            return call.get();
        } catch (AlreadyDecidedException e) {
            throw e;
        } catch (Missing e) {
            throw Refusal.UNAVAILABLE.of(request, null, ConsentAudit.STORE_MISSING);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "The consent grant store failed: the request of client '%s' in realm '%s', user '%s', is refused."
                            + " Check the database and the table CG_CONSENT_GRANT; users can try again at once",
                    request.client().getClientId(),
                    request.realm().getName(),
                    request.user().getId());
            throw Refusal.UNAVAILABLE.of(request, null, ConsentAudit.STORE_FAILED);
        }
    }

    private static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
