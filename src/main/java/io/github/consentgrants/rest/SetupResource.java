package io.github.consentgrants.rest;

import io.github.consentgrants.gate.ProviderIds;
import io.github.consentgrants.gate.Settings;
import io.github.consentgrants.setup.Setup;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.idm.ErrorRepresentation;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.userprofile.ValidationException;

/** Sets the realm up, for those who may manage it; a dry run is for those who may view it. */
@Produces(MediaType.APPLICATION_JSON)
public final class SetupResource {
    private static final Logger LOG = Logger.getLogger(SetupResource.class);
    private static final Set<String> TRUE_OR_FALSE = Set.of("true", "false");

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    SetupResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
    }

    /**
     * Completes the set-up: the required action, enabled, with the given settings, and the authenticator after the steps of
     * the flow for browsers. What is in order stays as it is.
     *
     * @param body see {@link SetupRequest}
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Setup.Result complete(@Nullable String body) {
        auth.realm().requireViewRealm();
        SetupRequest request = Inputs.orBadRequest(() -> SetupRequest.of(body == null ? "" : body));
        requireManage(request.dryRun());
        requireValid(request.settings());
        return inTransaction(setup -> setup.complete(request.settings(), Settings.presets(), request.dryRun()));
    }

    /** Puts the flow back that was bound for browsers before the set-up. */
    @DELETE
    public Setup.Result undo(@QueryParam("dryRun") @Nullable String dryRun) {
        auth.realm().requireViewRealm();
        if (dryRun != null && !TRUE_OR_FALSE.contains(dryRun)) {
            throw ErrorResponse.error("The parameter dryRun needs true or false", Response.Status.BAD_REQUEST);
        }
        boolean isDry = Boolean.parseBoolean(dryRun);
        requireManage(isDry);
        return inTransaction(setup -> setup.undo(isDry));
    }

    private void requireManage(boolean dryRun) {
        if (!dryRun) {
            auth.realm().requireManageRealm();
        }
    }

    /** As the admin console saves them: the same check, and the same error with the field and its message. */
    private void requireValid(Map<String, String> settings) {
        RequiredActionConfigModel config = new RequiredActionConfigModel();
        Map<String, String> given = new HashMap<>(settings);
        given.values().removeIf(String::isEmpty); // takes a setting out
        config.setConfig(given);
        RequiredActionFactory factory = (RequiredActionFactory) session.getKeycloakSessionFactory()
                .getProviderFactory(RequiredActionProvider.class, ProviderIds.ACTION);
        try {
            factory.validateConfig(session, realm, config);
        } catch (ValidationException e) {
            throw ErrorResponse.errors(
                    e.getErrors().stream()
                            .map(error -> new ErrorRepresentation(
                                    error.getAttribute(), error.getMessage(), error.getMessageParameters()))
                            .toList(),
                    Response.Status.BAD_REQUEST);
        }
    }

    /** A transaction of its own, so that the answer says what became of it. Keycloak commits that of the request after the answer is made. */
    private Setup.Result inTransaction(Function<Setup, Setup.Result> work) {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(
                    session.getKeycloakSessionFactory(),
                    session.getContext(),
                    own -> work.apply(new Setup(own, own.realms().getRealm(realm.getId()), adminEvent.clone(own))),
                    "Set-up of consent grants");
        } catch (IllegalStateException e) {
            throw ErrorResponse.error(String.valueOf(e.getMessage()), Response.Status.CONFLICT);
        } catch (ModelException e) {
            LOG.warnf(e, "The set-up of realm '%s' was rolled back", realm.getName());
            throw ErrorResponse.error(
                    "Nothing was changed: somebody else was changing the realm at the same time. Repeat this",
                    Response.Status.CONFLICT);
        }
    }
}
