using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting.Systemd;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Engine.Checks;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Server.Cli.Isolation;
using Tocsin.Server.Http;
using Tocsin.Server.Http.Hosting;
using Tocsin.Server.Http.Monitoring;
using Tocsin.Server.Loading;
using Tocsin.Server.Logging;
using Tocsin.Server.Reloading;
using Tocsin.Server.Telemetry;
using Tocsin.Server.Users;

namespace Tocsin.Server.Cli.Serve;

/// <summary>One run of the server, from an empty process to the last delivery.</summary>
internal sealed partial class ServerRun(ServeSettings settings, ReloadQueue<ReloadReport> reloads, Terminal terminal)
{
    /// <summary>The first requests are answered by then.</summary>
    private static readonly TimeSpan UntilStarted = TimeSpan.FromSeconds(1);

    private PosixSignalRegistration[] _endAtOnce = [];

    /// <summary>Starts the server and ends when it has stopped: after SIGTERM, SIGINT or the token.</summary>
    /// <exception cref="CliException">The server cannot start.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var logging = settings.Config.Options.Logging;
        using var lines = new LineLoggerProvider(LogOutput.Open(logging, terminal), LogLevels.Of(logging.Level), TimeProvider.System);
        var stopsBy = StopDeadline.PatienceFor(settings.Config.Options);
        using var deadline = new StopDeadline(() => stopsBy, EndLate);
        using var logs = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(lines));
        var log = logs.CreateLogger("tocsin.server");
        foreach (var warning in settings.Warnings)
            Log.Problem(log, warning);
        using var socket = ReserveAddress();
        foreach (var problem in CertificateChecks.Of(settings.Config.Root, TimeProvider.System.GetUtcNow()))
            Log.Problem(log, problem.ToString());

        // Both take a third of the start, and neither needs the other.
        var opening = Task.Run(() => StoreChoice.Open(settings.Config.Options.Storage, EngineSettingsWith(settings.Config, logs).ForStore()), CancellationToken.None);
        using var extensions = await OpenExtensionsAsync(logs, log, opening).ConfigureAwait(false);
        var store = await opening.ConfigureAwait(false);

        // What was set over the file stands in the store, and the engine is made with it.
        var overrides = OverridesIn(store, extensions.Current, log);
        var config = settings.Config.With(overrides, ConfigSection.All(extensions.Current.Kinds));
        var engine = new AlertEngine(EngineSettingsWith(config, logs) with { Extensions = extensions, OpenStore = _ => store });
        await using (engine.ConfigureAwait(false))
        {
            if (engine.Plugins is { Plugins.Count: 0 } none)
                Log.NoPlugins(log, none.Folder);
            using var provider = config.Options.Oidc.IsUsed() ? new OidcProvider(config.Options.Oidc, TimeProvider.System, logs.CreateLogger("tocsin.http")) : null;
            var access = new ServerAccess(store, settings.Http, TimeProvider.System, settings.DataFolder, logs.CreateLogger("tocsin.http"), provider);
            var audit = new AuditTrail(store, TimeProvider.System, settings.Http.AuditRows);
            NotePlugins(engine.Plugins, audit);
            using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => audit.Add("", "", "SIGHUP", "configuration, plugins and definitions are read again"));
            var (openness, shows) = Openness.Of(settings, access);
            if (openness.Length > 0)
                Log.Problem(log, openness);
            await engine.StartAsync().ConfigureAwait(false);
            var options = new LiveSetting<ServerOptions>(config.Options);
            using var telemetry = new TelemetryExport(EngineFigures.Of(engine), engine.Identity.ServerId, log, TimeProvider.System);
            telemetry.Change(config.Options.Otlp, config.Options.Tracing);
            var configuration = ConfigurationOf(engine, options, lines, telemetry, overrides);
            var reloader = new Reloader(engine, configuration, DefinitionsOf(engine), reloads, log);
            await LoadAsync(reloader, cancellationToken).ConfigureAwait(false);
            using var pool = new PoolWatch(engine.Limits.Threads, () => settings.Guard.UnderWayNow, log);
            pool.Start();
            var app = HttpServer.Build(engine, settings.Address, new ServerParts
            {
                Logs = lines, Options = options, Configuration = configuration, Reloader = reloader, Socket = socket, Access = access, Audit = audit, Openness = shows ? openness : "",
                Pool = () => pool.Trouble,
            });
            await using (app.ConfigureAwait(false))
                await ServeAsync(engine, app, reloader, access, log, cancellationToken).ConfigureAwait(false);
        }

        foreach (var registration in _endAtOnce)
            registration.Dispose();
        Log.Stopped(log);
    }

    private async Task ServeAsync(AlertEngine engine, WebApplication app, Reloader reloader, ServerAccess access, ILogger log, CancellationToken cancellationToken)
    {
        var url = await ListenAsync(app, cancellationToken).ConfigureAwait(false);
        using var door = LocalDoor.Open(settings.DataFolder, url, access.NewLocalToken());
        var limits = engine.Limits;
        Log.Limits(log, limits.BodyBytes, limits.DefinitionBytes, limits.ScriptLength, limits.BytesInFlight, limits.AnswerBytes, limits.Series);
        Log.Listening(log, url, settings.DataFolder, engine.Tasks.Tasks.Count);
        await SayAsync($"Tocsin listens on {url}", cancellationToken).ConfigureAwait(false);
        foreach (var target in settings.Suspended.Where(target => engine.Alerts.Outbox.FindCounters(HandlerTarget.Parse(target)) is null))
            Log.NotThere(log, target);

        await engine.Inputs.AdoptAsync(settings.Config.Options.Inputs()).ConfigureAwait(false);
        await engine.Subscriptions.StartAsync(new Uri(url).Port, settings.Config.Options.Http.HttpsEnabled, () => access.Subscriber).ConfigureAwait(false);

        // Only now: whatever a handler does to the server, somebody who asks it has been answered before.
        engine.Alerts.StartDeliveries();
        using var service = new ServiceNotice(new SystemdNotifier(), terminal.Environment, TimeProvider.System);
        service.Ready();
        using var stopping = app.Lifetime.ApplicationStopping.Register(() =>
        {
            Log.Stopping(log);
            service.Stopping();
            _endAtOnce = EndAtOnceOnSignals();
        });
        reloader.Open(app.Lifetime.ApplicationStopping);
        _ = GiveBackMemoryOfStartAsync();
        await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        await reloader.CloseAsync().ConfigureAwait(false);
    }

    // Whoever reads objects there has the line of the log.
    private async Task SayAsync(string line, CancellationToken cancellationToken)
    {
        if (settings.Config.Options.Logging is { File: "STDOUT", Format: LogFormat.Json })
            return;
        await terminal.Out.WriteLineAsync(line.AsMemory(), cancellationToken).ConfigureAwait(false);
        await terminal.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    // Their code does what the server may do.
    private static void NotePlugins(PluginHost? plugins, AuditTrail audit)
    {
        if (plugins is null)
            return;
        plugins.Changed = (state, load) => audit.Add("", "", state == PluginState.Removed ? "UNLOAD" : "LOAD", $"plugin {load.Id} {load.Assembly}");
        foreach (var plugin in plugins.Plugins.Where(plugin => plugin.State == PluginState.Loaded))
            plugins.Changed(plugin.State, plugin.Load);
    }

    // Scripts, plugins and what was read of the store leave much behind that is never wanted again, and an idle server collects nothing.
    private static async Task GiveBackMemoryOfStartAsync()
    {
        await Task.Delay(UntilStarted, TimeProvider.System).ConfigureAwait(false);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <exception cref="CliException">A definition is wrong.</exception>
    private async Task LoadAsync(Reloader reloader, CancellationToken cancellationToken)
    {
        var errors = await reloader.StartAsync(cancellationToken).ConfigureAwait(false);
        if (errors.Count > 0)
            throw new CliException($"the folder {settings.LoadFolder} cannot be loaded:\n{string.Join('\n', errors)}");
    }

    // Nobody is listened to until all is loaded, but an address that another program has must be told before anything runs.
    private Socket ReserveAddress()
    {
        try
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(settings.Address);
        }
        catch (SocketException problem)
        {
            throw CannotListen(problem.Message);
        }
    }

    // Not by the log, whose stream somebody may hold as well.
    private void EndLate(TimeSpan patience)
    {
        terminal.Error.WriteLine($"the server did not stop within {patience.TotalSeconds} s and is ended: code of a script or a plugin keeps its threads busy; what is owed is delivered after the next start");
        Environment.Exit(ExitCode.Failed);
    }

    /// <summary>Who asks again while the server stops does not want to wait; what is owed stays in the store.</summary>
    private static PosixSignalRegistration[] EndAtOnceOnSignals() =>
        [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, _ => Environment.Exit(ExitCode.Failed)))];

    private EngineSettings EngineSettingsWith(ConfigFile config, ILoggerFactory logs) => EngineSettings.Of(config) with
    {
        DataFolder = settings.DataFolder,
        DataFolderLock = settings.DataFolderLock,
        Journal = config.Options.Journal,
        ServerUrl = UrlFor(settings.Address, config.Options),
        Environment = terminal.Environment,
        Guard = settings.Guard,
        Isolation = new IsolationHost(config.Options.Isolation, IsolatedHandlerCommand.Program, TimeProvider.System),
        HoldsDeliveries = true,
        LoggerFactory = logs,
    };

    private async Task<string> ListenAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ListenException problem)
        {
            throw new CliException(problem.Message);
        }
        catch (Exception problem) when (problem is IOException or SocketException)
        {
            throw CannotListen(problem.InnerException?.Message ?? problem.Message);
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
        return addresses?.FirstOrDefault()?.Replace("[::]", "localhost", StringComparison.Ordinal) ?? $"http://{settings.Address}";
    }

    private CliException CannotListen(string why) =>
        new($"cannot listen on {settings.Address}: {why}. Stop the program that listens there, or give another address with --http");

    /// <param name="opening">The store, which is closed again when there is no server to be.</param>
    /// <exception cref="CliException">The configuration of a service is wrong.</exception>
    private async Task<ExtensionRegistry> OpenExtensionsAsync(ILoggerFactory logs, ILogger log, Task<IStateStore> opening)
    {
        ExtensionRegistry? extensions = null;
        try
        {
            extensions = (settings.Extensions with { Logs = logs }).Open();
            CheckExtensions(extensions.Current, log);
            return extensions;
        }
        catch
        {
            extensions?.Dispose();
            if (await Task.WhenAny(opening).ConfigureAwait(false) is { IsCompletedSuccessfully: true, Result: var store })
                await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <exception cref="CliException">The configuration of a service is wrong.</exception>
    private void CheckExtensions(Extensions extensions, ILogger log)
    {
        var problems = settings.Config.ProblemsFor(extensions.Kinds).Except(settings.Config.Problems).ToList();
        if (problems.Any(problem => !problem.IsWarning))
            throw new CliException(string.Join('\n', problems.Where(problem => !problem.IsWarning)));
        foreach (var problem in problems)
            Log.Problem(log, problem.ToString());
        foreach (var error in extensions.FunctionErrors)
            Log.Problem(log, error);
    }

    private ConfigOverrides OverridesIn(IStateStore store, Extensions extensions, ILogger log)
    {
        var kept = new ConfigOverrides(store.LoadOverrides());
        if (settings.Config.Options.SkipConfigOverrides)
        {
            if (kept.Rows.Count > 0)
                Log.Skipped(log, kept.Rows.Count);
            return ConfigOverrides.None;
        }

        var misfits = new List<string>();
        var fitting = kept.Fitting(settings.Config, extensions.Kinds, misfits);
        foreach (var misfit in misfits)
            Log.Problem(log, misfit);
        return fitting;
    }

    private ConfigReload ConfigurationOf(AlertEngine engine, LiveSetting<ServerOptions> options, LineLoggerProvider lines, TelemetryExport telemetry, ConfigOverrides overrides) =>
        new(settings.ConfigPath, settings.Config, engine, options, changed => Change(lines, telemetry, changed, options.Current.Logging), TimeProvider.System, overrides);

    private void Change(LineLoggerProvider lines, TelemetryExport telemetry, ServerOptions changed, LoggingOptions before)
    {
        ChangeLog(lines, changed.Logging, before);
        telemetry.Change(changed.Otlp, changed.Tracing);
    }

    // A level that somebody set since stays until the file says another one.
    private void ChangeLog(LineLoggerProvider lines, LoggingOptions logging, LoggingOptions before)
    {
        lines.Change(LogOutput.Open(logging, terminal));
        if (logging.Level != before.Level)
            lines.Minimum = LogLevels.Of(logging.Level);
    }

    private LoadFolder? DefinitionsOf(AlertEngine engine) => settings.LoadFolder is { } folder
        ? new LoadFolder(engine, folder, new LoadLedger(Path.Combine(settings.DataFolder, "loaded.json")), TimeProvider.System)
        : null;

    private static Uri UrlFor(IPEndPoint address, ServerOptions options)
    {
        var isEverywhere = address.Address.Equals(IPAddress.Any) || address.Address.Equals(IPAddress.IPv6Any);
        return new Uri($"{(options.Http.HttpsEnabled ? "https" : "http")}://{(isEverywhere ? $"{options.Hostname}:{address.Port}" : address.ToString())}{RouteTable.Base}");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "server listens url={Url} data={DataFolder} tasks={Tasks}")]
        public static partial void Listening(ILogger logger, string url, string dataFolder, int tasks);

        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "limits body-bytes={Body} definition-bytes={Definition} script-length={Script} bytes-in-flight={InFlight} answer-bytes={Answers} series={Series}")]
        public static partial void Limits(ILogger logger, long body, int definition, int script, long inFlight, long answers, int series);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
        public static partial void Problem(ILogger logger, string problem);

        [LoggerMessage(Level = LogLevel.Warning, Message = "skip-config-overrides is set: what the API set over the configuration is left out elements={Count}")]
        public static partial void Skipped(ILogger logger, int count);

        [LoggerMessage(Level = LogLevel.Warning, Message = "there are no plugins: only the handlers of the server itself can be used folder={Folder}")]
        public static partial void NoPlugins(ILogger logger, string folder);

        [LoggerMessage(Level = LogLevel.Warning, Message = "there is no handler of that name to suspend, 'tocsin status' lists them handler={Handler}")]
        public static partial void NotThere(ILogger logger, string handler);

        [LoggerMessage(Level = LogLevel.Information, Message = "server stops: requests are ended, tasks and deliveries drained")]
        public static partial void Stopping(ILogger logger);

        [LoggerMessage(Level = LogLevel.Information, Message = "server stopped")]
        public static partial void Stopped(ILogger logger);
    }
}
