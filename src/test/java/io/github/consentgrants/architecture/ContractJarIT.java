package io.github.consentgrants.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.consentgrants.testing.KeycloakServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The contract of the store, as others get it, is complete: it needs the jar under test and libraries, no further class of the tests. */
class ContractJarIT {
    private static final String OWN = "io.github.consentgrants.";

    @Test
    void jarWhenReadThenNeedsNoFurtherClassOfTheTests() throws IOException {
        Path contract = KeycloakServer.contractJar();
        Set<String> known = new TreeSet<>(classes(contract));
        assertThat(known).contains(OWN + "contract.StoreContract", OWN + "probe.ProbeResourceFactory");
        known.addAll(classes(KeycloakServer.productionJar()));

        JavaClasses imported = new ClassFileImporter().importJar(new JarFile(contract.toFile()));
        Set<String> needed = new TreeSet<>();
        imported.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .map(JavaClass::getName)
                .filter(name -> name.startsWith(OWN))
                .forEach(needed::add);

        assertThat(needed).isNotEmpty().isSubsetOf(known);
    }

    private static Set<String> classes(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Set<String> names = new TreeSet<>();
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .forEach(name ->
                            names.add(name.substring(0, name.length() - 6).replace('/', '.')));
            return names;
        }
    }
}
