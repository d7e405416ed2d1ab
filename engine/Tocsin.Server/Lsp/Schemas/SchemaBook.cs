using Tocsin.Dsl.Data.Schemas;

namespace Tocsin.Server.Lsp.Schemas;

/// <summary>What was asked of a schema already, by the names that scripts are about; each is asked again after a while. For one thread.</summary>
internal sealed class SchemaBook(ISchemaSource source, TimeProvider time)
{
    private const int MostNames = 500;
    private const int MostMeasurements = 200;
    private const int Begin = 2;

    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (DataSchema? Schema, DateTimeOffset Until)> _byName = new(StringComparer.Ordinal);
    private List<DataSchema> _parts = [];
    private DataSchema? _all;

    /// <summary>Who is asked, for people; empty for nobody.</summary>
    public string Name => source.Name;

    /// <summary>What is known of the measurements that a script names, and of those that begin as what is being typed. The same object while that stays the same.</summary>
    public async ValueTask<DataSchema?> OfAsync(IReadOnlyList<string> measurements, CancellationToken cancellationToken)
    {
        var parts = new List<DataSchema>();
        foreach (var name in measurements.Take(MostNames).DefaultIfEmpty(""))
        {
            var found = await FindAsync(name, cancellationToken).ConfigureAwait(false);
            Add(found);

            // What it may be a misspelling of.
            if (found is not null && name.Length > Begin && !found.TryFind(name, out _))
                Add(await FindAsync(name[..Begin], cancellationToken).ConfigureAwait(false));
        }

        if (_parts.SequenceEqual(parts))
            return _all;
        _parts = parts;
        return _all = parts.Count == 0 ? null : parts.Aggregate((one, other) => one.And(other));

        void Add(DataSchema? schema)
        {
            if (schema is not null && !parts.Contains(schema))
                parts.Add(schema);
        }
    }

    private async ValueTask<DataSchema?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_byName.TryGetValue(name, out var known) && now < known.Until)
            return known.Schema;
        if (_byName.Count >= MostNames)
            _byName.Clear();
        var found = await source.FindAsync(name, MostMeasurements, cancellationToken).ConfigureAwait(false);
        _byName[name] = (found, now + Lasts);
        return found;
    }
}
