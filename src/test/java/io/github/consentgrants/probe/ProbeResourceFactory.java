package io.github.consentgrants.probe;

public final class ProbeResourceFactory extends ResourceFactory {
    public ProbeResourceFactory() {
        super("consent-grants-probe", ProbeResource::new);
    }
}
