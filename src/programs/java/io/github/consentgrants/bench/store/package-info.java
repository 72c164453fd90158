/** What the store costs: its statements against those of other tables, on tables of any size. */
package io.github.consentgrants.bench.store;
