package io.github.consentgrants.probe;

public final class TabResourceFactory extends ResourceFactory {
    public TabResourceFactory() {
        super("consent-grants-probe-tab", TabResource::new);
    }
}
