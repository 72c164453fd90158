package io.github.consentgrants.display;

/**
 * What a character does to a line of text, by the Unicode character database that Java has. Java does not have the property
 * Default_Ignorable_Code_Point; what it does not tell otherwise is listed here, from DerivedCoreProperties.txt of Unicode 16.
 */
final class CharacterKind {
    static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    static final int ZERO_WIDTH_JOINER = 0x200D;

    private static final int BRAILLE_BLANK = 0x2800;
    private static final int FIRST_EMOJI = 0x2600;
    private static final int FIRST_SKIN_TONE = 0x1F3FB;
    private static final int LAST_SKIN_TONE = 0x1F3FF;

    /** First and last of each range that is not drawn although it is a letter, a mark or a symbol. */
    private static final int[][] NOT_DRAWN = {
        {0x034F, 0x034F}, // combining grapheme joiner
        {0x115F, 0x1160}, // Hangul fillers
        {0x17B4, 0x17B5}, // Khmer inherent vowels
        {0x180B, 0x180F}, // Mongolian variation selectors
        {0x3164, 0x3164}, // Hangul filler
        {0xFE00, 0xFE0F}, // variation selectors
        {0xFFA0, 0xFFA0}, // halfwidth Hangul filler
        {0xFFFC, 0xFFFC}, // object replacement character
        {0x13441, 0x13442}, // Egyptian blanks
        {0x16FE4, 0x16FE4}, // Khitan filler
        {0x1D159, 0x1D159}, // musical symbol null notehead
        {0xE0000, 0xE0FFF}, // tags and variation selectors
    };

    private CharacterKind() {}

    static boolean isBlank(int codePoint) {
        return codePoint == ' '
                || codePoint == '\n'
                || codePoint == '\r'
                || codePoint == '\t'
                || isWideBlank(codePoint);
    }

    static boolean isWideBlank(int codePoint) {
        boolean space = Character.getType(codePoint) == Character.SPACE_SEPARATOR;
        return (space && codePoint != ' ') || codePoint == BRAILLE_BLANK;
    }

    /** Says whether it is drawn on, over or around the character before it. */
    static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
                !isNotDrawn(codePoint);
            default -> false;
        };
    }

    /** Says whether it can have marks. */
    static boolean isBase(int codePoint) {
        return Character.getType(codePoint) != Character.FORMAT && codePoint != '\uFFFD';
    }

    /** Says whether it reorders, breaks or hides what stands around it, or cannot be known. Joiners are for the caller to judge. */
    static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> isNotDrawn(codePoint);
        };
    }

    /** Says whether a joiner between them makes one emoji, such as a person at a computer. */
    static boolean isEmojiSequence(int before, int after) {
        boolean toned = before >= FIRST_SKIN_TONE && before <= LAST_SKIN_TONE;
        return (isEmoji(before) || toned) && isEmoji(after);
    }

    private static boolean isEmoji(int codePoint) {
        return codePoint >= FIRST_EMOJI
                && Character.getType(codePoint) == Character.OTHER_SYMBOL
                && !isNotDrawn(codePoint)
                && codePoint != BRAILLE_BLANK;
    }

    private static boolean isNotDrawn(int codePoint) {
        for (int[] range : NOT_DRAWN) {
            if (codePoint >= range[0] && codePoint <= range[1]) {
                return true;
            }
        }
        return false;
    }
}
