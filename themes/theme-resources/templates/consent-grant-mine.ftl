<#-- "My approvals": the list, one approval, the question before one is taken back, and what else there is to say. Works in the same
     themes as consent-grant.ftl. Every value is escaped by Keycloak's FreeMarker configuration (HTML output format). What an approval
     was for comes from its record alone. -->
<#import "template.ftl" as layout>
<#-- Texts of a record have the language of then, the labels beside them that of now. -->
<#macro language of><#if of.lang??> lang="${of.lang}"</#if></#macro>
<#macro row id label class="" of={}>
    <div class="cg-row"<#if id?has_content> id="${id}"</#if>><dt>${label}</dt><dd class="${class}"<@language of/>><#nested></dd></div>
</#macro>
<#macro time of><time datetime="${of.iso}"><bdi>${of.text}</bdi></time> UTC</#macro>
<#macro claims list>
    <ul class="cg-claims">
        <#list list as claim>
            <li><bdi>${claim.label}</bdi><#if claim.value??>: <bdi class="cg-value">${claim.value}</bdi></#if></li>
        </#list>
    </ul>
</#macro>
<#macro name of><bdi>${of.name}</bdi><#if of.id??> <small>(<bdi dir="ltr">${of.id}</bdi>)</small></#if></#macro>
<#macro gives approval><#if approval.gives = "unused">${msg("consentGrantMineGives.unused", approval.until.text)}<#else>${msg("consentGrantMineGives." + approval.gives)}</#if></#macro>
<#macro facts approval>
    <dl>
        <#nested>
        <@row "" msg("consentGrantMineWhen")><@time approval.when/></@row>
        <@row "" msg("consentGrantMineState")>${msg("consentGrantMineState." + approval.state)}</@row>
        <@row "" msg("consentGrantMineGives") "cg-sentence"><@gives approval/></@row>
        <#if approval.session??>
            <@row "" msg("consentGrantMineSession") "cg-sentence"><#if approval.session.current><strong>${msg("consentGrantMineSession.this")}</strong><#elseif approval.session.since??>${msg("consentGrantMineSession.since", approval.session.since.text)}<#else>${msg("consentGrantMineSession.other")}</#if></@row>
        </#if>
    </dl>
</#macro>
<#macro shown what>
    <#if what.device??>
        <dl><@row "kc-mine-device" msg("consentGrantDevice")><bdi dir="ltr">${what.device}</bdi></@row></dl>
    </#if>
    <#if what.redirect??>
        <dl><@row "kc-mine-redirect" msg("consentGrantRedirect")><bdi dir="ltr">${what.redirect}</bdi></@row></dl>
    </#if>
    <#if what.scopes?has_content>
        <ul class="cg-list" id="kc-mine-scopes"<@language what/>>
            <#list what.scopes as scope>
                <li><bdi class="cg-scope">${scope.text}</bdi><#if scope.claims?has_content><@claims scope.claims/></#if></li>
            </#list>
        </ul>
    </#if>
    <#list what.details as details>
        <div class="cg-box cg-details"<@language what/>>
            <h3><bdi>${details.title}</bdi></h3>
            <dl>
                <#list details.rows as field>
                    <div class="cg-row"><dt><bdi>${field.label}</bdi></dt><dd><#if field.value??><bdi>${field.value}</bdi></#if></dd></div>
                </#list>
            </dl>
        </div>
    </#list>
    <dl>
        <#if what.leftOut?has_content>
            <@row "kc-mine-left-out" msg("consentGrantMineLeftOut") "" what><#list what.leftOut as claim><bdi>${claim}</bdi><#sep>, </#list></@row>
        </#if>
        <#if what.claims?has_content>
            <@row "kc-mine-claims" msg("consentGrantClaims") "" what><#list what.claims as claim><bdi>${claim}</bdi><#sep>, </#list></@row>
        </#if>
        <#if what.more?has_content>
            <@row "kc-mine-more" msg("consentGrantMore") "cg-sentence" what><@claims what.more/></@row>
        </#if>
        <#if what.resources?has_content>
            <@row "kc-mine-resources" msg("consentGrantResources")><#list what.resources as resource><bdi dir="ltr">${resource}</bdi><#sep>, </#list></@row>
        </#if>
    </dl>
