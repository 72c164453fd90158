package io.github.consentgrants.bench.work;

import io.github.consentgrants.testing.resource.ResourceFactory;

/** Serves {@link BenchResource}; only ever in a server that was started for the benchmarks. */
public final class BenchResourceFactory extends ResourceFactory {
    public BenchResourceFactory() {
        super("consent-grants-bench", BenchResource::new);
    }
}
