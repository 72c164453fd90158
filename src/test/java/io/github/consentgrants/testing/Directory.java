package io.github.consentgrants.testing;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/** An LDAP directory with one user, carol, which Keycloak may read and not write. */
public final class Directory implements AutoCloseable {
    private static final String BASE = "dc=example,dc=com";
    private static final String PEOPLE = "ou=people," + BASE;
    private static final String MANAGER = "cn=manager";

    private final InMemoryDirectoryServer server;

    private Directory(InMemoryDirectoryServer server) {
        this.server = server;
    }

    public static Directory start() {
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
            config.setListenerConfigs(
                    InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
            config.addAdditionalBindCredentials(MANAGER, "manager");
            config.setSchema(null);
            InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
            server.add("dn: " + BASE, "objectClass: domain", "dc: example");
            server.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
            server.add(
                    "dn: uid=carol," + PEOPLE,
                    "objectClass: inetOrgPerson",
                    "objectClass: organizationalPerson",
                    "uid: carol",
                    "cn: Carol",
                    "sn: Example",
                    "mail: carol@example.com",
                    "entryUUID: 0b0c2c4e-7d6c-4d0e-9f0a-1f1e2d3c4b5a",
                    "userPassword: carol");
            server.startListening();
            return new Directory(server);
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Lets a realm read its users from it.
     *
     * @param imported whether Keycloak keeps a copy of each user
     */
    public void connect(TestRealm realm, boolean imported) {
        Map<String, List<String>> config = Map.ofEntries(
                Map.entry("vendor", List.of("other")),
                Map.entry("editMode", List.of("READ_ONLY")),
                Map.entry("importEnabled", List.of(Boolean.toString(imported))),
                Map.entry("enabled", List.of("true")),
                Map.entry("connectionUrl", List.of("ldap://127.0.0.1:" + server.getListenPort())),
                Map.entry("authType", List.of("simple")),
                Map.entry("bindDn", List.of(MANAGER)),
                Map.entry("bindCredential", List.of("manager")),
                Map.entry("usersDn", List.of(PEOPLE)),
                Map.entry("usernameLDAPAttribute", List.of("uid")),
                Map.entry("rdnLDAPAttribute", List.of("uid")),
                Map.entry("uuidLDAPAttribute", List.of("entryUUID")),
                Map.entry("userObjectClasses", List.of("inetOrgPerson, organizationalPerson")),
                Map.entry("searchScope", List.of("1")));
        realm.server()
                .admin()
                .post(
                        "/realms/" + realm.name() + "/components",
                        Map.of(
                                "name",
                                "directory",
                                "providerId",
                                "ldap",
                                "providerType",
                                "org.keycloak.storage.UserStorageProvider",
                                "config",
                                config));
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
