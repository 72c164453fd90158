/** Several nodes on one database: {@code mvn verify -Pcluster}. */
package io.github.consentgrants.cluster;
