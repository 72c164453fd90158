package io.github.consentgrants.details;

import java.util.List;

/**
 * One authorization detail in the user's words. Plain text: whoever shows it escapes it, and neutralizes control characters.
 *
 * @param title what is asked for
 * @param rows its content, in the order of the page
 */
public record RenderedDetails(String title, List<Row> rows) {
    public RenderedDetails {
        rows = List.copyOf(rows);
    }

    /**
     * One line.
     *
     * @param label what the value is
     * @param value as the resource server will read it
     */
    public record Row(String label, String value) {}
}
