using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Alerts;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Sources;
using Tocsin.Engine.Tasks;
using Tocsin.Server.Cli;

namespace Tocsin.Server.Loading;

/// <summary>
/// Brings an engine in line with a folder of definitions: <c>templates/*.tick</c>, <c>tasks/*.tick</c>, <c>tasks/*.yaml</c>,
/// <c>handlers/*.yaml</c> and <c>sources/*.yaml</c>. What was loaded before and has no file any more is deleted; what others defined is left alone.
/// </summary>
internal sealed class LoadFolder(AlertEngine engine, string folder, LoadLedger ledger)
{
    private static readonly string[] Scripts = [".tick"];
    private static readonly string[] Data = [".yaml", ".yml", ".json"];

    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];

    /// <summary>What should be looked at, each with file and place, since <see cref="ApplyAsync"/>.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Loads all files, also those after one that is wrong.</summary>
    /// <returns>What is wrong, each with file and place.</returns>
    public async Task<IReadOnlyList<string>> ApplyAsync()
    {
        _errors.Clear();
        _warnings.Clear();
        var loaded = new LoadLedger.Entries();
        foreach (var file in Files("templates", Scripts))
            await TryAsync(file, loaded.Templates, IdOf(file), () => LoadTemplateAsync(file)).ConfigureAwait(false);
        foreach (var file in Files("tasks", Scripts))
            await TryAsync(file, loaded.Tasks, IdOf(file), () => LoadTaskAsync(new TaskChange { Id = IdOf(file), Script = TextFile.Read(file) })).ConfigureAwait(false);
        foreach (var file in Files("tasks", Data))
            await TryAsync(file, loaded.Tasks, IdOf(file), () => LoadTaskAsync(ChangeOf(file))).ConfigureAwait(false);
        foreach (var file in Files("handlers", Data))
            await LoadHandlersAsync(file, loaded.Handlers).ConfigureAwait(false);
        foreach (var file in Files("sources", Data))
            await LoadSourcesAsync(file, loaded.Sources).ConfigureAwait(false);

        // A file that cannot be read must not cost what it defined before.
        if (_errors.Count == 0)
            await RemoveAsync(ledger.Read(), loaded).ConfigureAwait(false);
        ledger.Write(_errors.Count == 0 ? loaded : loaded.With(ledger.Read()));
        return [.. _errors];
    }

    private async Task LoadTemplateAsync(string file)
    {
        var script = TextFile.Read(file);
        if (engine.Templates.Find(IdOf(file)) is not { } known)
            await engine.Templates.CreateAsync(IdOf(file), script).ConfigureAwait(false);
        else if (known.Script != script)
            await engine.Templates.UpdateAsync(known.Id, "", script, engine.Tasks).ConfigureAwait(false);
    }

    private async Task LoadTaskAsync(TaskChange change)
    {
        if (engine.Tasks.Find(change.Id) is not { } known)
        {
            await engine.Tasks.CreateAsync(change with { IsEnabled = true }).ConfigureAwait(false);
            return;
        }

        if (known.IsEnabled && known.Error.Length == 0 && change.Script.Length > 0 && known.Script == change.Script)
            return;
        await engine.Tasks.UpdateAsync(change.Id, change with { Id = "", IsEnabled = false }).ConfigureAwait(false);
        await engine.Tasks.UpdateAsync(change.Id, new TaskChange { IsEnabled = true }).ConfigureAwait(false);
    }

    private static TaskChange ChangeOf(string file)
    {
        var task = TaskFile.Read(file);
        return new TaskChange { Id = IdOf(file), TemplateId = task.TemplateId, Dbrps = task.Dbrps, Vars = task.Vars.Count > 0 ? task.Vars : null };
    }

    private async Task LoadHandlersAsync(string file, ISet<string> loaded)
    {
        HandlerFileResult parsed;
        try
        {
            parsed = HandlerFile.Parse(TextFile.Read(file), file);
        }
        catch (CliException problem)
        {
            _errors.Add(problem.Message);
            return;
        }

        _errors.AddRange(parsed.Errors);
        foreach (var entry in parsed.Entries)
        {
            var spec = entry.Spec;
            if (!loaded.Add(LoadLedger.KeyOf(spec)))
            {
                // Twins within one file have been told already.
                if (parsed.Entries.Count(other => (other.Spec.Topic, other.Spec.Id) == (spec.Topic, spec.Id)) == 1)
                    _errors.Add($"{entry.Place}: handler \"{spec.Id}\" of topic \"{spec.Topic}\" is defined by another file already; give one of them another id");
                continue;
            }

            var known = engine.Alerts.Handlers.Find(spec.Topic, spec.Id);
            if (known == spec)
                continue;

            var problems = entry.Check(engine.Kinds.Current);
            _errors.AddRange(problems);
            if (problems.Count > 0)
                continue;
            var error = await (known is null
                ? engine.Alerts.Handlers.CreateAsync(spec)
                : engine.Alerts.Handlers.ReplaceAsync(spec.Topic, spec.Id, spec)).ConfigureAwait(false);
            if (error is not null)
                _errors.Add($"{entry.Place}: {error.Message}");
        }
    }

    private async Task LoadSourcesAsync(string file, ISet<string> loaded)
    {
        SourceFileResult parsed;
        try
        {
            parsed = SourceFile.Parse(TextFile.Read(file), file);
        }
        catch (CliException problem)
        {
            _errors.Add(problem.Message);
            return;
        }

        _errors.AddRange(parsed.Problems.Select(problem => problem.ToString()));
        foreach (var entry in parsed.Entries)
        {
            if (!loaded.Add(entry.Spec.Id))
            {
                _errors.Add($"{entry.Values.Place}: source '{entry.Spec.Id}' is defined twice; give one of them another id");
                continue;
            }

            // What its variables stand for may have changed, so that it is made anew also when its file says the same.
            foreach (var problem in await engine.Sources.DefineAsync(entry).ConfigureAwait(false))
                (problem.IsWarning ? _warnings : _errors).Add(problem.ToString());
        }
    }

    private async Task RemoveAsync(LoadLedger.Entries before, LoadLedger.Entries now)
    {
        foreach (var id in before.Tasks.Except(now.Tasks))
            await engine.Tasks.DeleteAsync(id).ConfigureAwait(false);
        foreach (var id in before.Templates.Except(now.Templates))
            await engine.Templates.DeleteAsync(id).ConfigureAwait(false);
        foreach (var (topic, id) in before.Handlers.Except(now.Handlers).Select(LoadLedger.SpecOf))
            await engine.Alerts.Handlers.DeleteAsync(topic, id).ConfigureAwait(false);
        foreach (var id in before.Sources.Except(now.Sources))
            await engine.Sources.DeleteAsync(id).ConfigureAwait(false);
    }

    private async Task TryAsync(string file, ISet<string> loaded, string id, Func<Task> load)
    {
        if (!loaded.Add(id))
        {
            _errors.Add($"{file}:1:1: another file of this folder defines \"{id}\" already; a file's name is the id: rename one of them");
            return;
        }

        try
        {
            await load().ConfigureAwait(false);
        }
        catch (CliException problem)
        {
            _errors.Add(problem.Message);
        }
        catch (DefinitionException problem) when (problem.Diagnostics.Count > 0 && Path.GetExtension(file) == Scripts[0])
        {
            var source = new SourceText(TextFile.Read(file), file);
            _errors.AddRange(problem.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => DiagnosticText.Render(diagnostic, source)));
        }
        catch (DefinitionException problem)
        {
            var wayOut = problem.Message.Contains("must specify dbrp", StringComparison.Ordinal)
                ? "; begin the script with a line such as dbrp \"telegraf\".\"autogen\""
                : "";
            _errors.Add($"{file}:1:1: {problem.Message}{wayOut}");
        }
    }

    private IEnumerable<string> Files(string subfolder, string[] endings)
    {
        var path = Path.Combine(folder, subfolder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path).Where(file => endings.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal)
            : [];
    }

    private static string IdOf(string file) => Path.GetFileNameWithoutExtension(file);
}
