using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Tocsin.Engine.Configuration;
using Tocsin.Engine.Functions;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Storage;
using Tocsin.Scripting.Functions;
using Tocsin.Server.Cli.Logging;
using Tocsin.Server.Http;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Serve;

/// <summary>One run of the server, from an empty process to the last delivery.</summary>
internal sealed partial class ServerRun(ServeSettings settings, Terminal terminal)
{
    private PosixSignalRegistration[] _endAtOnce = [];

    /// <summary>Starts the server and ends when it has stopped: after SIGTERM, SIGINT or the token.</summary>
    /// <exception cref="CliException">The server cannot start.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var file = OpenLogFile(settings.Config.Options.Logging.File);
        var writer = file ?? (settings.Config.Options.Logging.File == "STDOUT" ? terminal.Out : terminal.Error);
        using var lines = new LineLoggerProvider(writer, settings.LogLevel, TimeProvider.System);
        using var logs = LoggerFactory.Create(logging => logging.SetMinimumLevel(settings.LogLevel).AddProvider(lines));
        var log = logs.CreateLogger("tocsin.server");
        foreach (var warning in settings.Warnings)
            Log.Problem(log, warning);
        var plugins = new PluginHost(settings.PluginFolder, settings.OwnKinds, TimeProvider.System, logs);
        CheckSections(plugins.Set, log);

