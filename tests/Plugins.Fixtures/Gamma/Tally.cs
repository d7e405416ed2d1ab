using Tocsin.Sdk.Functions;

namespace Fixtures;

/// <summary>Adds up the field <c>v</c> in the field <c>sum</c>.</summary>
[PipelineFunction("tally")]
public sealed class Tally(TallyOptions options) : IStreamFunction
{
    private double _sum;

    public void OnPoint(PointView point, PointOutput output)
    {
        _sum += point["v"].Number * options.Factor;
        output.Change(point).Set("sum", _sum).Emit();
    }
}
