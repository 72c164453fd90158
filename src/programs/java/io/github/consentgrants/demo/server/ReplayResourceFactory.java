package io.github.consentgrants.demo.server;

import io.github.consentgrants.testing.resource.ResourceFactory;

/** Serves {@link ReplayResource} under {@code /realms/{realm}/consent-grants-replay}. */
public final class ReplayResourceFactory extends ResourceFactory {
    public ReplayResourceFactory() {
        super("consent-grants-replay", ReplayResource::new);
    }
}
