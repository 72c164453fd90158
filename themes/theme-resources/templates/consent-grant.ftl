<#-- Works in every login theme that extends Keycloak's base or keycloak.v2: only template.ftl is imported, and only classes
     that may be absent are used. Every value is escaped by Keycloak's FreeMarker configuration (HTML output format). -->
<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        <span style="overflow-wrap: anywhere">${msg("consentGrantTitle", consentGrant.clientName)}</span>
    <#elseif section = "form">
        <div id="kc-consent-grant-content" style="overflow-wrap: anywhere">
            <#if consentGrant.reason??>
                <div id="kc-consent-reason" class="${properties.kcAlertClass!} pf-m-warning alert-warning" role="alert">
                    <p class="${properties.kcAlertTitleClass!}">${msg("consentGrantReason." + consentGrant.reason)}</p>
                </div>
            </#if>

            <#if consentGrant.logoUri??>
                <p><img id="kc-consent-logo" src="${consentGrant.logoUri}" alt="${msg("consentGrantLogo", consentGrant.clientName)}"
                        referrerpolicy="no-referrer" style="max-height: 4rem; max-width: 100%"/></p>
            </#if>
            <p id="kc-consent-client">${msg("consentGrantClient")} <strong><bdi>${consentGrant.clientName}</bdi></strong></p>
            <p id="kc-consent-account">${msg("consentGrantAccount")}
                <strong><bdi>${consentGrant.accountName}</bdi></strong><#if consentGrant.accountFullName??>
                (<bdi>${consentGrant.accountFullName}</bdi>)</#if></p>

            <h2 id="kc-consent-scopes-title" style="font-size: inherit; font-weight: bold; margin: 1rem 0 0.5rem">${msg("consentGrantScopes")}</h2>
            <#if consentGrant.scopes?has_content>
                <ul id="kc-consent-scopes" class="${properties.kcListClass!}" aria-labelledby="kc-consent-scopes-title">
                    <#list consentGrant.scopes as scope>
                        <li><bdi>${scope}</bdi></li>
                    </#list>
                </ul>
            <#else>
                <p id="kc-consent-no-scopes">${msg("consentGrantNoScopes")}</p>
            </#if>

            <p id="kc-consent-redirect" style="margin-top: 1rem">${msg("consentGrantRedirect")}
                <strong><bdi dir="ltr">${consentGrant.redirectHost}</bdi></strong></p>
            <p id="kc-consent-validity">
                <#if consentGrant.validSeconds % 60 == 0>
                    ${msg("consentGrantValidMinutes", consentGrant.validSeconds / 60)}
                <#else>
                    ${msg("consentGrantValidSeconds", consentGrant.validSeconds)}
                </#if>
            </p>
            <#if consentGrant.policyUri?? || consentGrant.tosUri??>
                <ul id="kc-consent-links" style="list-style: none; padding: 0; margin: 0 0 1rem">
                    <#if consentGrant.policyUri??>
                        <li><a id="kc-consent-policy" href="${consentGrant.policyUri}" target="_blank" rel="noopener noreferrer">${msg("consentGrantPolicy", consentGrant.clientName)}</a></li>
                    </#if>
                    <#if consentGrant.tosUri??>
                        <li><a id="kc-consent-tos" href="${consentGrant.tosUri}" target="_blank" rel="noopener noreferrer">${msg("consentGrantTos", consentGrant.clientName)}</a></li>
                    </#if>
                </ul>
            </#if>

            <form id="kc-consent-grant" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
                <input type="hidden" name="page" value="${consentGrant.page}"/>
                <div class="${properties.kcFormGroupClass!}">
                    <div class="${properties.kcFormActionGroupClass!properties.kcFormButtonsWrapperClass!}" style="display: flex; gap: 1rem; flex-wrap: nowrap">
                        <button type="submit" name="accept" value="accept" id="kc-consent-authorize"
                                class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonClass!} ${properties.kcButtonBlockClass!}">${msg("consentGrantAuthorize")}</button>
                        <button type="submit" name="cancel" value="cancel" id="kc-consent-deny"
                                class="${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonClass!} ${properties.kcButtonBlockClass!}">${msg("consentGrantDeny")}</button>
                    </div>
                </div>
            </form>
        </div>
    </#if>
</@layout.registrationLayout>
