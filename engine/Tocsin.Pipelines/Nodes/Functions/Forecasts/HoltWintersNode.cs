using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;

namespace Tocsin.Pipelines.Nodes.Functions.Forecasts;

/// <summary>Forecasts a number with the damped Holt-Winters method: a batch of the points to come.</summary>
/// <example><code>stream|from().measurement('visits')|window().period(1w).every(1d)|holtWinters('count', 24, 24, 1h)</code></example>
[Node("holtWinters", Provides = EdgeKind.Batch)]
internal sealed class HoltWintersNode(string field, long h, long m, Duration interval)
    : ForecastNode("holtWinters", field, h, m, interval)
{
    private protected override bool IncludesFit => false;
}
