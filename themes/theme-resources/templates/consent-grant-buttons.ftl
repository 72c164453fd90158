<#-- The controls of a page that asks for a decision, for consent-grant.ftl and any page like it (docs/adr/0060).
     A template puts its buttons into @decision, each of them made by @button, and @decision into its form. For the first second
     after the page is shown, and after a pointer has come over it, nothing can decide: no key, click or tap. What is hidden like
     this can neither be focused nor clicked. The buttons are hidden by an attribute and shown by this style sheet alone: without
     it there are none, and a text says why. An id is an address that gives the focus, so a button has none, and its label has it.
     The style sheets of our templates are named by their digests in the page's Content-Security-Policy: nothing in them may be
     made by FreeMarker. -->
<#macro style>
    <style>
        /* The id that no element has, and "important", stand against whatever a theme says about buttons or animations. */
        .cg-buttons:not(#cg) { display: flex !important; visibility: hidden; animation: kc-consent-opened 1s step-end forwards !important; }
        .cg-later:not(#cg) { animation: kc-consent-hidden 1s !important; }
        .cg-buttons:not(#cg) *, .cg-later:not(#cg) * { pointer-events: inherit !important; visibility: inherit !important; }
        @media (hover: hover) {
            html:hover .cg-buttons:not(#cg) { animation: kc-consent-opened 1s step-end forwards, kc-consent-entered 1s !important; }
        }
        /* While a button is pressed there is no animation, so that it begins anew then: a second click meets no button. */
        html .cg-buttons:active:not(#cg) { animation: none !important; visibility: visible !important; }
        .cg-unstyled:not(#cg) { overflow: hidden; animation: kc-consent-styled 1s forwards !important; }
        @keyframes kc-consent-opened { from { visibility: hidden } to { visibility: visible } }
        @keyframes kc-consent-hidden { from, to { visibility: hidden } }
        @keyframes kc-consent-entered { from, to { pointer-events: none } }
        @keyframes kc-consent-styled { from, to { visibility: hidden; max-height: 0; margin: 0; padding: 0 } }
        .cg-buttons { flex-wrap: wrap; gap: 0.75rem; margin: 1.5rem 0 1rem; }
        .cg-buttons > button { flex: 1 1 8rem; min-height: 2.75rem; width: auto; margin: 0; }
    </style>
</#macro>
<#macro decision>
    <@style/>
    <div class="cg-buttons" hidden><#nested></div>
    <p id="kc-consent-unstyled" class="cg-unstyled">${msg("consentGrantUnstyled")}</p>
</#macro>
<#macro button name id class="">
    <button type="submit" name="${name}" value="${name}" class="${class}"><span id="${id}"><#nested></span></button>
</#macro>
<#-- Links that lead on and decide nothing: they come a second later too, but work without the style sheet. -->
<#macro later>
    <@style/>
    <div class="cg-later"><#nested></div>
</#macro>
