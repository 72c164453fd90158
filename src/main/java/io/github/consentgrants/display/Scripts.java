package io.github.consentgrants.display;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What scripts need although it can be misused: marks on letters, and joiners between letters. */
final class Scripts {
    /** No name in Latin, Greek, Cyrillic, Arabic, Thai or Lao letters has more. */
    private static final int MARKS = 2;

    /** The most that a syllable of the scripts below has, such as the Burmese word for "secret". */
    private static final int OWN_MARKS = 5;

    /** Their vowels, and letters that stand below others, are marks to Unicode, and a name can have more than two on a letter. */
    private static final Set<UnicodeScript> STACKING = EnumSet.of(
            UnicodeScript.HEBREW,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.BENGALI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.GUJARATI,
            UnicodeScript.ORIYA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.KANNADA,
            UnicodeScript.MALAYALAM,
            UnicodeScript.SINHALA,
            UnicodeScript.TIBETAN,
            UnicodeScript.MYANMAR,
            UnicodeScript.KHMER);

    /** In others a joiner cannot be seen (RFC 5892 A.1 and A.2). */
    private static final Set<UnicodeScript> JOINING = EnumSet.of(
            UnicodeScript.ARABIC,
            UnicodeScript.SYRIAC,
            UnicodeScript.MONGOLIAN,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.BENGALI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.GUJARATI,
            UnicodeScript.ORIYA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.KANNADA,
            UnicodeScript.MALAYALAM,
            UnicodeScript.SINHALA,
            UnicodeScript.MYANMAR,
            UnicodeScript.KHMER);

    private Scripts() {}

    /** Returns how many of these marks may stand on a letter: more than two only if they are its script's own, each once. */
    static int marksOn(int base, int[] marks) {
        UnicodeScript script = UnicodeScript.of(base);
        boolean own = STACKING.contains(script)
                && Arrays.stream(marks).allMatch(mark -> isOwn(mark, script))
                && Arrays.stream(marks).distinct().count() == marks.length;
        return own ? OWN_MARKS : MARKS;
    }

    private static boolean isOwn(int mark, UnicodeScript script) {
        return UnicodeScript.of(mark) == script && Character.getType(mark) != Character.ENCLOSING_MARK;
    }

    /**
     * Says whether a joiner belongs there: between letters of one script, or after a sign such as a virama, as Malayalam writes it.
     *
     * @param base the letter before the joiner
     * @param before the character before the joiner: the letter, or a mark on it
     * @param after the character after the joiner, or 0
     */
    static boolean joins(int base, int before, int after) {
        UnicodeScript script = UnicodeScript.of(base);
        boolean betweenLetters = Character.isLetter(after) && UnicodeScript.of(after) == script;
        boolean afterSign = before != base && UnicodeScript.of(before) == script;
        return JOINING.contains(script) && (betweenLetters || afterSign);
    }
}
