using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Arrivals;

/// <summary>What data comes from: a measurement of a database and retention policy, or all of these.</summary>
/// <param name="Measurement">Empty for all.</param>
internal sealed record ArrivalSource(Origin Origin, string Measurement)
{
    /// <summary>The whole of the database and retention policy.</summary>
    public ArrivalSource Whole => this with { Measurement = "" };

    /// <summary>The id of the alert that says that nothing comes.</summary>
    public string AlertId => Measurement.Length == 0 ? $"{BlindSources.IdPrefix}{Place}" : $"{BlindSources.IdPrefix}{Place}:{Measurement}";

    private string Place => $"{Origin.Database}.{Origin.RetentionPolicy}";

    public override string ToString() => Measurement.Length == 0 ? Place : $"measurement {Measurement} of {Place}";
}
