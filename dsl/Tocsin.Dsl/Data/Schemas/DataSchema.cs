using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Dsl.Data.Schemas;

/// <summary>Which measurements there are, with their tags and fields, as far as somebody has seen them. Immutable.</summary>
public sealed class DataSchema
{
    private readonly Dictionary<string, MeasurementSchema> _byName;

    /// <summary>Takes measurements; those of one name, as of several databases, count as one.</summary>
    /// <param name="isWhole">True when there are no others among those that were asked for: such a name that is not there was never seen.</param>
    public DataSchema(IEnumerable<MeasurementSchema> measurements, bool isWhole = true)
    {
        IsWhole = isWhole;
        _byName = measurements.GroupBy(measurement => measurement.Name, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Aggregate((one, other) => one.And(other)), StringComparer.Ordinal);
    }

    /// <summary>False when there may be more measurements than these.</summary>
    public bool IsWhole { get; }

    /// <summary>The measurements in the order of their names.</summary>
    public IEnumerable<MeasurementSchema> Measurements => _byName.Values.OrderBy(measurement => measurement.Name, StringComparer.Ordinal);

    /// <summary>The names of the measurements.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>The measurement of a name.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out MeasurementSchema? measurement) => _byName.TryGetValue(name, out measurement);

    /// <summary>These and others; what is known of both is put together.</summary>
    public DataSchema And(DataSchema other) => new(_byName.Values.Concat(other._byName.Values), IsWhole && other.IsWhole);
}
