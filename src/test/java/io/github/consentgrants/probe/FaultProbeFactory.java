package io.github.consentgrants.probe;

public final class FaultProbeFactory extends ResourceFactory {
    public FaultProbeFactory() {
        super("consent-grants-fault-probe", FaultProbe::new);
    }
}
