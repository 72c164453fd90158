package io.github.consentgrants.startup;

/**
 * A factory of this extension. Without one of them the approval does not hold, or nobody can be asked; so the server does not start
 * if another stands in its place (GuardInForce).
 */
public interface OwnFactory {}
