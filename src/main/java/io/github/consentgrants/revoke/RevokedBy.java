package io.github.consentgrants.revoke;

/** Who took an approval back, or what. The word is kept in the row, and is in the event. */
public enum RevokedBy {
    /** The user, on the page of approvals or through its REST twin. */
    USER("user"),
    /** An administrator, through the admin API of grants. */
    ADMINISTRATOR("administrator"),
    /** Keycloak's own "revoke access", by the user or an administrator: all approvals of one client at once. */
    ACCESS_REVOKED("access_revoked"),
    /** A second use of what the approval had given. */
    REPLAY("replay");

    private final String word;

    RevokedBy(String word) {
        this.word = word;
    }

    /** Returns the word for ledger and event. */
    public String word() {
        return word;
    }
}
