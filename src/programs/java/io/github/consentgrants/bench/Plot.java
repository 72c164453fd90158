package io.github.consentgrants.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The ratios of a suite as a picture: a horizontal bar for each, its goal as a line, its range as a whisker. */
final class Plot {
    /** More rows cannot be read. */
    static final int ROWS = 12;

    private static final int LABELS = 460;
    private static final int BARS = 460;
    private static final int VALUES = 150;
    private static final int ROW = 44;
    private static final int BAR = 18;
    private static final int TOP = 56;
    private static final int BOTTOM = 24;
    private static final double MARGIN = 1.08;
    private static final Color MET = new Color(0x2a, 0x78, 0x4b);
    private static final Color MISSED = new Color(0xb5, 0x47, 0x08);
    private static final Color REPORTED = new Color(0x5b, 0x6b, 0x7f);
    private static final Color FAINT = new Color(0xd0, 0xd5, 0xdd);

    private final List<Report.Comparison> rows;
    private final double scale;
    private final BufferedImage image;
    private final Graphics2D canvas;

    private Plot(List<Report.Comparison> rows) {
        this.rows = rows;
        this.scale = BARS / (MARGIN * rows.stream().flatMap(Plot::values).max(Double::compare).orElse(1.0));
        this.image = new BufferedImage(
                LABELS + BARS + VALUES, TOP + ROW * rows.size() + BOTTOM, BufferedImage.TYPE_INT_RGB);
        this.canvas = image.createGraphics();
    }

    private static Stream<Double> values(Report.Comparison row) {
        return Stream.of(row.highest(), row.ratio(), row.goal().limitIfAny().orElse(0), 1.0);
    }

    /** Writes a PNG of at most {@value #ROWS} rows. */
    static void write(String title, List<Report.Comparison> rows, Path file) throws IOException {
        Plot plot = new Plot(rows);
        plot.draw(title);
        ImageIO.write(plot.image, "png", file.toFile());
    }

    private void draw(String title) {
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
        text(title, 12, 24, Font.BOLD, Color.BLACK);
        text("ratio to the baseline; line: goal; whisker: lowest to highest", 12, 43, Font.PLAIN, REPORTED);
        line(1.0, TOP - 4, TOP + ROW * rows.size(), FAINT, 1);
        for (int i = 0; i < rows.size(); i++) {
            draw(rows.get(i), TOP + i * ROW);
        }
        canvas.dispose();
    }

    private void draw(Report.Comparison row, int top) {
        int middle = top + ROW / 2;
        text(row.what() + ", " + row.metric(), 12, middle - 4, Font.BOLD, Color.BLACK);
        text(row.candidate().name() + " / " + row.baseline().name(), 12, middle + 12, Font.PLAIN, REPORTED);
        canvas.setColor(color(row));
        canvas.fillRect(LABELS, middle - BAR / 2, length(row.ratio()), BAR);
        whisker(row, middle);
        row.goal().limitIfAny().ifPresent(goal -> line(goal, top + 4, top + ROW - 4, Color.BLACK, 2));
        String value = String.format(Locale.ROOT, "%.2f  %s", row.ratio(), row.goal());
        text(value, LABELS + BARS + 10, middle + 5, Font.BOLD, color(row));
    }

    private void whisker(Report.Comparison row, int middle) {
        int from = LABELS + length(row.lowest());
        int to = LABELS + length(row.highest());
        canvas.setColor(Color.DARK_GRAY);
        canvas.setStroke(new BasicStroke(1.5f));
        canvas.drawLine(from, middle, to, middle);
        canvas.drawLine(from, middle - 5, from, middle + 5);
        canvas.drawLine(to, middle - 5, to, middle + 5);
    }

    private void line(double ratio, int top, int bottom, Color color, int width) {
        canvas.setColor(color);
        canvas.setStroke(new BasicStroke(width));
        canvas.drawLine(LABELS + length(ratio), top, LABELS + length(ratio), bottom);
    }

    private void text(String text, int left, int baseline, int style, Color color) {
        canvas.setFont(new Font(Font.SANS_SERIF, style, 13));
        canvas.setColor(color);
        canvas.drawString(text, left, baseline);
    }

    private int length(double ratio) {
        return (int) Math.round(ratio * scale);
    }

    private static Color color(Report.Comparison row) {
        if (row.goal().limitIfAny().isEmpty()) {
            return REPORTED;
        }
        return row.goal().isMetBy(row.ratio()) ? MET : MISSED;
    }
}
