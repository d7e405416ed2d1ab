using Tocsin.Dsl.Data;
using Tocsin.Dsl.Data.Schemas;

namespace Tocsin.Pipelines.Data;

/// <summary>
/// Which tags and fields the points of a measurement had, for who writes scripts. Grows with new combinations of names only, and not beyond
/// <see cref="MostCombinations"/> of them. Safe for any number of threads.
/// </summary>
internal sealed class MeasurementNames
{
    /// <summary>What is written without end in names is not learned without end.</summary>
    public const int MostCombinations = 256;

    private readonly HashSet<TagKeys> _tags = [];
    private readonly HashSet<FieldLayout> _layouts = [];
    private TagKeys? _lastTags;
    private FieldLayout? _lastLayout;
    private long _lastSeen;

    /// <summary>Notes when points came, in nanoseconds of the clock.</summary>
    public void Note(long now) => Volatile.Write(ref _lastSeen, now);

    /// <summary>Notes the tags of a new series.</summary>
    public void Note(TagKeys tags)
    {
        if (ReferenceEquals(tags, _lastTags))
            return;
        lock (_tags)
        {
            _lastTags = tags;
            if (_tags.Count < MostCombinations)
                _tags.Add(tags);
        }
    }

    /// <summary>Notes the fields of a line that are not those of the line before.</summary>
    public void Note(FieldLayout layout)
    {
        if (ReferenceEquals(layout, Volatile.Read(ref _lastLayout)))
            return;
        lock (_tags)
        {
            Volatile.Write(ref _lastLayout, layout);
            if (_layouts.Count < MostCombinations)
                _layouts.Add(layout);
        }
    }

    /// <summary>What is known by now.</summary>
    public MeasurementSchema Describe(string name)
    {
        lock (_tags)
        {
            DateTimeOffset? seen = Volatile.Read(ref _lastSeen) is > 0 and var at ? DateTimeOffset.UnixEpoch.AddTicks(at / TimeSpan.NanosecondsPerTick) : null;
            var fields = new SortedDictionary<string, FieldType>(StringComparer.Ordinal);
            foreach (var layout in _layouts)
            {
                for (var slot = 0; slot < layout.Count; slot++)
                    fields[layout.NameAt(slot)] = fields.TryGetValue(layout.NameAt(slot), out var known) && known != layout.TypeAt(slot) ? FieldType.Null : layout.TypeAt(slot);
            }

            return new MeasurementSchema(
                name, [.. _tags.SelectMany(keys => keys.Names).Distinct().Order(StringComparer.Ordinal)], [.. fields.Select(field => new FieldSchema(field.Key, field.Value))], seen);
        }
    }
}
