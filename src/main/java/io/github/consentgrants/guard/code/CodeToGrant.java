package io.github.consentgrants.guard.code;

import io.github.consentgrants.grant.Digests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * Leads from a code back to the grant that it came from. Keycloak makes a code's id where no extension sees it, so the
 * grants are kept, beside the codes and as long as they live, under a digest of all that a code carries. Such an entry
 * only points to a row; the row decides what may be redeemed. See docs/adr/0010.
 */
public final class CodeToGrant {
    private static final String DOMAIN = "consent-grants/code/v1";
    private static final String GRANT_ID = "grant_id";
    private static final String RULE = "rule";
    /** How many codes with the same content a user session can have at a time: clicks within the life of one code. */
    private static final int SLOTS = 16;
    /** A code is still good in the second in which it expires. */
    private static final int MARGIN_SECONDS = 2;

    private final SingleUseObjectProvider objects;
    private final int lifespan;
    private final String digest;

    public CodeToGrant(KeycloakSession session, RealmModel realm, CodeContents code) {
        objects = session.singleUseObjects();
        lifespan = realm.getAccessCodeLifespan() + MARGIN_SECONDS;
        List<@Nullable String> values =
                new ArrayList<>(Arrays.asList(realm.getId(), code.clientUuid(), code.userSessionId()));
        values.addAll(code.parameters());
        digest = Digests.sha256Hex(DOMAIN, values);
    }

    /**
     * Keeps the grant for the code. The slot is taken at once, on all nodes; its content is written with the
     * transaction.
     *
     * @param notes what its tokens are to follow
     * @return false if the user session has too many such codes already
     */
    boolean keep(String grantId, ApprovedNotes notes) {
        return keep(GRANT_ID, grantId, notes);
    }

    /**
     * The same for a code about which nobody was asked.
     *
     * @param rule by which that is so
     */
    boolean keepUnasked(String rule, ApprovedNotes notes) {
        return keep(RULE, rule, notes);
    }

    private boolean keep(String name, String value, ApprovedNotes notes) {
        return slots().filter(slot -> objects.putIfAbsent(slot, lifespan))
                .findFirst()
                .map(slot -> {
                    objects.put(slot, lifespan, notes.with(Map.of(name, value)));
                    return slot;
                })
                .isPresent();
    }

    /**
     * Takes the entry of a code about which nobody was asked: of any number of concurrent callers, on any node, exactly one gets it.
     *
     * @param follows says whether tokens can still follow these notes
     * @return the rule
     */
    public Optional<String> takeUnasked(Predicate<ApprovedNotes> follows) {
        return slots().filter(slot -> Optional.ofNullable(objects.get(slot))
                        .filter(kept -> kept.containsKey(RULE) && follows.test(ApprovedNotes.in(kept)))
                        .isPresent())
                .flatMap(slot -> Stream.ofNullable(objects.remove(slot)))
                .map(kept -> kept.getOrDefault(RULE, ""))
                .findFirst();
    }

    /** Returns the grants from which a code with this content can come, looked up one by one. Entries are read, not removed. */
    public Stream<Kept> kept() {
        return slots().flatMap(slot -> Stream.ofNullable(objects.get(slot)))
                .filter(kept -> kept.containsKey(GRANT_ID))
                .map(kept -> new Kept(kept.get(GRANT_ID), ApprovedNotes.in(kept)));
    }

    /**
     * What is kept for a code.
     *
     * @param grantId the grant
     * @param notes what its tokens were to follow
     */
    public record Kept(String grantId, ApprovedNotes notes) {}

    /** An early slot may have expired while a later one has not. */
    private Stream<String> slots() {
        return IntStream.range(0, SLOTS).mapToObj(n -> "consent-grant:" + digest + "#" + n);
    }
}
