package io.github.consentgrants.probe;

import io.github.consentgrants.testing.resource.ResourceFactory;

public final class TabResourceFactory extends ResourceFactory {
    public TabResourceFactory() {
        super("consent-grants-probe-tab", TabResource::new);
    }
}
