package io.github.consentgrants.probe;

import jakarta.ws.rs.HttpMethod;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.services.resources.LoginActionsService;

/** Its trigger runs before ours, and takes its time when a page is opened: meanwhile another request can change the tab. */
public final class SlowTriggerFactory extends TriggerAction {
    private static final Duration TIME = Duration.ofMillis(800);

    public SlowTriggerFactory() {
        super("probe-slow");
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        boolean opened = HttpMethod.GET.equals(context.getHttpRequest().getHttpMethod())
                && context.getUriInfo().getPath().endsWith(LoginActionsService.REQUIRED_ACTION);
        if (opened) {
            LockSupport.parkNanos(TIME.toNanos());
        }
    }
}