</#macro>
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        <span class="cg-title">${msg("consentGrantMine")}</span>
    <#elseif section = "form">
        <#-- Nothing in it may be made by FreeMarker: its digest is in the page's Content-Security-Policy. -->
        <style>
            .cg-title { display: block; overflow-wrap: anywhere; }
            .cg { overflow-wrap: anywhere; text-align: start; line-height: 1.5; }
            .cg p, .cg ul, .cg dl { margin: 0; padding: 0; }
            .cg p { padding: 0.25rem 0; }
            .cg ul { list-style: none; }
            .cg h2 { font-size: 1.0625em; font-weight: 700; margin: 1.5rem 0 0.5rem; padding: 0.25rem 0; text-align: start; overflow: hidden; overflow: clip; }
            .cg h3 { font-size: 1em; font-weight: 700; margin: 0 0 0.25rem; padding: 0.25rem 0; }
            /* What a text draws beyond its row must not cover another: their padding is what a tall script needs (docs/adr/0061). */
            .cg-row, .cg-list > li, .cg-box, .cg h3, .cg-what { overflow: hidden; overflow: clip; }
            .cg-row { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0.25rem 0; }
            .cg a { color: inherit; text-decoration: underline; }
            .cg-row dt { flex: 1 1 8rem; font-weight: 400; }
            .cg-row dd { flex: 2.25 1 12rem; margin: 0; font-weight: 700; }
            .cg-row dd.cg-sentence { font-weight: 400; }
            /* Bootstrap has small print in headings in grey. */
            .cg small, .cg h2 small { color: inherit; font-size: 0.875em; font-weight: 400; }
            .cg-box { border: 1px solid color-mix(in srgb, currentColor 50%, transparent); border-radius: 0.375rem; padding: 0.75rem 1rem; margin: 0 0 1rem; }
            .cg-note { border-inline-start: 0.375rem solid; }
            .cg-approvals > li { border-block-start: 1px solid color-mix(in srgb, currentColor 50%, transparent); padding: 0 0 0.75rem; }
            .cg-list > li { border-block-end: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: 0.5rem 0; }
            .cg-list > li:first-child { border-block-start: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
            .cg-scope, .cg-value { font-weight: 700; }
            .cg-claims { font-size: 0.875em; }
            .cg-claims > li { display: inline; }
            .cg-claims > li:not(:last-child)::after { content: " \00b7 "; }
            .cg-details { margin-block-start: 0.75rem; }
            .cg-links { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; margin-block-start: 1rem !important; }
            .cg-links a { display: inline-block; min-height: 1.5rem; }
            .cg form { margin: 1.5rem 0 0; }
            .cg form button { min-height: 2.75rem; }
        </style>
        <div id="kc-consent-mine" class="cg" data-view="${consentGrantMine.view}">
            <dl><@row "kc-mine-account" msg("consentGrantAccount")><bdi>${consentGrantMine.username}</bdi></@row></dl>
            <#if consentGrantMine.notice??>
                <div id="kc-mine-notice" class="cg-box cg-note" role="${(consentGrantMine.notice = "taken")?then("status", "alert")}"><p>${msg("consentGrantMineNotice." + consentGrantMine.notice)}</p></div>
            </#if>
            <#if consentGrantMine.impersonated && consentGrantMine.view != "message">
                <div id="kc-mine-impersonated" class="cg-box cg-note" role="note"><p>${msg("consentGrantMineNotice.impersonated")}</p></div>
            </#if>

            <#if consentGrantMine.view = "list">
                <#if consentGrantMine.approvals?has_content>
                    <p>${msg("consentGrantMineIntro")}</p>
                    <ul id="kc-mine-list" class="cg-approvals">
                        <#list consentGrantMine.approvals as approval>
                            <li>
                                <h2><a href="${approval.details}"><@name approval.client/></a></h2>
                                <#if approval.what?has_content><p class="cg-what"><bdi>${approval.what}</bdi></p></#if>
                                <@facts approval/>
                            </li>
                        </#list>
                    </ul>
                <#else>
                    <p id="kc-mine-none">${msg("consentGrantMineNone")}</p>
                </#if>
                <#if consentGrantMine.newest?? || consentGrantMine.older??>
                    <ul class="cg-links">
                        <#if consentGrantMine.newest??><li><a id="kc-mine-newest" href="${consentGrantMine.newest}">${msg("consentGrantMineNewest")}</a></li></#if>
                        <#if consentGrantMine.older??><li><a id="kc-mine-older" href="${consentGrantMine.older}">${msg("consentGrantMineOlder")}</a></li></#if>
                    </ul>
                </#if>
            <#elseif consentGrantMine.view = "details">
                <#assign approval = consentGrantMine.approval>
                <@facts approval>
                    <@row "kc-mine-client" msg("consentGrantClient")><@name approval.client/></@row>
                </@facts>
                <#if approval.ended??>
                    <dl><@row "kc-mine-ended" msg("consentGrantMineEnded")><@time approval.ended/></@row></dl>
                </#if>
                <#if approval.shown??>
                    <#assign what = approval.shown>
                    <h2>${msg("consentGrantMineShown")}</h2>
                    <#if what.cut><p id="kc-mine-cut">${msg("consentGrantMineCut")}</p></#if>
                    <#if what.selfRegistered><p id="kc-mine-self-registered">${msg("consentGrantSelfRegistered")}</p></#if>
                    <div id="kc-mine-shown"><@shown what/></div>
                    <#if what.offline><p id="kc-mine-offline">${msg("consentGrantOffline")}</p></#if>
                    <dl>
                        <#if what.address??><@row "kc-mine-address" msg("consentGrantMineAddress")><bdi dir="ltr">${what.address}</bdi></@row></#if>
                        <#if what.userAgent??><@row "kc-mine-browser" msg("consentGrantMineBrowser") "cg-sentence"><bdi dir="ltr">${what.userAgent}</bdi></@row></#if>
                    </dl>
                <#else>
                    <p id="kc-mine-no-record">${msg("consentGrantMineNoRecord")}</p>
                </#if>
                <ul class="cg-links">
                    <#if approval.takeBack??><li><a id="kc-mine-take-back" href="${approval.takeBack}">${msg("consentGrantMineTakeBack")}</a></li></#if>
                    <#if approval.receipt??><li><a id="kc-mine-receipt" href="${approval.receipt}" download>${msg("consentGrantMineReceipt")}</a></li></#if>
                    <li><a id="kc-mine-back" href="${consentGrantMine.list}">${msg("consentGrantMineAll")}</a></li>
                </ul>
            <#elseif consentGrantMine.view = "ask">
                <#assign approval = consentGrantMine.approval>
                <h2>${msg("consentGrantMineAsk")}</h2>
                <@facts approval>
                    <@row "kc-mine-client" msg("consentGrantClient")><@name approval.client/></@row>
                    <#if approval.what?has_content><@row "kc-mine-what" msg("consentGrantMineShown") "cg-sentence"><bdi>${approval.what}</bdi></@row></#if>
                </@facts>
                <p>${msg("consentGrantMineAsk.text", approval.client.isolated)}</p>
                <#if consentGrantMine.token??>
                    <form id="kc-mine-form" action="${approval.takeBack}" method="post">
                        <input type="hidden" name="token" value="${consentGrantMine.token}"/>
                        <button type="submit" class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonClass!}">${msg("consentGrantMineTakeBack")}</button>
                    </form>
                </#if>
                <ul class="cg-links"><li><a id="kc-mine-keep" href="${approval.details}">${msg("consentGrantMineKeep")}</a></li></ul>
            <#else>
                <ul class="cg-links"><li><a id="kc-mine-back" href="${consentGrantMine.list}">${msg("consentGrantMineAll")}</a></li></ul>
            </#if>
        </div>
    </#if>
</@layout.registrationLayout>
