package io.github.consentgrants.guard.token;

import io.github.consentgrants.audit.ConsentAudit;
import io.github.consentgrants.gate.OnReplay;
import io.github.consentgrants.revoke.Replay;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType.Context;
import org.keycloak.protocol.oidc.utils.OAuth2Code;

/**
 * The second use of a redeemed code, as a signal that the first use may have been a thief's (RFC 6749 4.1.2, 10.5), in realms that want to
 * know. Keycloak refuses the second use in any case. See docs/adr/0092.
 */
final class CodeReplay {
    private final Context context;
    private final KeycloakSession session;
    private final RealmModel realm;
    private final @Nullable String value;
    private final boolean wanted;

    CodeReplay(Context context) {
        this.context = context;
        session = context.getSession();
        realm = context.getRealm();
        value = context.getFormParams().getFirst(OAuth2Constants.CODE);
        wanted = value != null && OnReplay.endsSession(realm);
    }

    /** Ends the session of the first use if the code was redeemed before, and now comes from somebody else. */
    void detect() {
        if (wanted && value != null) {
            RedeemedCode.find(session.singleUseObjects(), realm, value)
                    .filter(redeemed -> redeemed.presenter()
                            .isSomebodyElse(
                                    context.getClient().getId(),
                                    context.getFormParams().getFirst(OAuth2Constants.CODE_VERIFIER),
                                    address()))
                    .ifPresent(this::end);
        }
    }

    private void end(RedeemedCode redeemed) {
        ConsentAudit.replayed(context.getEvent(), redeemed.grantId());
        Replay.end(session, realm, redeemed.grantId(), redeemed.sessionId());
    }

    /** Remembers who redeems the code, with the transaction. */
    void remember(OAuth2Code code, String grantId) {
        if (wanted && value != null) {
            CodePresenter presenter = new CodePresenter(
                    context.getClient().getId(),
                    context.getClient().isPublicClient(),
                    code.getCodeChallenge(),
                    code.getCodeChallengeMethod(),
                    address());
            RedeemedCode.remember(session.singleUseObjects(), realm, value, grantId, presenter);
        }
    }

    private String address() {
        return String.valueOf(session.getContext().getConnection().getRemoteHost());
    }
}
