using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Checks;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Reloading;

/// <summary>Reads again, while the server runs, what it was started with: the configuration, plugins and definitions.</summary>
/// <param name="definitions">The folder of definitions; null when there is none.</param>
/// <param name="queue">Those who ask for a reload.</param>
internal sealed partial class Reloader(
    AlertEngine engine, ConfigReload configuration, LoadFolder? definitions, ReloadQueue<ReloadReport> queue, ILogger log)
{
    private volatile ConfigReport? _configured;
    private volatile LoadReport? _loaded;

    /// <summary>False when there is no file to read again.</summary>
    public bool HasConfiguration => configuration.HasFile;

    /// <summary>What came of the configuration when it was last read again; null when it never was.</summary>
    public ConfigReport? Configured => _configured;

    /// <summary>What came of the last load of definitions; null when there was none.</summary>
    public LoadReport? Loaded => _loaded;

    /// <summary>The certificates and keys of the configuration in force that cannot be used.</summary>
    public IReadOnlyList<ConfigProblem> Certificates(DateTimeOffset now) => CertificateChecks.Of(configuration.Applied.Root, now);

    /// <summary>Loads the definitions when the server starts.</summary>
    /// <returns>What is wrong with them.</returns>
    public async Task<IReadOnlyList<string>> StartAsync(CancellationToken cancellationToken)
    {
        if (definitions is null)
            return [];
        var report = await definitions.StartAsync(cancellationToken).ConfigureAwait(false);
        if (report.Errors.Count == 0)
            Tell(report);
        return report.Errors;
    }

    /// <summary>From now on reloads are made, also those that were asked for before; the token ends waits for files to come to rest.</summary>
    public void Open(CancellationToken cancellationToken) => queue.Open(scope => ReloadAsync(scope, cancellationToken));

    /// <summary>Asks for a reload. What fails is logged, and in the report.</summary>
    /// <returns>What came of one that began after the call, and may have been asked by others for more.</returns>
    public Task<ReloadReport> RequestAsync(ReloadScope scope) => queue.RequestAsync(scope);

    /// <summary>Ends when the reload that runs is over; no other begins.</summary>
    public Task CloseAsync() => queue.CloseAsync();

    private async Task<ReloadReport> ReloadAsync(ReloadScope scope, CancellationToken cancellationToken)
    {
        try
        {
            // First what others stand on: definitions may need a service, or what a plugin brings.
            var config = scope.HasFlag(ReloadScope.Configuration) ? await ConfigureAsync(cancellationToken).ConfigureAwait(false) : null;
            var load = scope.HasFlag(ReloadScope.Definitions) ? await LoadAgainAsync(cancellationToken).ConfigureAwait(false) : null;
            return new ReloadReport(config, load);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Whoever sent a signal waits for no answer: what the log does not tell is lost.
            Log.Failed(log, problem);
            throw;
        }
    }

    private async Task<ConfigReport?> ConfigureAsync(CancellationToken cancellationToken)
    {
        if (!configuration.HasFile)
            return null;
        var report = await configuration.ApplyAsync(cancellationToken).ConfigureAwait(false);
        _configured = report;
        foreach (var problem in report.Errors.Concat(report.Warnings).Concat(report.Kept))
            Log.Problem(log, problem);
        if (report.Errors.Count > 0)
        {
            Log.NotConfigured(log, report.Path);
            return report;
        }

        Log.Configured(log, report.Path, Names(report.Applied), Names(report.Renewed));
        if (report.WithTask.Count > 0)
            Log.WithTask(log, Names(report.WithTask));
        if (report.NeedsRestart.Count > 0)
            Log.NeedsRestart(log, Names(report.NeedsRestart));
        return report;
    }

    private async Task<LoadReport?> LoadAgainAsync(CancellationToken cancellationToken)
    {
        if (engine.Plugins is not null)
            await engine.Plugins.RescanAsync().ConfigureAwait(false);
        await engine.Sideloads.ReloadAsync(cancellationToken).ConfigureAwait(false);
        await engine.Alerts.Handlers.RetryAsync().ConfigureAwait(false);
        if (definitions is null)
            return null;
        var report = await definitions.ApplyAsync(isPatient: true, cancellationToken).ConfigureAwait(false);
        Tell(report);
        return report;
    }

    private void Tell(LoadReport report)
    {
        _loaded = report;
        foreach (var problem in report.Errors.Concat(report.Warnings))
            Log.Problem(log, problem);
        if (report.NeedsAttention)
            Log.PartlyLoaded(log, report.Folder, report.Applied, report.Total);
        else
            Log.Loaded(log, report.Folder, report.Applied, report.Total);
    }

    private static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(',', names);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
        public static partial void Problem(ILogger logger, string problem);

        [LoggerMessage(Level = LogLevel.Information, Message = "configuration applied file={File} changed={Changed} renewed={Renewed}")]
        public static partial void Configured(ILogger logger, string file, string changed, string renewed);

        [LoggerMessage(Level = LogLevel.Warning, Message = "configuration takes effect for tasks at their next start, 'tocsin reload TASK' restarts one keys={Keys}")]
        public static partial void WithTask(ILogger logger, string keys);

        [LoggerMessage(Level = LogLevel.Warning, Message = "configuration needs a restart of the server keys={Keys}")]
        public static partial void NeedsRestart(ILogger logger, string keys);

        [LoggerMessage(Level = LogLevel.Error, Message = "configuration rejected; the previous one stays in effect file={File}")]
        public static partial void NotConfigured(ILogger logger, string file);

        [LoggerMessage(Level = LogLevel.Information, Message = "definitions loaded folder={Folder} applied={Applied} of={Total}")]
        public static partial void Loaded(ILogger logger, string folder, int applied, int total);

        [LoggerMessage(Level = LogLevel.Error, Message = "definitions loaded in part, nothing is deleted folder={Folder} applied={Applied} of={Total}")]
        public static partial void PartlyLoaded(ILogger logger, string folder, int applied, int total);

        [LoggerMessage(Level = LogLevel.Error, Message = "what changed cannot be loaded")]
        public static partial void Failed(ILogger logger, Exception problem);
    }
}
