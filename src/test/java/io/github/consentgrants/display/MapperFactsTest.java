package io.github.consentgrants.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ProtocolMapperModel;

final class MapperFactsTest {
    private static ProtocolMapperModel mapper(String id, String type, Map<String, String> config) {
        ProtocolMapperModel mapper = new ProtocolMapperModel();
        mapper.setId(id);
        mapper.setProtocolMapper(type);
        mapper.setConfig(new HashMap<>(config));
        return mapper;
    }

    @Test
    void ofWhenNothingHasChangedThenTheyAreNotWorkedOutAgain() {
        ProtocolMapperModel one = mapper("same", "type", Map.of("id.token.claim", "true"));
        assertThat(MapperFacts.of(one))
                .isSameAs(MapperFacts.of(mapper("same", "type", Map.of("id.token.claim", "true"))));
    }

    @Test
    void ofWhenTheConfigurationOfTheVeryObjectHasChangedThenTheDigestIsAnother() {
        ProtocolMapperModel mapper = mapper("changed", "type", Map.of("claim.name", "one"));
        MapperFacts before = MapperFacts.of(mapper);
        mapper.getConfig().put("claim.name", "other");
        assertThat(MapperFacts.of(mapper).digest()).isNotEqualTo(before.digest());
        mapper.getConfig().put("claim.name", "one");
        assertThat(MapperFacts.of(mapper).digest()).isEqualTo(before.digest());
    }

    @Test
    void ofWhenTypeOrIdDiffersThenTheDigestIsAnother() {
        String digest = MapperFacts.of(mapper("id", "type", Map.of())).digest();
        assertThat(MapperFacts.of(mapper("id", "another", Map.of())).digest()).isNotEqualTo(digest);
        assertThat(MapperFacts.of(mapper("another", "type", Map.of())).digest()).isNotEqualTo(digest);
    }

    @Test
    void includedWhenAClaimGoesSomewhereThenTrue() {
        assertThat(MapperFacts.of(mapper("a", "type", Map.of())).included()).isFalse();
        assertThat(MapperFacts.of(mapper("a", "type", Map.of("userinfo.token.claim", "false")))
                        .included())
                .isFalse();
        assertThat(MapperFacts.of(mapper("a", "type", Map.of("userinfo.token.claim", "true")))
                        .included())
                .isTrue();
    }
}