        AddFunctions(plugins.Functions, log);
        var engine = new AlertEngine(EngineSettingsWith(plugins, logs));
        await using (engine.ConfigureAwait(false))
        {
            await engine.StartAsync().ConfigureAwait(false);
            var live = settings.Functions is { } functions ? new LiveFunctions(engine, functions, log) : null;
            var app = HttpServer.Build(engine, settings.Address, lines, settings.Config.Options.DefaultRetentionPolicy, settings.Config.Options.Http);
            await using (app.ConfigureAwait(false))
                await ServeAsync(engine, app, log, cancellationToken).ConfigureAwait(false);
            if (live is not null)
                await live.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var registration in _endAtOnce)
            registration.Dispose();
        Log.Stopped(log);
    }

    private async Task ServeAsync(AlertEngine engine, WebApplication app, ILogger log, CancellationToken cancellationToken)
    {
        var url = await ListenAsync(app, cancellationToken).ConfigureAwait(false);
        if (settings.LoadFolder is not null)
            await LoadAtStartAsync(engine, app, settings.LoadFolder, log).ConfigureAwait(false);

        using var reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _ = LoadAgainAsync(engine, log);
        });
        var limits = engine.Limits;
        Log.Limits(log, limits.BodyBytes, limits.DefinitionBytes, limits.ScriptLength, limits.BytesInFlight, limits.Series);
        Log.Listening(log, url, settings.DataFolder, engine.Tasks.Tasks.Count);
        await terminal.Out.WriteLineAsync($"Tocsin listens on {url}").ConfigureAwait(false);
        await terminal.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
        using var stopping = app.Lifetime.ApplicationStopping.Register(() =>
        {
            Log.Stopping(log);
            _endAtOnce = EndAtOnceOnSignals();
        });
        await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
    }

    private void AddFunctions(FunctionRegistry functions, ILogger log)
    {
        if (settings.Functions is not { } folder)
            return;
        foreach (var error in folder.Errors.Concat(functions.Replace([], folder.Functions)))
            Log.Problem(log, error);
    }

    private static StreamWriter? OpenLogFile(string path)
    {
        if (path is "" or "STDERR" or "STDOUT")
            return null;
        try
        {
            return new StreamWriter(PrivateFile.Open(path, FileMode.Append, FileAccess.Write, FileShare.Read));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"the log cannot be written to {path}: {problem.Message}. Give logging.file another path, or STDERR");
        }
    }

    /// <summary>Who asks again while the server stops does not want to wait; what is owed stays in the store.</summary>
    private static PosixSignalRegistration[] EndAtOnceOnSignals() =>
        [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, _ => Environment.Exit(ExitCode.Failed)))];

    private EngineSettings EngineSettingsWith(PluginHost plugins, ILoggerFactory logs)
    {
        var options = settings.Config.Options;
        return new EngineSettings
        {
            DataFolder = settings.DataFolder,
            Storage = options.Storage,
            WritesWaitForTasks = options.Write.Acknowledge == WriteAcknowledgement.Committed,
            Hostname = options.Hostname,
            ServerUrl = UrlFor(settings.Address, options.Hostname),
            Services = settings.Config.Sections,
            Plugins = plugins,
            Limits = options.Limits,
            Delivery = options.Delivery,
            Alerts = options.Alerts,
            Ledger = options.Ledger,
            Deadman = options.Deadman,
            FunctionDeadline = options.Functions.Deadline,
            LoggerFactory = logs,
        };
    }

    private async Task<string> ListenAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or SocketException)
        {
            var why = problem.InnerException?.Message ?? problem.Message;
            throw new CliException($"cannot listen on {settings.Address}: {why}. Stop the program that listens there, or give another address with --http");
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
        return addresses?.FirstOrDefault()?.Replace("[::]", "localhost", StringComparison.Ordinal) ?? $"http://{settings.Address}";
    }

    private async Task LoadAtStartAsync(AlertEngine engine, WebApplication app, string folder, ILogger log)
    {
        var definitions = FolderOf(engine, folder);
        var errors = await definitions.ApplyAsync().ConfigureAwait(false);
        foreach (var warning in definitions.Warnings)
            Log.Problem(log, warning);
        if (errors.Count == 0)
            return;
        await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        throw new CliException($"the folder {folder} cannot be loaded:\n{string.Join('\n', errors)}");
    }

    private async Task LoadAgainAsync(AlertEngine engine, ILogger log)
    {
        try
        {
            // Plugins first: definitions may need what they bring.
            if (engine.Plugins is not null)
                await engine.Plugins.RescanAsync().ConfigureAwait(false);
            if (settings.LoadFolder is not { } folder)
                return;
            var definitions = FolderOf(engine, folder);
            foreach (var problem in (await definitions.ApplyAsync().ConfigureAwait(false)).Concat(definitions.Warnings))
                Log.Problem(log, problem);
            Log.Loaded(log, folder);
        }
        catch (Exception problem)
        {
            // Nobody waits for this task: what it does not tell is lost.
            Log.NotLoaded(log, settings.LoadFolder ?? "", problem);
        }
    }

    /// <exception cref="CliException">The configuration of a service is wrong.</exception>
    private void CheckSections(PluginSet plugins, ILogger log)
    {
        var problems = plugins.Check(settings.Config.Sections).ToList();
        if (problems.Any(problem => !problem.IsWarning))
            throw new CliException(string.Join('\n', problems.Where(problem => !problem.IsWarning)));
        foreach (var problem in problems)
            Log.Problem(log, problem.ToString());
    }

    private LoadFolder FolderOf(AlertEngine engine, string folder) =>
        new(engine, folder, new LoadLedger(Path.Combine(settings.DataFolder, "loaded.json")));

    private static Uri UrlFor(IPEndPoint address, string hostname)
    {
        var isEverywhere = address.Address.Equals(IPAddress.Any) || address.Address.Equals(IPAddress.IPv6Any);
        return new Uri($"http://{(isEverywhere ? $"{hostname}:{address.Port}" : address.ToString())}{RouteTable.Base}");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "server listens url={Url} data={DataFolder} tasks={Tasks}")]
        public static partial void Listening(ILogger logger, string url, string dataFolder, int tasks);

        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "limits body-bytes={Body} definition-bytes={Definition} script-length={Script} bytes-in-flight={InFlight} series={Series}")]
        public static partial void Limits(ILogger logger, long body, int definition, int script, long inFlight, int series);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
        public static partial void Problem(ILogger logger, string problem);

        [LoggerMessage(Level = LogLevel.Information, Message = "definitions loaded folder={Folder}")]
        public static partial void Loaded(ILogger logger, string folder);

        [LoggerMessage(Level = LogLevel.Error, Message = "definitions cannot be loaded folder={Folder}")]
        public static partial void NotLoaded(ILogger logger, string folder, Exception problem);

        [LoggerMessage(Level = LogLevel.Information, Message = "server stops: requests are ended, tasks and deliveries drained")]
        public static partial void Stopping(ILogger logger);

        [LoggerMessage(Level = LogLevel.Information, Message = "server stopped")]
        public static partial void Stopped(ILogger logger);
    }
}
