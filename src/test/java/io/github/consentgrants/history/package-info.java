/**
 * What clients saw, and a judge over it: the tests of cluster, faults and upgrade record every mint, consume, code and
 * redemption, and the checker decides, not the eye.
 */
package io.github.consentgrants.history;
