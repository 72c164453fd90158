package io.github.consentgrants.request;

/**
 * That a grant was consumed by this very HTTP request.
 *
 * @param grantId the grant's id
 * @param bindingHash hash of the binding for which it was consumed
 */
public record ConsumedGrant(String grantId, String bindingHash) {}
