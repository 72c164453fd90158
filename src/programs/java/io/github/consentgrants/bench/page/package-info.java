/** What the page costs: {@code mvn -Pbench -Dbench.only=page}. */
package io.github.consentgrants.bench.page;
