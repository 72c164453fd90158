package io.github.consentgrants.startup;

/**
 * A factory of this extension. The server does not start if another factory stands in its place (GuardInForce): the
 * approval would not hold, or nobody could be asked.
 */
public interface OwnFactory {}
