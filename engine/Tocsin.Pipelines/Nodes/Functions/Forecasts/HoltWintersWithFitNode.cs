using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;

namespace Tocsin.Pipelines.Nodes.Functions.Forecasts;

/// <summary>Forecasts a number with the damped Holt-Winters method: a batch of the fitted values of the points there are and of the points to come.</summary>
/// <example><code>stream|from().measurement('visits')|window().period(1w).every(1d)|holtWintersWithFit('count', 24, 24, 1h)</code></example>
[Node("holtWintersWithFit", Kind = "holtWinters", Provides = EdgeKind.Batch)]
internal sealed class HoltWintersWithFitNode(string field, long h, long m, Duration interval)
    : ForecastNode("holtWinters", field, h, m, interval)
{
    private protected override bool IncludesFit => true;
}
