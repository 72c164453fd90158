/** {@code mvn -Pmatrix}: one jar on every Keycloak that can be had, with every Java that is here. */
package io.github.consentgrants.matrix;
