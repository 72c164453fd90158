package io.github.consentgrants.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A SAML 2.0 service provider of the realm: sends authentication requests, unsigned, and reads the responses. */
public final class ServiceProvider {
    public static final String ACS = "http://localhost:1/acs";
    public static final String RELAY_STATE = "where the user was";
    public static final String ARTIFACT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact";
    public static final String POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

    private static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String REQUEST = """
            <samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="%s" Version="2.0" \
            IssueInstant="%s" Destination="%s" %s><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">%s\
            </saml:Issuer>%s</samlp:AuthnRequest>""";

    private final TestRealm realm;
    private final String entityId;

    private ServiceProvider(TestRealm realm, String entityId) {
        this.realm = realm;
        this.entityId = entityId;
    }

    /** Adds one to a realm. */
    public static ServiceProvider in(TestRealm realm, String entityId, boolean consentRequired) {
        Map<String, String> attributes = new HashMap<>(Map.of(
                "saml.client.signature", "false",
                "saml.allow.ecp.flow", "true",
                "saml_assertion_consumer_url_post", ACS,
                "saml_artifact_binding_url", ACS,
                "saml_idp_initiated_sso_url_name", entityId));
        realm.server()
                .admin()
                .post(
                        "/realms/" + realm.name() + "/clients",
                        Map.of(
                                "clientId",
                                entityId,
                                "name",
                                "Service of " + entityId,
                                "protocol",
                                "saml",
                                "consentRequired",
                                consentRequired,
                                "redirectUris",
                                List.of(ACS + "*"),
                                "attributes",
                                attributes));
        return new ServiceProvider(realm, entityId);
    }

    public String entityId() {
        return entityId;
    }

    /** One authentication request (SAML Core 3.4.1), and the id that its response has to name. */
    public final class AuthnRequest {
        private final String id = "ID_" + UUID.randomUUID();
        private final Map<String, String> attributes = new LinkedHashMap<>(Map.of("AssertionConsumerServiceURL", ACS));

        private String nameId = "";

        public String id() {
            return id;
        }

        public AuthnRequest with(String attribute, String value) {
            attributes.put(attribute, value);
            return this;
        }

        /** Asks for a form of the user's name (SAML Core 3.4.1.1). */
        public AuthnRequest withNameId(String format) {
            nameId = "<samlp:NameIDPolicy Format=\"" + format + "\"/>";
            return this;
        }

        private String xml() {
            StringBuilder more = new StringBuilder();
            attributes.forEach((name, value) ->
                    more.append(name).append("=\"").append(value).append("\" "));
            return REQUEST.formatted(id, Instant.now(), endpoint(), more, entityId, nameId);
        }

        /** By the HTTP redirect binding (SAML Bindings 3.4). */
        public Page redirect(UserAgent agent) {
            return agent.open(address());
        }

        public URI address() {
            return URI.create(endpoint()
                    + "?"
                    + UserAgent.encode(Map.of("SAMLRequest", deflated(xml()), "RelayState", RELAY_STATE)));
        }

        /** By the HTTP POST binding (SAML Bindings 3.5). */
        public Page post(UserAgent agent) {
            String body = UserAgent.encode(Map.of("SAMLRequest", base64(xml()), "RelayState", RELAY_STATE));
            return agent.follow(agent.send("POST", endpoint(), body));
        }
    }

    public AuthnRequest request() {
        return new AuthnRequest();
    }

    /** The address at which the identity provider signs on without a request (SAML Profiles 4.1.5). */
    public URI unsolicited() {
        return URI.create(endpoint() + "/clients/" + entityId);
    }

    /** By the enhanced client profile (SAML Profiles 4.2): SOAP, with the user's password. */
    public String enhancedClient(String user) {
        String credentials = base64(user + ":" + user);
        String envelope =
                "<S:Envelope xmlns:S=\"" + ENVELOPE + "\"><S:Body>" + request().xml() + "</S:Body></S:Envelope>";
        return soap(endpoint(), envelope, "Basic " + credentials);
    }

    /** Resolves an artifact (SAML Bindings 3.6). */
    public String resolve(String artifact) {
        String body = ("<S:Envelope xmlns:S=\"%s\"><S:Body><samlp:ArtifactResolve"
                        + " xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"ID_%s\" Version=\"2.0\""
                        + " IssueInstant=\"%s\"><saml:Issuer xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">%s"
                        + "</saml:Issuer><samlp:Artifact>%s</samlp:Artifact></samlp:ArtifactResolve></S:Body></S:Envelope>")
                .formatted(ENVELOPE, UUID.randomUUID(), Instant.now(), entityId, artifact);
        return soap(URI.create(endpoint() + "/resolve"), body, null);
    }

    private static String soap(URI address, String body, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "text/xml")
                .POST(BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            return HttpClient.newHttpClient()
                    .send(request.build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private URI endpoint() {
        return realm.server().baseUrl().resolve("/realms/" + realm.name() + "/protocol/saml");
    }

    /** Returns the response that a page carries to the service provider, or an empty text if it carries none. */
    public static String response(Page page) {
        String encoded = field(page, "SAMLResponse");
        return new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    /** Returns a field of the form that a page carries to the service provider, or an empty text. */
    public static String field(Page page, String name) {
        return page.isRedirect()
                ? ""
                : page.document().select("input[name=" + name + "]").attr("value");
    }

    /** Says whether a page carries an assertion, or an artifact for one, to the service provider, in whichever binding. */
    public static boolean hasAssertion(Page page) {
        if (page.isRedirect()) {
            String query = String.valueOf(page.location().getRawQuery());
            return query.contains("SAMLResponse=") || query.contains("SAMLart=");
        }
        return isAssertion(response(page)) || !field(page, "SAMLart").isEmpty();
    }

    public static boolean isAssertion(String xml) {
        return xml.contains("Assertion ");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String deflated(String xml) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, raw)) {
            out.write(xml.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            raw.end();
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
