using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Reloading;

/// <summary>
/// Reads the configuration again and puts in force what changed and can be changed while the server runs. A file with a mistake changes
/// nothing. Not to be called twice at a time.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="started">What the server was started with.</param>
/// <param name="options">Is given the options in force.</param>
/// <param name="changeLog">Is given how the log is written.</param>
internal sealed class ConfigReload(
    string path, ConfigFile started, AlertEngine engine, LiveSetting<ServerOptions> options, Action<LoggingOptions> changeLog, TimeProvider time)
{
    private readonly ConfigFile _started = started;
    private ConfigFile _applied = started;

    public async Task<ConfigReport> ApplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Half a file may be good YAML, and would switch services off.
            var text = await FilesAtRest.ReadAsync(Read(), Read, string.Equals, $"the configuration {path} is", time, cancellationToken).ConfigureAwait(false);
            var config = ConfigFile.Parse(path, text, Environment.GetEnvironmentVariable);
            var problems = config.Problems.Concat(engine.Extensions.Current.Kinds.Check(config.Sections)).ToLookup(problem => problem.IsWarning, problem => problem.ToString());
            if (problems[false].Any())
                return Report(errors: problems[false]);
            changeLog(config.Options.Logging);
            var before = Undeliverable().ToHashSet();
            var report = await AdoptAsync(config).ConfigureAwait(false);
            return report with { Warnings = [.. problems[true], .. Undeliverable().Where(line => !before.Contains(line))] };
        }
        catch (FileException problem)
        {
            return Report(errors: [problem.Message]);
        }
    }

    private async Task<ConfigReport> AdoptAsync(ConfigFile config)
    {
        var changed = ConfigDifference.Between(_applied.Options, config.Options).ToLookup(ConfigKeys.OfServer);
        var services = ConfigDifference.Between(_applied.Sections, config.Sections).ToLookup(ConfigKeys.OfService);
        options.Change(config.Options);
        var adoption = await engine.AdoptAsync(config.Options, config.Sections).ConfigureAwait(false);
        _applied = config;
        return Report(errors: []) with
        {
            Applied = [.. changed[ConfigEffect.AtOnce], .. services[ConfigEffect.AtOnce]],
            WithTask = [.. changed[ConfigEffect.WithTask], .. services[ConfigEffect.WithTask]],
            NeedsRestart = [.. ConfigDifference.Between(_started.Options, config.Options).Where(key => ConfigKeys.OfServer(key) == ConfigEffect.WithServer)],
            Renewed = adoption.Renewed,
            Kept = adoption.Errors,
        };
    }

    // What the configuration in force keeps from being delivered.
    private IEnumerable<string> Undeliverable() =>
    [
        .. engine.Alerts.Handlers.All.SelectMany(spec => engine.Checks.Of(spec).Select(why => $"handler '{spec.Target}': {why}")),
        .. engine.Tasks.Tasks.Where(task => task.IsEnabled).SelectMany(task => engine.Checks.DeliveryOf(task).Select(why => $"task '{task.Id}': {why.Message}")),
    ];

    private string Read()
    {
        var text = TextFile.Read(path);

        // What a broken write left is empty more often than what somebody meant.
        return text.AsSpan().IsWhiteSpace() ? throw new FileException($"{path}:1:1: the configuration is empty: write at least a comment for a server with defaults") : text;
    }

    private ConfigReport Report(IEnumerable<string> errors) => new() { Path = path, At = time.GetUtcNow(), Errors = [.. errors] };
}
