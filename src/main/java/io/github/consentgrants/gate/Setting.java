package io.github.consentgrants.gate;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.validate.ValidationError;

/**
 * One setting of the required action, declared once: reading, the check at a save and the form of the admin console use
 * this declaration.
 *
 * @param name its key in the configuration
 * @param form what the admin console shows
 * @param values how its text is read
 * @param <T> type of its value
 */
public record Setting<T>(String name, Form form, Values<T> values) {
    /**
     * What the admin console shows.
     *
     * @param type one of {@link ProviderConfigProperty}
     * @param options the values to choose from; empty if it is typed in
     * @param preset the value that a form shows which was never saved; the value takes effect only when it is saved
     */
    public record Form(
            String label,
            String help,
            String type,
            List<String> options,
            @Nullable Object preset) {
        public Form {
            options = List.copyOf(options);
        }
    }

    /**
     * How a text is read.
     *
     * @param parser returns the value of a text
     * @param absent the value if there is no text; if empty, an absent text is unusable
     * @param range the bounds that the error of a save names; empty if there are none
     * @param consequence what an unusable text leads to, for the log
     */
    record Values<T>(Function<String, Parsed<T>> parser, Optional<T> absent, List<Integer> range, String consequence) {
        Values {
            range = List.copyOf(range);
        }
    }

    /**
     * What a text means.
     *
     * @param value for a usable text its value, for an unusable text the strictest value that it allows
     * @param usable whether the setting can have this text
     */
    record Parsed<T>(T value, boolean usable) {}

    /** Returns what a text of the configuration means; null stands for an absent text. */
    Parsed<T> parse(@Nullable String text) {
        if (text == null && values.absent().isPresent()) {
            return new Parsed<>(values.absent().get(), true);
        }
        return values.parser().apply(text == null ? "" : text);
    }

    /** Returns why a text cannot be saved; empty if it can. An absent text can be saved: {@link #parse} says what it means. */
    public Optional<ValidationError> error(@Nullable String text) {
        if (text == null || parse(text).usable()) {
            return Optional.empty();
        }
        String message = values.range().isEmpty() ? "error-invalid-value" : "error-number-out-of-range";
        return Optional.of(new ValidationError(
                ProviderIds.ACTION, name, message, values.range().toArray()));
    }

    /** Returns the field of the admin console's form. */
    public ProviderConfigProperty toProperty() {
        ProviderConfigProperty property =
                new ProviderConfigProperty(name, form.label(), form.help(), form.type(), form.preset());
        property.setOptions(form.options());
        return property;
    }
}
