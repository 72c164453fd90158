package io.github.consentgrants.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.consentgrants.grant.Binding;

/** The project's own classes, as the compiler wrote them into {@code target/classes}: no tests, no libraries. */
final class Production {
    static final String ROOT = "io.github.consentgrants";
    static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(Binding.class.getProtectionDomain().getCodeSource().getLocation());

    private Production() {}

    static String room(String name) {
        return ROOT + "." + name;
    }

    static String rooms(String name) {
        return ROOT + "." + name + "..";
    }
}
