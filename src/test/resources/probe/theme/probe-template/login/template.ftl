<#-- A layout of somebody's own, with the rules that style sheets bring along for elements of every page. -->
<#macro registrationLayout bodyClass="" displayInfo=false displayMessage=true displayRequiredFields=false>
<!DOCTYPE html>
<html lang="en">
<head>
    <meta charset="utf-8">
    <title>${title!}</title>
    <style>
        [hidden] { display: none !important; }
        button { pointer-events: auto; transition: all 0.3s; visibility: visible !important; }
        @media (prefers-reduced-motion: reduce) {
            *, *::before, *::after { animation: none !important; transition: none !important; }
        }
    </style>
</head>
<body>
    <h1 id="kc-page-title"><#nested "header"></h1>
    <main><#nested "form"></main>
</body>
</html>
</#macro>
