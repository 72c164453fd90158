package io.github.consentgrants.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The ratios of a report as a picture: a bar for each, half of its range as a line, and the goal as a dot. */
final class Plot {
    private static final int WIDTH_OF_A_BAR = 110;
    private static final int MARGIN = 250;
    private static final int HEIGHT = 1000;
    private static final int UPRIGHT = 90;

    private Plot() {}

    /** Writes a PNG; nothing if there is nothing to compare. */
    static void write(List<Report.Comparison> comparisons, Path file) throws IOException {
        if (comparisons.isEmpty()) {
            return;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(MARGIN + WIDTH_OF_A_BAR * comparisons.size())
                .height(HEIGHT)
                .yAxisTitle("ratio")
                .build();
        chart.getStyler().setXAxisLabelRotation(UPRIGHT);
        chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
        List<String> names = comparisons.stream().map(Plot::name).toList();
        chart.addSeries(
                "measured",
                names,
                comparisons.stream().map(Report.Comparison::ratio).toList(),
                comparisons.stream().map(Plot::spread).toList());
        chart.addSeries(
                        "goal",
                        names,
                        comparisons.stream()
                                .map(row -> row.goal().limitOrNull())
                                .toList())
                .setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    }

    private static String name(Report.Comparison row) {
        return row.what() + ", " + row.metric() + ": " + row.candidate().name() + " / "
                + row.baseline().name();
    }

    private static double spread(Report.Comparison row) {
        double least = row.candidate().min() / row.baseline().max();
        double most = row.candidate().max() / row.baseline().min();
        return (most - least) / 2;
    }
}
