/** Spring Authorization Server's own JDBC services, for comparison. */
package io.github.consentgrants.bench.spring;
