package io.github.consentgrants.probe;

import io.github.consentgrants.testing.resource.ResourceFactory;

public final class FaultProbeFactory extends ResourceFactory {
    public FaultProbeFactory() {
        super("consent-grants-fault-probe", FaultProbe::new);
    }
}
