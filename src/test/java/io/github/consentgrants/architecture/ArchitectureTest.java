package io.github.consentgrants.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Data flows one way: flow, page, guard → request → store → grant. */
final class ArchitectureTest {
    private static final String BASE = "io.github.consentgrants.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.consentgrants");

    @Test
    void grantKnowsNothingButItself() {
        noClasses()
                .that()
                .resideInAPackage(BASE + "grant")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..", "jakarta..", "org.hibernate..", "org.jboss..")
                .orShould()
                .dependOnClassesThat(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                                "io.github.consentgrants..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                                        BASE + "grant"))))
                .check(CLASSES);
    }

    @Test
    void storeKnowsNoPersistenceAndNoCaller() {
        noClasses()
                .that()
                .resideInAPackage(BASE + "store")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.persistence..", "org.hibernate..", BASE + "store.jpa..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(BASE + "store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        BASE + "request..", BASE + "page..", BASE + "flow..", BASE + "guard..", BASE + "audit..")
                .check(CLASSES);
    }

    @Test
    void onlyTheJpaStoreKnowsPersistence() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "store.jpa")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.persistence..", "org.hibernate..")
                .check(CLASSES);
    }

    @Test
    void requestDoesNotKnowItsCallers() {
        noClasses()
                .that()
                .resideInAnyPackage(BASE + "request..", BASE + "audit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(BASE + "page..", BASE + "flow..", BASE + "guard..", BASE + "store.jpa..")
                .check(CLASSES);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching(BASE + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyFactoriesOfTheOuterRoomsArePublic() {
        classes()
                .that()
                .resideInAnyPackage(BASE + "page..", BASE + "flow..", BASE + "guard..", BASE + "store.jpa..")
                .and()
                .arePublic()
                .should()
                .haveSimpleNameEndingWith("Factory")
                .check(CLASSES);
    }
}
