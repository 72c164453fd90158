/**
 * The admin REST API, {@code /admin/realms/{realm}/consent-grants}. This room checks who may do what; the rooms below
 * do it.
 */
@NullMarked
package io.github.consentgrants.rest;

import org.jspecify.annotations.NullMarked;
