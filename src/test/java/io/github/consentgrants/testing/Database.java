package io.github.consentgrants.testing;

/** The databases that the fixture can start Keycloak with. */
public enum Database {
    POSTGRESQL("postgres"),
    H2("dev-file");

    private final String option;

    Database(String option) {
        this.option = option;
    }

    String option() {
        return option;
    }
}
