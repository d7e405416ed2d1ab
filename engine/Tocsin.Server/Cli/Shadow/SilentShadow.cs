using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Cli.Shadow;

/// <summary>What to say when no points come to a shadow: nothing can be compared then.</summary>
internal static class SilentShadow
{
    private const int MostNamed = 10;

    /// <summary>How points would come; null when they do, or no task waits for any.</summary>
    /// <param name="url">Where the shadow listens.</param>
    public static string? HintFor(AlertEngine engine, string url)
    {
        if (engine.Writer.Points > 0)
            return null;
        var read = engine.Tasks.Tasks.Where(task => task.Type == EdgeKind.Stream && engine.Running.Find(task.Id) is not null).SelectMany(task => task.Dbrps)
            .Distinct().OrderBy(dbrp => dbrp.Database, StringComparer.Ordinal).ThenBy(dbrp => dbrp.RetentionPolicy, StringComparer.Ordinal).ToList();
        if (read.Count == 0)
            return null;
        var statements = read.Take(MostNamed).Select(dbrp => $"  CREATE SUBSCRIPTION \"shadow\" ON \"{dbrp.Database}\".\"{dbrp.RetentionPolicy}\" DESTINATIONS ANY '{url}'");
        return $"no points have come, so that stream tasks see nothing: add {url} to the outputs of Telegraf, or let InfluxDB send them, with an address that it reaches, by\n"
            + string.Join('\n', statements)
            + (read.Count > MostNamed ? $"\nand for {read.Count - MostNamed} more databases and retention policies" : "")
            + "\nand DROP SUBSCRIPTION \"shadow\" ON each of them afterwards";
    }
}
