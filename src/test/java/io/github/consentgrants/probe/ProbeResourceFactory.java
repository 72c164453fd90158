package io.github.consentgrants.probe;

import io.github.consentgrants.testing.resource.ResourceFactory;

public final class ProbeResourceFactory extends ResourceFactory {
    public ProbeResourceFactory() {
        super("consent-grants-probe", ProbeResource::new);
    }
}
