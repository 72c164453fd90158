package io.github.consentgrants.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static io.github.consentgrants.architecture.Production.CLASSES;
import static io.github.consentgrants.architecture.Production.room;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** What every class keeps to, and what outsiders may use. */
class ConventionsTest {
    /** Keycloak needs the factories; the rest is what one door of the guard uses of another. */
    @Test
    void typesWhenInFlowPageOrGuardThenOnlyFactoriesArePublic() {
        assertThat(CLASSES.stream()
                        .filter(type -> Stream.of("flow", "page", "guard", "store.jpa")
                                .map(Production::room)
                                .anyMatch(room -> type.getPackageName().equals(room)
                                        || type.getPackageName().startsWith(room + ".")))
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
                        .map(JavaClass::getSimpleName)
                        .filter(name -> !name.endsWith("Factory")))
                .containsExactlyInAnyOrder(
                        "GuardInForce",
                        "PushedRequest",
                        "GuardedAuthorizationEndpoint",
                        "GuardedSamlService",
                        "GuardedOidcService",
                        "GuardedTokenRevocation",
                        "GuardedUserInfo",
                        "CodeContents",
                        "CodeToGrant",
                        "DeviceToGrant",
                        "ApprovedNotes",
                        "ClientSessionNotes",
                        "OfflineSession");
    }

    /** Public is a promise: a new name here is a decision. */
    @Test
    void typesWhenPublicInGrantAndStoreThenTheseOnly() {
        assertThat(CLASSES.stream()
                        .filter(type -> type.getPackageName().equals(room("grant"))
                                || type.getPackageName().equals(room("store")))
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "AlreadyDecidedException",
                        "Binding",
                        "BindingField",
                        "BrowserKey",
                        "ConsentGrantInventory",
                        "ConsentGrantInventoryFactory",
                        "ConsentGrantInventorySpi",
                        "ConsentGrantLedger",
                        "ConsentGrantLedgerFactory",
                        "ConsentGrantLedgerSpi",
                        "ConsentGrantStore",
                        "ConsentGrantStoreFactory",
                        "ConsentGrantStoreSpi",
                        "ConsentRecord",
                        "ConsumeResult",
                        "Decision",
                        "Digests",
                        "Grant",
                        "GrantFilter",
                        "GrantId",
                        "GrantPage",
                        "GrantQuery",
                        "GrantToken",
                        "Reason",
                        "RequestParameters",
                        "WrittenConsent",
                        "WrittenConsents",
                        "WrittenConsentsFactory",
                        "WrittenConsentsSpi");
    }

    @Test
    void classesWhenDeclaredThenFinalUnlessAnEntityOrAnInterface() {
        assertThat(CLASSES.stream()
                        .filter(type -> !type.isInterface() && !type.isEnum() && !type.isAnonymousClass())
                        .filter(type -> !type.getModifiers().contains(JavaModifier.FINAL))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "ConsentGrantEntity",
                        "ConsentGrantErasureEntity",
                        "ConsentGrantSweepEntity",
                        "ConsentRecordEntity",
                        "WrittenConsentEntity");
    }

    @Test
    void standardStreamsWhenWantedThenNotUsed() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
        noClasses().should().callMethodWhere(target(name("printStackTrace"))).check(CLASSES);
    }

    @Test
    void loggersWhenDeclaredThenPrivateStaticFinalAndOfJboss() {
        fields().that()
                .haveRawType(Logger.class)
                .should()
                .bePrivate()
                .andShould()
                .beStatic()
                .andShould()
                .beFinal()
                .check(CLASSES);
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
    }

    /** Whatever the audit sees may reach a log: it is never given a token or a secret. */
    @Test
    void fieldsWhenInAuditThenNoneHoldsAToken() {
        noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(room("audit"))
                .should()
                .haveNameMatching("(?i).*(token|secret).*")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(room("audit"))
                .should()
                .dependOnClassesThat()
                .haveSimpleName("GrantToken")
                .check(CLASSES);
    }

    @Test
    void randomnessWhenUsedThenSecure() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Random.class, ThreadLocalRandom.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(CLASSES);
        fields().that()
                .haveName("RANDOM")
                .should()
                .haveRawType(SecureRandom.class)
                .check(CLASSES);
    }

    /** Keycloak's clock is the one that tests and operators can move. */
    @Test
    void clockWhenReadThenKeycloaks() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void packagesWhenListedThenEachIsNullMarkedAndSaysWhatItIsFor() {
        assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
                .allSatisfy(room -> assertThat(room.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                        .as(room.getName())
                        .isTrue());
    }
}
