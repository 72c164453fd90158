package io.github.consentgrants.testing;

import io.github.consentgrants.testing.TestRealm.Option;

/** The two ways to set a realm up: with the authenticator in its flow, or with the required action alone. */
public enum SetUp {
    AUTHENTICATOR,
    ACTION_ALONE;

    public TestRealm createRealm() {
        KeycloakServer server = KeycloakServer.shared(Database.POSTGRESQL);
        return this == AUTHENTICATOR
                ? TestRealm.create(server)
                : TestRealm.create(server, Option.WITHOUT_AUTHENTICATOR);
    }
}
