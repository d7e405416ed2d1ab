using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Tocsin.Dsl.Text;
using Tocsin.Influx.Connections;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Influx;

/// <summary>The InfluxDBs of the configuration by name, one of them the default. Safe for any number of threads.</summary>
/// <param name="options">The entries; those that are not enabled are left out.</param>
/// <param name="time">The clock of time limits.</param>
/// <param name="handler">What requests go through; null for sockets.</param>
public sealed class InfluxClusters(IReadOnlyList<InfluxOptions> options, TimeProvider time, HttpMessageHandler? handler = null) : IDisposable
{
    private volatile IReadOnlyList<InfluxCluster> _all = [.. options.Where(entry => entry.Enabled).Select(entry => new InfluxCluster(entry, time, handler))];

    /// <summary>None are configured.</summary>
    public static InfluxClusters None { get; } = new([], TimeProvider.System);

    /// <summary>Raised when others are configured.</summary>
    public event Action? Changed;

    /// <summary>Those that are enabled.</summary>
    public IReadOnlyList<InfluxCluster> All => _all;

    /// <summary>What is wrong with a list as a whole.</summary>
    public static IEnumerable<OptionProblem> Check(IReadOnlyList<InfluxOptions> options)
    {
        var enabled = options.Where(entry => entry.Enabled).ToList();
        if (enabled.GroupBy(entry => entry.Name).FirstOrDefault(named => named.Count() > 1) is { } twins)
            yield return new OptionProblem("influxdb", $"has {twins.Count()} entries of the name '{twins.Key}': give each a name of its own");
        else if (enabled.Count > 1 && enabled.Count(entry => entry.Default) is var defaults and not 1)
            yield return new OptionProblem("influxdb", $"has {enabled.Count} enabled entries of which {defaults} have default: true; exactly one must have it");
    }

    /// <summary>The one of a name; of an empty name the default.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out InfluxCluster? cluster)
    {
        var all = _all;
        cluster = name.Length > 0 ? all.FirstOrDefault(entry => entry.Name == name)
            : all.Count == 1 ? all[0]
            : all.FirstOrDefault(entry => entry.Options.Default);
        return cluster is not null;
    }

    /// <summary>The same for who needs one.</summary>
    /// <exception cref="InfluxException">There is none of the name.</exception>
    public InfluxCluster Find(string name) => TryFind(name, out var cluster) ? cluster : throw new InfluxException(InfluxFailure.Refused, Missing(name));

    /// <summary>Why there is none of a name; null when there is.</summary>
    public string? WhyNot(string name) => TryFind(name, out _) ? null : Missing(name);

    /// <summary>The same for entries that are not in force.</summary>
    public static string? WhyNot(string name, IReadOnlyList<InfluxOptions> options)
    {
        var enabled = options.Where(entry => entry.Enabled).ToList();
        var isThere = name.Length > 0 ? enabled.Exists(entry => entry.Name == name) : enabled.Count == 1 || enabled.Exists(entry => entry.Default);
        return isThere ? null : Missing(name, [.. enabled.Select(entry => entry.Name)]);
    }

    /// <summary>Goes on with others; those that are the same keep their connections. Requests on their way end where they began.</summary>
    public void Change(IReadOnlyList<InfluxOptions> options)
    {
        var before = _all;
        _all = [.. options.Where(entry => entry.Enabled).Select(entry => before.FirstOrDefault(known => IsSame(known.Options, entry)) ?? new InfluxCluster(entry, time, handler))];
        if (!_all.SequenceEqual(before))
            Changed?.Invoke();
    }

    public void Dispose()
    {
        foreach (var cluster in _all)
            cluster.Close();
    }

    // Lists of records are compared by reference, their content as text.
    private static bool IsSame(InfluxOptions one, InfluxOptions other) => JsonSerializer.Serialize(one) == JsonSerializer.Serialize(other);

    private string Missing(string name) => Missing(name, [.. _all.Select(cluster => cluster.Name)]);

    private static string Missing(string name, IReadOnlyList<string> known)
    {
        var names = string.Join(", ", known.Select(entry => $"'{entry}'"));
        var hint = NearestName.Find(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        return name.Length > 0 && names.Length > 0 ? $"there is no InfluxDB of the name '{name}': the section influxdb of the configuration has {names}{hint}"
            : name.Length > 0 ? $"there is no InfluxDB of the name '{name}': the configuration has no section influxdb with an enabled entry"
            : names.Length > 0 ? $"no InfluxDB is the default one: name one of {names} with .cluster()"
            : "no InfluxDB is configured: add a section influxdb with its urls to the configuration";
    }
}
