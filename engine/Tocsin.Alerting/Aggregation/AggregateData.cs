using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Time;

namespace Tocsin.Alerting.Aggregation;

/// <summary>What the message of aggregated events may tell.</summary>
internal sealed class AggregateData(long count, Duration interval) : TemplateData
{
    public static readonly TemplateShape MessageShape = new("aggregate", "Count", "Interval");

    public override TemplateShape Shape => MessageShape;

    public override TemplateValue Field(int index) => index == 0 ? TemplateValue.From(count) : TemplateValue.From(interval);
}
