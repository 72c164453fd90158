package io.github.consentgrants.store;

import io.github.consentgrants.grant.Grant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of grants, the newest first.
 *
 * @param grants in the order of their ids, which begin with the time at which the consent page was shown
 * @param next the {@link GrantQuery#before} of the next page; null if this is the last one
 */
public record GrantPage(List<Grant> grants, @Nullable String next) {
    public GrantPage {
        grants = List.copyOf(grants);
    }
}
