<#-- Works in every login theme that extends Keycloak's base or keycloak.v2: only template.ftl is imported, and only classes
     that may be absent are used. Every value is escaped by Keycloak's FreeMarker configuration (HTML output format).
     Everything about the request comes from consentGrant, whose digest is bound: show nothing of the request that is from
     elsewhere. Colours are the theme's own, so that dark mode and forced colours work. -->
<#import "template.ftl" as layout>
<#import "consent-grant-buttons.ftl" as buttons>
<#macro row id label class="">
    <div class="cg-row" id="${id}"><dt>${label}</dt><dd class="${class}"><#nested></dd></div>
</#macro>
<#macro claims list>
    <ul class="cg-claims">
        <#list list as claim>
            <li><bdi>${claim.label}</bdi><#if claim.value??>: <bdi class="cg-value">${claim.value}</bdi></#if></li>
        </#list>
    </ul>
</#macro>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        <#if consentGrant.client.logoUri??>
            <#-- Without a text: the name stands right below it, and a logo that cannot be loaded leaves no trace. -->
            <span class="cg-logo"><img id="kc-consent-logo" src="${consentGrant.client.logoUri}" alt=""
                referrerpolicy="no-referrer"/></span>
        </#if>
        <span class="cg-title">${consentGrant.wording.title}</span>
    <#elseif section = "form">
        <#-- Nothing in it may be made by FreeMarker: its digest is in the page's Content-Security-Policy. -->
        <style>
            .cg-logo { display: block; }
            .cg-logo img { max-height: 4rem; max-width: 100%; }
            .cg-title { display: block; overflow-wrap: anywhere; padding: 0.25rem 0; overflow: hidden; overflow: clip; }
            .cg { overflow-wrap: anywhere; text-align: start; line-height: 1.5; }
            .cg p, .cg ul, .cg dl { margin: 0; padding: 0; }
            .cg ul { list-style: none; }
            .cg h2 { font-size: 1.0625em; font-weight: 700; margin: 1.5rem 0 0.5rem; text-align: start; }
            .cg h3 { font-size: 1em; font-weight: 700; margin: 0 0 0.25rem; padding: 0.25rem 0; }
            /* What a text draws beyond its row must not cover another: their padding is what a tall script needs (docs/adr/0061). */
            .cg-row, .cg-list > li, .cg-box, .cg h3 { overflow: hidden; overflow: clip; }
            .cg-row { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0.25rem 0; }
            .cg a { color: inherit; text-decoration: underline; }
            .cg-row dt { flex: 1 1 8rem; font-weight: 400; }
            .cg-row dd { flex: 2.25 1 12rem; margin: 0; font-weight: 700; }
            .cg-row dd.cg-sentence { font-weight: 400; }
            .cg-row dd small { font-size: 0.875em; font-weight: 400; }
            .cg-box { border: 1px solid color-mix(in srgb, currentColor 50%, transparent); border-radius: 0.375rem; padding: 0.75rem 1rem; margin: 0 0 1rem; }
            .cg-note { border-inline-start: 0.375rem solid; }
            .cg-list > li { border-block-end: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: 0.5rem 0; }
            .cg-list > li:first-child { border-block-start: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
            .cg-scope { font-weight: 700; }
            .cg-claims { font-size: 0.875em; }
            .cg-claims > li { display: inline; }
            .cg-claims > li:not(:last-child)::after { content: " \00b7 "; }
            .cg-value { font-weight: 700; }
            .cg-details { margin-block-start: 0.75rem; }
            .cg-small { font-size: 0.875em; }
            .cg-optional { border: 0; margin: 0; padding: 0; min-width: 0; }
            .cg-optional > legend { font-size: 1em; font-weight: 400; margin: 0.75rem 0 0.25rem; padding: 0.25rem 0; width: 100%; border: 0; color: inherit; float: none; }
            .cg-option { display: flex; gap: 0.75rem; align-items: flex-start; min-height: 1.5rem; margin: 0; padding: 0; font-weight: 400; color: inherit; cursor: pointer; }
            .cg-option > span { flex: 1 1 auto; min-width: 0; }
            .cg-option > input { flex: none; appearance: auto; width: 1.5rem; height: 1.5rem; margin: 0; }
            .cg-optional .cg-claims, .cg-optional .cg-small { margin-inline-start: 2.25rem; }
            .cg-links { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; margin-block-start: 1rem !important; }
        </style>
        <div id="kc-consent-grant-content" class="cg">
            <#if consentGrant.notice??>
                <div id="kc-consent-notice" class="cg-box cg-note" role="alert">
                    <p>${msg("consentGrantNotice." + consentGrant.notice)}</p>
                    <#if consentGrant.notice = "changed">
                        <ul id="kc-consent-changed">
                            <#list consentGrant.changed as part>
                                <li><strong>${msg("consentGrantChanged." + part)}</strong></li>
                            <#else>
                                <li><strong>${msg("consentGrantChanged.request")}</strong></li>
                            </#list>
                        </ul>
                    </#if>
                </div>
            </#if>
            <#assign otherDevice = consentGrant.redirect.kind = "OTHER_DEVICE">
            <#if otherDevice>
                <div id="kc-consent-device" class="cg-box cg-note" role="note"><p>${msg("consentGrantDevice.text")}</p></div>
            </#if>
            <#if consentGrant.client.selfRegistered>
                <div id="kc-consent-self-registered" class="cg-box cg-note" role="note"><p>${msg("consentGrantSelfRegistered")}</p></div>
            </#if>

            <dl>
                <@row "kc-consent-client" msg("consentGrantClient")><bdi>${consentGrant.client.name}</bdi><#if consentGrant.client.host??> <strong id="kc-consent-client-host"><bdi dir="ltr">${consentGrant.client.host}</bdi></strong></#if><#if consentGrant.client.name != consentGrant.client.id> <small>(<bdi dir="ltr">${consentGrant.client.id}</bdi>)</small></#if></@row>
                <@row "kc-consent-account" msg("consentGrantAccount")><bdi>${consentGrant.account.username}</bdi><#if consentGrant.account.fullName??> <small>(<bdi>${consentGrant.account.fullName}</bdi>)</small></#if></@row>
                <#if otherDevice>
                    <@row "kc-consent-user-code" msg("consentGrantDevice")><bdi dir="ltr">${consentGrant.redirect.host}</bdi></@row>
                <#else>
                    <@row "kc-consent-redirect" msg("consentGrantRedirect")><bdi dir="ltr">${consentGrant.redirect.host}</bdi><#if consentGrant.redirect.kind != "WEB"> <small>${msg("consentGrantRedirect." + consentGrant.redirect.kind?lower_case)}</small></#if></@row>
                </#if>
            </dl>

            <#assign access = consentGrant.access>
            <h2 id="kc-consent-scopes-title">${msg("consentGrantScopes")}</h2>
            <#assign required = access.scopes?filter(scope -> !scope.option??)>
            <#assign optional = access.scopes?filter(scope -> scope.option??)>
            <#if required?has_content>
                <ul id="kc-consent-scopes" class="cg-list" aria-labelledby="kc-consent-scopes-title">
                    <#list required as scope>
                        <li><bdi class="cg-scope">${scope.text}</bdi><#if scope.claims?has_content><@claims scope.claims/></#if></li>
                    </#list>
                </ul>
            </#if>
            <#if optional?has_content>
                <fieldset id="kc-consent-optional" class="cg-optional">
                    <legend>${msg("consentGrantOptional")}</legend>
                    <ul class="cg-list">
                        <#list optional as scope>
                            <#-- No id: it would be an address that gives the box the focus (docs/adr/0060). A browser that remembers
                                 boxes from before a reload would show another choice than the page offers. -->
                            <li><label class="cg-option"><input type="checkbox" name="scope" value="${scope.option.value}" form="kc-consent-grant" autocomplete="off"<#if scope.option.checked> checked</#if>/><span><bdi class="cg-scope">${scope.text}</bdi></span></label><#if scope.claims?has_content><@claims scope.claims/></#if><#if scope.option.offline><p class="cg-small">${msg("consentGrantOffline")} ${msg("consentGrantAccess")}: <#if consentGrant.lifetime.access??>${msg("consentGrantAccess.offline", consentGrant.lifetime.access)}<#else>${msg("consentGrantAccess.unlimited")}</#if></p></#if></li>
                        </#list>
                    </ul>
                </fieldset>
            </#if>
            <#if !access.scopes?has_content && !access.details?has_content && !access.more?has_content && !access.claims?has_content>
                <p id="kc-consent-no-scopes">${msg("consentGrantNoScopes")}</p>
            </#if>
            <#list access.details as details>
                <div class="cg-box cg-details">
                    <h3><bdi>${details.title}</bdi></h3>
                    <dl>
                        <#list details.rows as field>
                            <div class="cg-row"><dt><bdi>${field.label}</bdi></dt><dd><bdi>${field.value}</bdi></dd></div>
                        </#list>
                    </dl>
                </div>
            </#list>
            <#if access.claims?has_content || access.more?has_content || access.resources?has_content>
                <dl>
                    <#if access.claims?has_content>
                        <@row "kc-consent-claims" msg("consentGrantClaims")><#list access.claims as claim><bdi>${claim}</bdi><#sep>, </#list></@row>
                    </#if>
                    <#if access.more?has_content>
                        <@row "kc-consent-more" msg("consentGrantMore") "cg-sentence"><@claims access.more/></@row>
                    </#if>
                    <#if access.resources?has_content>
                        <@row "kc-consent-resources" msg("consentGrantResources")><#list access.resources as resource><bdi dir="ltr">${resource}</bdi><#sep>, </#list></@row>
                    </#if>
                </dl>
            </#if>
            <#if access.offline && !consentGrant.lifetime.online??>
                <div id="kc-consent-offline" class="cg-box cg-note cg-details"><p>${msg("consentGrantOffline")}</p></div>
            </#if>

            <h2>${msg("consentGrantTime")}</h2>
            <dl>
                <@row "kc-consent-validity" msg("consentGrantApproval") "cg-sentence"><#if consentGrant.lifetime.session??>${msg("consentGrantApproval.session", consentGrant.lifetime.session)}<#else>${msg("consentGrantApproval.text", consentGrant.lifetime.approval)}</#if></@row>
                <#if access.offline || consentGrant.lifetime.access??>
                    <@row "kc-consent-access" msg("consentGrantAccess") "cg-sentence"><#if consentGrant.lifetime.online??>${msg("consentGrantAccess.online", consentGrant.lifetime.online)}<#elseif !access.offline>${msg("consentGrantAccess.online", consentGrant.lifetime.access)}<#elseif consentGrant.lifetime.access??>${msg("consentGrantAccess.offline", consentGrant.lifetime.access)}<#else>${msg("consentGrantAccess.unlimited")}</#if></@row>
                </#if>
            </dl>

            <#if consentGrant.client.policyUri?? || consentGrant.client.termsUri?? || consentGrant.approvals??>
                <ul id="kc-consent-links" class="cg-links">
                    <#if consentGrant.client.policyUri??>
                        <li><a id="kc-consent-policy" href="${consentGrant.client.policyUri}" target="_blank" rel="noopener noreferrer">${msg("consentGrantPolicy")} <small>${msg("consentGrantNewTab")}</small></a></li>
                    </#if>
                    <#if consentGrant.client.termsUri??>
                        <li><a id="kc-consent-tos" href="${consentGrant.client.termsUri}" target="_blank" rel="noopener noreferrer">${msg("consentGrantTos")} <small>${msg("consentGrantNewTab")}</small></a></li>
                    </#if>
                    <#if consentGrant.approvals??>
                        <li><a id="kc-consent-approvals" href="${consentGrant.approvals}" target="_blank" rel="noopener noreferrer">${msg("consentGrantMineLink")} <small>${msg("consentGrantNewTab")}</small></a></li>
                    </#if>
                </ul>
            </#if>

            <form id="kc-consent-grant" action="${url.loginAction}" method="post">
                <#-- Enter on a check box presses the first button of the form, at any time, hidden or not: this one, which does nothing.
                     A form can only close a dialog that it is in. Browsers that do not know dialogs show the page again. -->
                <#if optional?has_content><button type="submit" formmethod="dialog" hidden></button></#if>
                <input type="hidden" name="page" value="${consentGrant.page}"/>
                <@buttons.decision>
                    <@buttons.button "accept" "kc-consent-authorize" "${properties.kcButtonPrimaryClass!} ${properties.kcButtonClass!}">${msg("consentGrantAuthorize")}</@buttons.button>
                    <@buttons.button "cancel" "kc-consent-deny" "${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonClass!}">${msg("consentGrantDeny")}</@buttons.button>
                </@buttons.decision>
                <p id="kc-consent-expiry" class="cg-small">${msg("consentGrantExpiry", consentGrant.lifetime.page)}
                    <a id="kc-consent-reload" href="${url.loginAction}">${msg("consentGrantReload")}</a></p>
            </form>
        </div>
    </#if>
</@layout.registrationLayout>
