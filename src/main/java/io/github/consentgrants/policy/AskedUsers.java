package io.github.consentgrants.policy;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Which users are asked.
 *
 * @param kind all, or only members, or only non-members
 * @param of the role ({@code role}, {@code client.role}) or the group (a path, which begins with a slash); empty for all
 */
public record AskedUsers(Kind kind, String of) {
    /** Everybody. */
    public static final AskedUsers ALL = new AskedUsers(Kind.ALL, "");

    private static final String PATH = "/";

    /** Which users. */
    public enum Kind {
        /** Everybody. */
        ALL("all"),
        /** Who has the role, or is in the group or below it. */
        MEMBERS("members"),
        /** Everybody else. */
        NON_MEMBERS("non-members");

        private final String value;

        Kind(String value) {
            this.value = value;
        }

        /** Returns the word of the configuration. */
        public String value() {
            return value;
        }
    }

    /** Reads both settings; empty if they make no sense. An empty field of the admin console is an empty text. */
    static Optional<AskedUsers> read(@Nullable Object kind, @Nullable Object of) {
        if (!isText(kind) || !isText(of)) {
            return Optional.empty();
        }
        String name = of == null ? "" : of.toString();
        if (kind == null || "".equals(kind) || Kind.ALL.value().equals(kind)) {
            return name.isEmpty() ? Optional.of(ALL) : Optional.empty();
        }
        return Stream.of(Kind.MEMBERS, Kind.NON_MEMBERS)
                .filter(known -> known.value().equals(kind) && !name.isBlank())
                .map(known -> new AskedUsers(known, name))
                .findFirst();
    }

    private static boolean isText(@Nullable Object value) {
        return value == null || value instanceof String;
    }

    /** Says whether a user is asked. A role or group that is not there asks everybody. */
    Audience audience(KeycloakSession session, RealmModel realm, UserModel user) {
        if (kind == Kind.ALL) {
            return Audience.EVERYBODY;
        }
        return isMember(session, realm, user)
                .map(member -> member == (kind == Kind.MEMBERS) ? Audience.ASKED : Audience.NOT_ASKED)
                .orElse(Audience.EVERYBODY);
    }

    private Optional<Boolean> isMember(KeycloakSession session, RealmModel realm, UserModel user) {
        if (of.startsWith(PATH)) {
            @Nullable GroupModel group = KeycloakModelUtils.findGroupByPath(session, realm, of);
            return Optional.ofNullable(group)
                    .map(found -> user.getGroupsStream().anyMatch(own -> isWithin(own, found)));
        }
        return role(realm).map(user::hasRole);
    }

    /** Names of clients and of roles can both have dots in them. */
    private Optional<RoleModel> role(RealmModel realm) {
        @Nullable RoleModel ofRealm = realm.getRole(of);
        return ofRealm != null
                ? Optional.of(ofRealm)
                : IntStream.range(0, of.length())
                        .filter(dot -> of.charAt(dot) == '.')
                        .boxed()
                        .flatMap(dot -> ofClient(realm, of.substring(0, dot), of.substring(dot + 1)))
                        .findFirst();
    }

    private static Stream<RoleModel> ofClient(RealmModel realm, String clientId, String role) {
        return Stream.ofNullable(realm.getClientByClientId(clientId))
                .flatMap(client -> Stream.ofNullable(client.getRole(role)));
    }

    private static boolean isWithin(GroupModel group, GroupModel above) {
        for (@Nullable GroupModel at = group; at != null; at = at.getParent()) {
            if (at.getId().equals(above.getId())) {
                return true;
            }
        }
        return false;
    }
}
