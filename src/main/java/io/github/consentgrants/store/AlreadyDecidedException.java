package io.github.consentgrants.store;

/** The page was decided before: the user submitted it twice, or two nodes got the same post. The first decision stands. */
public final class AlreadyDecidedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says that the page of the grant {@code grantId} was decided before. */
    public AlreadyDecidedException(String grantId, Throwable cause) {
        super("Consent grant " + grantId + " was decided before", cause);
    }
}
