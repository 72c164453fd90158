/**
 * The admin REST API, {@code /admin/realms/{realm}/consent-grants}. Says who may do what; what is done is done below.
 */
@NullMarked
package io.github.consentgrants.rest;

import org.jspecify.annotations.NullMarked;
