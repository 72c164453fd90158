package io.github.consentgrants.display;

import io.github.consentgrants.grant.Digests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;

/**
 * What follows from the configuration of a protocol mapper. It is worked out once for each configuration, because every
 * binding reads some twenty mappers. Whether the configuration is still the same is looked at each time.
 *
 * @param type provider id of the mapper
 * @param config the configuration that it follows from
 * @param included whether an OIDC mapper puts its claim anywhere
 * @param digest of mapper and configuration
 */
record MapperFacts(String type, Map<String, @Nullable String> config, boolean included, String digest) {
    /** At so many mappers the memory is cleared, so that it stays bounded. */
    private static final int MAX = 10_000;

    private static final Map<String, MapperFacts> KNOWN = new ConcurrentHashMap<>();

    /** Where a mapper can put its claim. */
    private static final List<String> PLACES = List.of(
            OIDCAttributeMapperHelper.INCLUDE_IN_ACCESS_TOKEN,
            OIDCAttributeMapperHelper.INCLUDE_IN_ID_TOKEN,
            OIDCAttributeMapperHelper.INCLUDE_IN_ACCESS_TOKEN_RESPONSE,
            OIDCAttributeMapperHelper.INCLUDE_IN_USERINFO,
            OIDCAttributeMapperHelper.INCLUDE_IN_INTROSPECTION,
            OIDCAttributeMapperHelper.INCLUDE_IN_LIGHTWEIGHT_ACCESS_TOKEN);

    static MapperFacts of(ProtocolMapperModel mapper) {
        String id = Objects.requireNonNullElse(mapper.getId(), "");
        @Nullable MapperFacts known = KNOWN.get(id);
        if (known != null && known.isOf(mapper)) {
            return known;
        }
        if (KNOWN.size() >= MAX) {
            KNOWN.clear();
        }
        MapperFacts facts = read(id, mapper.getProtocolMapper(), new HashMap<>(mapper.getConfig()));
        KNOWN.put(id, facts);
        return facts;
    }

    private boolean isOf(ProtocolMapperModel mapper) {
        return type.equals(mapper.getProtocolMapper()) && config.equals(mapper.getConfig());
    }

    private static MapperFacts read(String id, String type, Map<String, @Nullable String> config) {
        boolean included = PLACES.stream().anyMatch(place -> "true".equals(config.get(place)));
        List<@Nullable String> texts = new ArrayList<>();
        Collections.addAll(texts, id, type);
        String[] names = config.keySet().toArray(String[]::new);
        Arrays.sort(names);
        for (String name : names) {
            Collections.addAll(texts, name, config.get(name));
        }
        return new MapperFacts(
                type,
                Collections.unmodifiableMap(config),
                included,
                Digests.sha256Hex("consent-grants/mapper/v1", texts));
    }
}
