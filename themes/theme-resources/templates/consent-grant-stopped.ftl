<#-- A sign-in that was stopped: what happened, and the ways on. Works in the same themes as consent-grant.ftl. -->
<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg("consentGrantStopped")}
    <#elseif section = "form">
        <div id="kc-consent-stopped" style="overflow-wrap: anywhere">
            <p role="alert">${consentGrantStopped.text}</p>
            <ul style="list-style: none; margin: 1.5rem 0 0; padding: 0">
                <li style="margin: 0 0 0.75rem"><a id="kc-consent-ask-again" style="color: inherit; text-decoration: underline" href="${url.loginRestartFlowUrl}">${msg("consentGrantAskAgain")}</a></li>
                <#if consentGrantStopped.backUri??>
                    <li><a id="backToApplication" style="color: inherit; text-decoration: underline" href="${consentGrantStopped.backUri}">${msg("backToApplication")}</a></li>
                </#if>
            </ul>
        </div>
    </#if>
</@layout.registrationLayout>
