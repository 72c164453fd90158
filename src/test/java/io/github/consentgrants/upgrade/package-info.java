/** Two versions of the jar on one table: {@code mvn verify -Pcluster -Dconsentgrants.previous.jar=…}. */
package io.github.consentgrants.upgrade;
