using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage;
using Tocsin.Engine.Checks;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Watching;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Reloading;

/// <summary>
/// The configuration in force: the file, and over it what the API set. Reads the file again, and takes what is set, and puts in force what
/// changed and can be changed while the server runs. What has a mistake changes nothing. One change at a time; safe for any thread.
/// </summary>
/// <param name="path">The file; null when there is none.</param>
/// <param name="started">The file as the server was started with it.</param>
/// <param name="options">Is given the options in force.</param>
/// <param name="changing">Is given what the file says, for what does not ask <paramref name="options"/>: how the log is written, where figures go.</param>
/// <param name="overrides">What was set over the file before.</param>
internal sealed class ConfigReload(
    string? path, ConfigFile started, AlertEngine engine, LiveSetting<ServerOptions> options, Action<ServerOptions> changing, TimeProvider time, ConfigOverrides? overrides = null)
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly ConfigFile _started = started;
    private volatile ConfigFile _file = started;
    private volatile ConfigFile _applied = overrides is null ? started : started.With(overrides, ConfigSection.All(engine.Extensions.Current.Kinds));
    private volatile ConfigOverrides _overrides = overrides ?? ConfigOverrides.None;

    /// <summary>False when there is no file to read again.</summary>
    public bool HasFile => path is not null;

    /// <summary>What is in force.</summary>
    public ConfigFile Applied => _applied;

    /// <summary>What the file says.</summary>
    public ConfigFile File => _file;

    /// <summary>What is set over the file.</summary>
    public ConfigOverrides Overrides => _overrides;

    /// <summary>What may be set over the file.</summary>
    public IReadOnlyList<ConfigSection> Sections => ConfigSection.All(engine.Extensions.Current.Kinds);

    /// <summary>Reads the file again.</summary>
    public async Task<ConfigReport> ApplyAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Half a file may be good YAML, and would switch services off.
            var text = await FilesAtRest.ReadAsync(Read(), Read, string.Equals, time, cancellationToken).ConfigureAwait(false)
                ?? throw FileException.NotAtRest($"the configuration {path} is");
            var file = ConfigFile.Parse(path ?? "", text, engine.Environment);
            var kinds = engine.Extensions.Current.Kinds;
            var problems = file.ProblemsFor(kinds).ToLookup(problem => problem.IsWarning, problem => problem.ToString());
            if (problems[false].Any())
                return Report(errors: problems[false]);
            var misfits = new List<string>();
            var fitting = _overrides.Fitting(file, kinds, misfits);
            if (misfits.Count > 0)
                return Report(errors: misfits);
            changing(file.Options);
            var before = Undeliverable().ToHashSet();
            var report = await AdoptAsync(file, fitting).ConfigureAwait(false);
            return report with { Warnings = [.. problems[true], .. CertificateChecks.Of(file.Root, time.GetUtcNow()).Select(problem => problem.ToString()), .. Undeliverable().Where(line => !before.Contains(line))] };
        }
        catch (FileException problem)
        {
            return Report(errors: [problem.Message]);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Sets something else over the file, keeps it and puts it in force.</summary>
    /// <param name="change">Makes what is set from what was; what it throws comes out, and nothing changes.</param>
    /// <exception cref="StoreException">It cannot be kept, and is not in force.</exception>
    public async Task<ConfigReport> SetAsync(Func<ConfigOverrides, ConfigOverrides> change, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (before, now) = (_overrides, change(_overrides));
            var kinds = engine.Extensions.Current.Kinds;
            var errors = _file.With(now, ConfigSection.All(kinds)).ProblemsFor(kinds).Where(problem => !problem.IsWarning).Select(problem => problem.ToString()).ToList();
            if (errors.Count > 0)
                return Report(errors);
            await engine.Store.CommitAsync(writer =>
            {
                foreach (var gone in before.Rows.Where(row => now.Find(row.Section, row.Element) is null))
                    writer.DeleteOverride(gone.Section, gone.Element);
                foreach (var row in now.Rows.Except(before.Rows))
                    writer.SaveOverride(row);
            }).ConfigureAwait(false);
            return await AdoptAsync(_file, now).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<ConfigReport> AdoptAsync(ConfigFile file, ConfigOverrides overrides)
    {
        var config = file.With(overrides, Sections);
        var changed = ConfigDifference.Between(_applied.Options, config.Options).ToLookup(ConfigKeys.OfServer);
        var read = engine.Extensions.Current.Kinds.All.Select(kind => kind.Section).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var services = ConfigDifference.Between(_applied.Sections, config.Sections)
            .Where(key => read.Contains(ConfigDifference.SectionOf(key))) // A section that nobody reads puts nothing in force, and is warned of.
            .ToLookup(ConfigKeys.OfService);
        options.Change(config.Options);
        var adoption = await engine.AdoptAsync(config.Options, config.Sections).ConfigureAwait(false);
        (_file, _applied, _overrides) = (file, config, overrides);
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
        var text = TextFile.Read(path ?? throw new InvalidOperationException("there is no file to read again"));

        // What a broken write left is empty more often than what somebody meant.
        return text.AsSpan().IsWhiteSpace() ? throw new FileException($"{path}:1:1: the configuration is empty: write at least a comment for a server with defaults") : text;
    }

    private ConfigReport Report(IEnumerable<string> errors) => new() { Path = path ?? "", At = time.GetUtcNow(), Errors = [.. errors] };
}
