package io.github.consentgrants.grant;

import java.util.List;

/** Bindings for tests. */
final class TestBindings {
    private TestBindings() {}

    /** A binding in which every field is present. */
    static Binding.Builder full() {
        Binding.Builder builder = Binding.builder().other("parameter x", "y");
        for (BindingField field : BindingField.values()) {
            change(builder, field, "value of " + field);
        }
        return builder;
    }

    /** Gives one field another value. */
    static Binding.Builder change(Binding.Builder builder, BindingField field, String value) {
        return switch (field.kind()) {
            case TEXT, OPTIONAL_TEXT -> builder.set(field, value);
            case SET -> builder.set(field, List.of(value.split(" ")));
            case MAP -> builder.other("note", value);
        };
    }
}
