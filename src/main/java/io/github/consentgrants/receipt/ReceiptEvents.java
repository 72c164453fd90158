package io.github.consentgrants.receipt;

import io.github.consentgrants.grant.Decision;
import io.github.consentgrants.grant.Grant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event history of a grant, in the order in which a grant lives. That an approval expired is no event: whoever reads a receipt
 * compares {@code valid_until} with a clock, and nothing is written when the time comes.
 */
final class ReceiptEvents {
    private final Grant grant;
    private final List<Map<String, Object>> events = new ArrayList<>();

    private ReceiptEvents(Grant grant) {
        this.grant = grant;
    }

    static List<Map<String, Object>> of(Grant grant) {
        ReceiptEvents history = new ReceiptEvents(grant);
        Grant.@Nullable Revocation revocation = grant.revocation();
        if (grant.decision() == Decision.GRANTED) {
            history.add("granted", grant.decidedAt())
                    .put("valid_until", grant.expiresAt().toString());
            history.addIfThere("consumed", grant.consumedAt());
            history.addIfThere("redeemed", grant.redeemedAt());
            if (revocation != null) {
                history.add("revoked", revocation.at()).put("reason", revocation.reason());
            }
        } else if (revocation == null) {
            history.add("denied", grant.decidedAt());
        } else {
            // The user took back what had been authorized.
            history.add("granted", grant.decidedAt());
            history.add("denied", revocation.at());
        }
        return history.events;
    }

    private void addIfThere(String state, @Nullable Instant time) {
        if (time != null) {
            add(state, time);
        }
    }

    private Map<String, Object> add(String state, Instant time) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event_time", time.toString());
        event.put("event_state", state);
        event.put("entity_id", entity(state));
        events.add(event);
        return event;
    }

    /** Who brought it about. The realm speaks for its administrators: the row does not name them, admin events do. */
    private String entity(String state) {
        return switch (state) {
            case "granted", "denied" -> grant.userId();
            case "redeemed" -> grant.clientUuid();
            default -> grant.realmId();
        };
    }
}
