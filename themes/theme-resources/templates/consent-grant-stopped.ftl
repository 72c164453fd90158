<#-- A sign-in that was stopped: what happened, and the ways on. Works in the same themes as consent-grant.ftl. Nothing here decides;
     still, nothing leads on in the first second, and no id gives a link the focus. -->
<#import "template.ftl" as layout>
<#import "consent-grant-buttons.ftl" as buttons>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg("consentGrantStopped")}
    <#elseif section = "form">
        <style>
            .cg-stopped { overflow-wrap: anywhere; }
            .cg-stopped p { padding: 0.25rem 0; overflow: hidden; overflow: clip; }
            .cg-stopped ul { list-style: none; margin: 1.5rem 0 0; padding: 0; }
            .cg-stopped li { margin: 0 0 0.75rem; }
            .cg-stopped a { color: inherit; text-decoration: underline; }
        </style>
        <div id="kc-consent-stopped" class="cg-stopped">
            <p role="alert">${consentGrantStopped.text}</p>
            <#if consentGrantStopped.askAgain || consentGrantStopped.backUri??>
                <@buttons.later>
                    <ul>
                        <#if consentGrantStopped.askAgain>
                            <li><a href="${url.loginRestartFlowUrl}"><span id="kc-consent-ask-again">${msg("consentGrantAskAgain")}</span></a></li>
                        </#if>
                        <#if consentGrantStopped.backUri??>
                            <li><a href="${consentGrantStopped.backUri}"><span id="backToApplication">${msg("backToApplication")}</span></a></li>
                        </#if>
                    </ul>
                </@buttons.later>
            </#if>
        </div>
    </#if>
</@layout.registrationLayout>
