package io.github.consentgrants.token;

import io.github.consentgrants.gate.ProviderIds;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.IDToken;

/** Tells others, in the claim {@code consent_id}, which approval a token comes from. A token without an approval has no such claim. */
public final class ConsentGrantMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper, OIDCIDTokenMapper, UserInfoTokenMapper, TokenIntrospectionTokenMapper {
    private static final List<ProviderConfigProperty> PROPERTIES = properties();

    private static List<ProviderConfigProperty> properties() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        ProviderConfigProperty decision = new ProviderConfigProperty();
        decision.setName(DecisionClaims.SWITCH);
        decision.setLabel("Add the decision");
        decision.setHelpText(
                "Also adds when the user decided (consent_time) and how strongly the user was signed in then (consent_acr)."
                        + " Costs two reads of the database for each token.");
        decision.setType(ProviderConfigProperty.BOOLEAN_TYPE);
        decision.setDefaultValue("false");
        properties.add(decision);
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(properties, ConsentGrantMapper.class);
        return List.copyOf(properties);
    }

    @Override
    public String getId() {
        return ProviderIds.MAPPER;
    }

    @Override
    public String getDisplayType() {
        return "Consent grant";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "Adds the id of the user's approval (consent_id) that the token comes from. It is the consent_grant_id of the events.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel model,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext context) {
        TokensOfRequest.of(session, context.getClientSession().getClient()).ifPresent(grant -> {
            grant.tellOthers(token.getOtherClaims());
            if (DecisionClaims.areWanted(model)) {
                DecisionClaims.add(session, grant, token.getOtherClaims());
            }
        });
    }
}
