package io.github.consentgrants.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.github.consentgrants.architecture.Production.CLASSES;
import static io.github.consentgrants.architecture.Production.ROOT;
import static io.github.consentgrants.architecture.Production.room;
import static io.github.consentgrants.architecture.Production.rooms;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.consentgrants.grant.Binding;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data flows one way: flow, page, guard to request to store to grant. */
class DependenciesTest {
    private static final String PERSISTENCE = "jakarta.persistence..";
    private static final String HIBERNATE = "org.hibernate..";

    @Test
    void roomsWhenListedThenEachHasItsRules() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrder(
                        room("approvals"),
                        room("audit"),
                        room("details"),
                        room("display"),
                        room("flow"),
                        room("gate"),
                        room("grant"),
                        room("guard"),
                        room("guard.code"),
                        room("guard.entry"),
                        room("guard.registration"),
                        room("guard.token"),
                        room("guard.use"),
                        room("page"),
                        room("policy"),
                        room("receipt"),
                        room("record"),
                        room("request"),
                        room("rest"),
                        room("revoke"),
                        room("setup"),
                        room("status"),
                        room("startup"),
                        room("store"),
                        room("store.jpa"),
                        room("token"));
    }

    /** Each room, and the rooms that it may use. */
    @ParameterizedTest
    @CsvSource({
        "grant,     ''",
        "audit,     ''",
        "details,   ''",
        "startup,   ''",
        "gate,      ''",
        "policy,    ''",
        "display,   details grant",
        "store,     startup grant",
        "record,    grant",
        "receipt,   grant",
        "store.jpa, audit startup store gate grant",
        "request,   policy gate audit display details record store grant",
        "flow,      request gate audit startup store grant",
        "revoke,    audit store grant",
        "token,     gate startup store grant",
        "page,      request gate display audit startup store grant",
        "guard,              gate store startup",
        "guard.entry,        guard request policy gate details audit startup grant",
        "guard.use,          guard.entry guard token audit startup",
        "guard.code,         guard.entry guard.use guard revoke token request policy gate audit startup store grant",
        "guard.token,        guard.code guard revoke token request gate details audit startup store grant",
        "guard.registration, guard gate audit startup",
        "setup,     gate",
        "status,    setup guard policy display gate startup store",
        "approvals, rest revoke request display receipt store grant",
        "rest,      status setup revoke request gate audit receipt store grant",
    })
    void roomWhenItUsesTheProjectThenOnlyTheRoomsBelowIt(String name, String below) {
        String[] allowed = Stream.concat(
                        Stream.of(name), Arrays.stream(below.split(" ")).filter(room -> !room.isEmpty()))
                .map(Production::room)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(room(name))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
                .check(CLASSES);
    }

    @Test
    void grantWhenCompiledThenPureJava() {
        classes()
                .that()
                .resideInAPackage(room("grant"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", room("grant"))
                .check(CLASSES);
    }

    @Test
    void persistenceWhenUsedThenInStoreJpaOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(room("store.jpa"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        PERSISTENCE, HIBERNATE, "org.keycloak.connections.jpa..", "java.sql..", "javax.sql..")
                .check(CLASSES);
    }

    /** Another store is free to know nothing of this one: nothing but Keycloak's service loader names it. */
    @Test
    void storeJpaWhenUsedThenByNobody() {
        noClasses()
                .that()
                .resideOutsideOfPackage(room("store.jpa"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(rooms("store.jpa"))
                .check(CLASSES);
    }

    @Test
    void entitiesWhenDeclaredThenHiddenInStoreJpa() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Entity")
                .should()
                .resideInAPackage(room("store.jpa"))
                .andShould()
                .bePackagePrivate()
                .check(CLASSES);
    }

    @Test
    void packagesWhenTheyUseEachOtherThenWithoutCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** A reader can begin with any class, and comes to an end. A builder and what fills it are read together. */
    @Test
    void classesWhenTheyUseEachOtherThenWithoutCycles() {
        SliceAssignment byTopLevelClass = new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return type.getPackageName().startsWith(ROOT) && !type.isEquivalentTo(Binding.Builder.class)
                        ? SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""))
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "top-level classes";
            }
        };
        slices().assignedFrom(byTopLevelClass).should().beFreeOfCycles().check(CLASSES);
    }

    /** A session becomes a binding in one place, so that what is minted and what is consumed cannot drift apart. */
    @Test
    void bindingWhenBuiltThenInRequestOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(room("request"), room("grant"))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(room("grant.Binding$Builder"))
                .check(CLASSES);
    }

    /** Libraries that Keycloak ships, and no more: the jar brings none. */
    @Test
    void librariesWhenUsedThenOnlyKeycloaksOwn() {
        List<String> allowed = List.of(
                "java.",
                "javax.",
                "jakarta.",
                "io.micrometer.core.",
                "com.fasterxml.jackson.",
                "org.keycloak.",
                "org.hibernate.",
                "org.jboss.logging",
                "org.jspecify.");

        assertThat(CLASSES.stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(target -> !target.isPrimitive())
                        .map(JavaClass::getName)
                        .filter(name -> !name.startsWith(ROOT))
                        .filter(name -> allowed.stream().noneMatch(name::startsWith)))
                .isEmpty();
    }
}
