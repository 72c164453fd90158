package io.github.consentgrants.request;

/**
 * A grant that this HTTP request has derived from a click of the session.
 *
 * @param grantId the grant
 * @param parentId the grant of the click
 * @param reach what the click covers
 */
record DerivedGrant(String grantId, String parentId, String reach) {}
