using System.Globalization;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Nodes.From;
using Tocsin.Pipelines.Recordings;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Backtests;

/// <summary>What an InfluxDB has of a span of time, recorded for a script as a server does it, into a folder that is deleted afterwards.</summary>
internal sealed class RecordedRange(ConfigFile config, Extensions extensions, Func<string, string?> environment, DateTimeOffset from, DateTimeOffset to)
{
    private const string Id = "backtest";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Records what the script reads.</summary>
    /// <param name="folder">Where the recording is kept.</param>
    /// <returns>The file.</returns>
    /// <exception cref="BacktestException">It cannot be recorded.</exception>
    /// <exception cref="DefinitionException">The script is refused.</exception>
    public async Task<string> RecordAsync(TaskChange script, string folder, CancellationToken cancellationToken)
    {
        var engine = new AlertEngine(EngineSettings.Of(config) with
        {
            Extensions = new ExtensionRegistry(extensions),
            Wrap = static (_, _, _, handler) => new SilentHandler(handler),
            Environment = environment,
            WritesToInflux = false,
            Scales = false,
            Replay = config.Options.Replay with { Dir = folder },
        });
        await using (engine.ConfigureAwait(false))
        {
            await engine.StartAsync().ConfigureAwait(false);
            var task = await engine.Tasks.CreateAsync(script with { IsEnabled = false }).ConfigureAwait(false);
            var recording = task.Type == EdgeKind.Batch
                ? await engine.Recordings.RecordBatchAsync(Id, task.Id, from, to).ConfigureAwait(false)
                : await engine.Recordings.RecordQueryAsync(Id, QueryOf(task), EdgeKind.Stream, "").ConfigureAwait(false);
            while (recording is { Status: RunStatus.Running })
            {
                await Task.Delay(Look, TimeProvider.System, cancellationToken).ConfigureAwait(false);
                recording = engine.Recordings.Find(Id)!; // Nobody else deletes it.
            }

            return recording.Error.Length == 0
                ? Path.Combine(folder, Id + (recording.Type == EdgeKind.Batch ? ".brpl" : ".srpl"))
                : throw new BacktestException($"the InfluxDB did not give the data: {recording.Error}");
        }
    }

    private string QueryOf(TaskDefinition task)
    {
        var sources = (task.Graph?.Nodes ?? []).Select(node => node.Definition).OfType<FromNode>().Where(from => from.Measurement.Length > 0)
            .Select(from => (Database: Or(from.Database, task.Dbrps[0].Database), Policy: Or(from.RetentionPolicy, task.Dbrps[0].RetentionPolicy), from.Measurement)).Distinct().ToList();
        if (sources is not [var source])
        {
            throw new BacktestException(
                $"the script reads {(sources.Count == 0 ? "all measurements" : $"{sources.Count} measurements, {string.Join(", ", sources.Select(one => one.Measurement))}")}, and one query reads one: "
                + "record what is written with 'tocsin record stream' and give that");
        }

        return $"SELECT * FROM {Quoted(source.Database)}.{Quoted(source.Policy)}.{Quoted(source.Measurement)} WHERE time >= {At(from)} AND time < {At(to)} GROUP BY *";
    }

    private static string Or(string text, string other) => text.Length > 0 ? text : other;

    private static string Quoted(string name) => $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string At(DateTimeOffset time) => $"'{time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)}'";
}
