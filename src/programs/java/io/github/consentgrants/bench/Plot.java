package io.github.consentgrants.bench;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The ratios of a report as a picture: a bar for each, and dots for its lowest, its highest and its goal. */
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
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setOverlapped(true);
        chart.getStyler().setYAxisMin(0.0);
        chart.addSeries(
                "median",
                names,
                comparisons.stream().map(Report.Comparison::ratio).toList());
        dots(chart, "lowest", comparisons, Report.Comparison::lowest);
        dots(chart, "highest", comparisons, Report.Comparison::highest);
        dots(chart, "goal", comparisons, row -> row.goal().limitOrNull());
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    }

    private static void dots(
            CategoryChart chart,
            String name,
            List<Report.Comparison> comparisons,
            Function<Report.Comparison, Double> value) {
        List<Double> values = new ArrayList<>();
        comparisons.forEach(row -> values.add(value.apply(row)));
        chart.addSeries(name, comparisons.stream().map(Plot::name).toList(), values)
                .setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
    }

    private static String name(Report.Comparison row) {
        return row.what() + ", " + row.metric() + ": " + row.candidate().name() + " / "
                + row.baseline().name();
    }
}
