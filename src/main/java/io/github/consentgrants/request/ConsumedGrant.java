package io.github.consentgrants.request;

/**
 * A grant that this very HTTP request has consumed.
 *
 * @param grantId the grant's id
 * @param bindingHash hash of the binding for which it was consumed
 */
public record ConsumedGrant(String grantId, String bindingHash) {}
