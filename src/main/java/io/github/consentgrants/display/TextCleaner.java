package io.github.consentgrants.display;

import java.text.Normalizer;
import java.util.stream.IntStream;

/**
 * Goes through a text once, character by character. The same text always becomes the same one, since what is shown is bound. Not
 * thread-safe.
 */
final class TextCleaner {
    private static final char REPLACEMENT = '\uFFFD';
    private static final int WORD_JOINER = 0x2060;
    private static final int FIRST_STRONG_ISOLATE = 0x2068;
    private static final int POP_ISOLATE = 0x2069;

    private final int[] text;
    private final boolean isolates;
    private final StringBuilder safe;

    /** The character that marks would be drawn on, or 0 if there is none. */
    private int base;

    private boolean afterWideBlank;

    /**
     * @param isolates whether U+2068 and U+2069 are left, if they come in pairs
     */
    TextCleaner(String text, boolean isolates) {
        this.text = text.codePoints().toArray();
        this.isolates = isolates && arePaired(this.text);
        this.safe = new StringBuilder(text.length());
    }

    String clean() {
        int at = 0;
        while (at < text.length) {
            at = CharacterKind.isMark(text[at]) ? appendMarks(at) : append(at);
        }
        // Keycloak looks up ${...} in the arguments of a message. The word joiner between them has no width.
        return safe.toString().replace("${", "$\u2060{");
    }

    private static boolean arePaired(int[] text) {
        int open = 0;
        for (int codePoint : text) {
            open += codePoint == FIRST_STRONG_ISOLATE ? 1 : codePoint == POP_ISOLATE ? -1 : 0;
            if (open < 0) {
                return false;
            }
        }
        return open == 0;
    }

    private int append(int at) {
        int codePoint = text[at];
        if (CharacterKind.isBlank(codePoint)) {
            appendBlank(CharacterKind.isWideBlank(codePoint));
            return at + 1;
        }
        if (!isLeft(at)) {
            replace();
        } else {
            safe.appendCodePoint(codePoint);
            base = CharacterKind.isBase(codePoint) ? codePoint : 0;
        }
        afterWideBlank = false;
        return at + 1;
    }

    private boolean isLeft(int at) {
        return switch (text[at]) {
            case CharacterKind.ZERO_WIDTH_NON_JOINER, CharacterKind.ZERO_WIDTH_JOINER -> joins(at);
            case FIRST_STRONG_ISOLATE, POP_ISOLATE -> isolates;
            case WORD_JOINER -> at > 0 && text[at - 1] == '$' && next(at) == '{';
            default -> !CharacterKind.isHidden(text[at]);
        };
    }

    /** A joiner is part of writing after a letter or sign of a script that joins, and in a sequence of emoji. */
    private boolean joins(int at) {
        if (base == 0) {
            return false;
        }
        return Scripts.joins(base, text[at - 1], next(at)) || CharacterKind.isEmojiSequence(text[at - 1], next(at));
    }

    private int next(int at) {
        return at + 1 < text.length ? text[at + 1] : 0;
    }

    /** A browser folds plain blanks only; many wide ones push what follows out of sight. */
    private void appendBlank(boolean wide) {
        boolean folded = afterWideBlank || (wide && !safe.isEmpty() && safe.charAt(safe.length() - 1) == ' ');
        if (!folded) {
            safe.append(' ');
        }
        afterWideBlank |= wide;
        base = 0;
    }

    /** Many of a kind are shown as one, or they would push what follows out of sight. */
    private void replace() {
        if (safe.isEmpty() || safe.charAt(safe.length() - 1) != REPLACEMENT) {
            safe.append(REPLACEMENT);
        }
        base = 0;
    }

    private int appendMarks(int from) {
        int end = from;
        while (end < text.length && CharacterKind.isMark(text[end])) {
            end++;
        }
        afterWideBlank = false;
        if (base == 0) {
            replace();
            return end;
        }
        int[] marks = IntStream.range(from, end).map(at -> text[at]).toArray();
        int allowed = Scripts.marksOn(base, marks);
        if (marks.length > allowed && isOneLetter(marks)) {
            safe.setLength(safe.length() - Character.charCount(base));
            safe.append(composed(marks));
            return end;
        }
        IntStream.of(marks).limit(allowed).forEach(safe::appendCodePoint);
        if (marks.length > allowed) {
            replace();
        }
        return end;
    }

    private boolean isOneLetter(int[] marks) {
        String letter = composed(marks);
        return letter.codePointCount(0, letter.length()) == 1;
    }

    private String composed(int[] marks) {
        return Normalizer.normalize(Character.toString(base) + new String(marks, 0, marks.length), Normalizer.Form.NFC);
    }
}
