package io.github.consentgrants.display;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** Makes every text of a display harmless on its way to the page and to the digest, so that a new one cannot be forgotten. */
final class ShownTexts extends SimpleModule {
    private static final long serialVersionUID = 1L;

    ShownTexts() {
        addSerializer(String.class, new ShownText());
    }

    private static final class ShownText extends StdSerializer<String> {
        private static final long serialVersionUID = 1L;

        ShownText() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (text.codePoints().anyMatch(ShownText::isHalfOfAPair)) {
                throw new IllegalArgumentException("A text is not valid Unicode, so its digest would not be unique");
            }
            json.writeString(SafeText.shown(text));
        }

        private static boolean isHalfOfAPair(int codePoint) {
            return Character.getType(codePoint) == Character.SURROGATE;
        }
    }
}
