/** Nodes, databases and connections that fail, and a checker over what the clients saw: {@code mvn verify -Pfaults}. */
package io.github.consentgrants.fault;
