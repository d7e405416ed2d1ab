using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Names;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Sources;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Loading;

/// <summary>
/// Brings an engine in line with a folder of definitions: <c>templates/*.tick</c>, <c>tasks/*.tick</c>, <c>tasks/*.yaml</c>,
/// <c>handlers/*.yaml</c> and <c>sources/*.yaml</c>. What was loaded before and has no file any more is deleted; what others defined is left alone.
/// </summary>
internal sealed class LoadFolder(AlertEngine engine, string folder, LoadLedger ledger, TimeProvider time)
{
    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];
    private readonly List<Func<IEnumerable<string>>> _checks = [];
    private int _applied;
    private int _total;

    /// <summary>Loads all files, also those after one that is wrong; as long as one is, nothing is deleted. Not to be called twice at a time.</summary>
    /// <param name="isPatient">True to wait until nobody writes the files; false to do so only when somebody wrote them just now.</param>
    public async Task<LoadReport> ApplyAsync(bool isPatient, CancellationToken cancellationToken = default)
    {
        _errors.Clear();
        _warnings.Clear();
        _checks.Clear();
        _applied = _total = 0;
        try
        {
            var files = await LoadSnapshot.TakeAsync(folder, isPatient, time, cancellationToken).ConfigureAwait(false);
            await ApplyAsync(files).ConfigureAwait(false);
        }
        catch (FileException problem)
        {
            _errors.Add(problem.Message);
        }

        return new LoadReport(folder, time.GetUtcNow(), _applied, _total, [.. _errors], [.. _warnings]);
    }

    private async Task ApplyAsync(LoadSnapshot files)
    {
        var loaded = new LoadLedger.Entries();
        foreach (var file in files.Templates)
            await TryAsync(file, loaded.Templates, () => LoadTemplateAsync(file)).ConfigureAwait(false);
        foreach (var file in files.Tasks)
            await TryAsync(file, loaded.Tasks, () => LoadTaskAsync(file.Path, new TaskChange { Id = file.Id, Script = file.Text })).ConfigureAwait(false);
        foreach (var file in files.TemplateTasks)
            await TryAsync(file, loaded.Tasks, () => LoadTaskAsync(file.Path, ChangeOf(file))).ConfigureAwait(false);
        foreach (var file in files.Handlers)
            await LoadHandlersAsync(file, loaded.Handlers).ConfigureAwait(false);
        foreach (var file in files.Sources)
            await LoadSourcesAsync(file, loaded.Sources).ConfigureAwait(false);

        // Who listens to what is known when all is there.
        _warnings.AddRange(_checks.SelectMany(check => check()));

        // A file that cannot be read must not cost what it defined before.
        if (_errors.Count == 0)
        {
            var before = ledger.Read();
            Keep(files, "tasks", before.Tasks, loaded.Tasks);
            Keep(files, "templates", before.Templates, loaded.Templates);
            Keep(files, "handlers", before.Handlers, loaded.Handlers);
            Keep(files, "sources", before.Sources, loaded.Sources);
            await RemoveAsync(before, loaded).ConfigureAwait(false);
        }

        if (ledger.Write(_errors.Count == 0 ? loaded : loaded.With(ledger.Read())) is { } unwritten)
            _warnings.Add(unwritten);
    }

    private async Task LoadTemplateAsync(LoadFile file)
    {
        var script = file.Text;
        if (engine.Templates.Find(file.Id) is not { } known)
            await engine.Templates.CreateAsync(file.Id, script).ConfigureAwait(false);
        else if (known.Script != script)
            await engine.Templates.UpdateAsync(known.Id, "", script, engine.Tasks).ConfigureAwait(false);
    }

    private async Task LoadTaskAsync(string file, TaskChange change)
    {
        var known = engine.Tasks.Find(change.Id);
        if (known is { TemplateId.Length: > 0 } && change.TemplateId.Length == 0)
        {
            // A task keeps the template it was made from, whatever script it is given.
            await engine.Tasks.DeleteAsync(change.Id).ConfigureAwait(false);
            known = null;
        }

        if (known is null)
        {
            await engine.Tasks.CreateAsync(change with { IsEnabled = true }).ConfigureAwait(false);
            _checks.Add(() => WarningsOf(file, change.Id));
            return;
        }

        if (known.IsEnabled && known.Error.Length == 0 && Says(known, change))
            return;
        await engine.Tasks.UpdateAsync(change.Id, change with { Id = "", IsEnabled = true }).ConfigureAwait(false);
        _checks.Add(() => WarningsOf(file, change.Id));
    }

    private IEnumerable<string> WarningsOf(string file, string taskId)
    {
        if (engine.Tasks.Find(taskId) is not { } task)
            return [];
        var source = new SourceText(task.Script, task.TemplateId.Length > 0 ? $"{file}: template {task.TemplateId}" : file);
        return engine.Checks.Of(task).Select(diagnostic => DiagnosticText.Render(diagnostic, source));
    }

    /// <summary>True when a task is already as its file wants it: one that is started anew forgets what it saw.</summary>
    private static bool Says(TaskDefinition task, TaskChange change) => change.TemplateId.Length == 0
        ? task.Script == change.Script
        : task.TemplateId == change.TemplateId
            && (change.Dbrps.Count == 0 || task.Dbrps.SequenceEqual(change.Dbrps))
            && JsonNode.DeepEquals(TaskFile.ToJson(task.Vars), TaskFile.ToJson(change.Vars ?? task.Vars));

    private TaskChange ChangeOf(LoadFile file)
    {
        var task = TaskFile.Parse(file.Path, file.Text);
        _warnings.AddRange(task.Warnings.Select(warning => warning.ToString()));
        return new TaskChange { Id = file.Id, TemplateId = task.TemplateId, Dbrps = task.Dbrps, Vars = task.Vars };
    }

    private async Task LoadHandlersAsync(LoadFile file, ISet<string> loaded)
    {
        if (Read(file, text => HandlerFile.Parse(text, file.Path)) is not { } parsed)
            return;
        _total += parsed.Entries.Count + (parsed.Errors.Any() ? 1 : 0);
        Tell(parsed.Problems);
        foreach (var entry in parsed.Entries)
        {
            var spec = entry.Spec;
            if (!loaded.Add(spec.Target.ToString()))
            {
                // Twins within one file have been told already.
                if (parsed.Entries.Count(other => other.Spec.Target == spec.Target) == 1)
                    _errors.Add($"{entry.Place}: handler \"{spec.Id}\" of topic \"{spec.Topic}\" is defined by another file already; give one of them another id");
                continue;
            }

            await LoadHandlerAsync(entry).ConfigureAwait(false);
        }
    }

    private async Task LoadHandlerAsync(HandlerFileEntry entry)
    {
        var spec = entry.Spec;
        var known = engine.Alerts.Handlers.Find(spec.Topic, spec.Id);
        if (known == spec)
        {
            _applied++;
            return;
        }

        var problems = entry.Check(engine.Extensions.Current.Kinds);
        Tell(problems);
        if (problems.Count > 0)
            return;
        var error = await (known is null
            ? engine.Alerts.Handlers.CreateAsync(spec)
            : engine.Alerts.Handlers.ReplaceAsync(spec.Topic, spec.Id, spec)).ConfigureAwait(false);
        if (error is not null)
        {
            _errors.Add($"{entry.Place}: {error.Message}");
            return;
        }

        _applied++;
        _checks.Add(() => engine.Checks.Of(entry).Select(warning => warning.ToString()));
    }

    private async Task LoadSourcesAsync(LoadFile file, ISet<string> loaded)
    {
        if (Read(file, text => SourceFile.Parse(text, file.Path)) is not { } parsed)
            return;
        _total += parsed.Entries.Count + (parsed.Problems.Count > 0 ? 1 : 0);
        Tell(parsed.Problems);
        foreach (var entry in parsed.Entries)
        {
            if (!loaded.Add(entry.Spec.Id))
            {
                _errors.Add($"{entry.Values.Place}: source '{entry.Spec.Id}' is defined twice; give one of them another id");
                continue;
            }

            // What its variables stand for may have changed, so that it is made anew also when its file says the same.
            var problems = await engine.Sources.DefineAsync(entry).ConfigureAwait(false);
            Tell(problems);
            if (problems.All(problem => problem.IsWarning))
                _applied++;
            _checks.Add(() => engine.Sources.TryFind(entry.Spec.Id, out var source)
                ? engine.Checks.Of(source).Select(warning => $"{entry.Values.Place}: {warning}")
                : []);
        }
    }

    private void Tell(IEnumerable<ConfigProblem> problems)
    {
        foreach (var problem in problems)
            (problem.IsWarning ? _warnings : _errors).Add(problem.ToString());
    }

    private TResult? Read<TResult>(LoadFile file, Func<string, TResult> parse)
        where TResult : class
    {
        try
        {
            return parse(file.Text);
        }
        catch (FileException problem)
        {
            _total++;
            _errors.Add(problem.Message);
            return null;
        }
    }

    // No more than the folder itself, one of its parts that is not there says that what it held is to go.
    private void Keep(LoadSnapshot files, string subfolder, ISet<string> before, ISet<string> loaded)
    {
        if (before.Count == 0 || !files.Missing.Contains(subfolder))
            return;
        loaded.UnionWith(before);
        _warnings.Add(
            $"there is no folder {Path.Combine(folder, subfolder)} any more: the {subfolder} that were loaded from it ({before.Count}) stay as they are; make it, and leave it empty to delete them");
    }

    private async Task RemoveAsync(LoadLedger.Entries before, LoadLedger.Entries now)
    {
        foreach (var id in before.Tasks.Except(now.Tasks))
            await engine.Tasks.DeleteAsync(id).ConfigureAwait(false);
        foreach (var id in before.Templates.Except(now.Templates))
            await engine.Templates.DeleteAsync(id).ConfigureAwait(false);
        foreach (var (topic, id) in before.Handlers.Except(now.Handlers).Select(HandlerTarget.Parse))
            await engine.Alerts.Handlers.DeleteAsync(topic, id).ConfigureAwait(false);
        foreach (var id in before.Sources.Except(now.Sources))
            await engine.Sources.DeleteAsync(id).ConfigureAwait(false);
    }

    private async Task TryAsync(LoadFile file, ISet<string> loaded, Func<Task> load)
    {
        _total++;
        if (!loaded.Add(file.Id))
        {
            _errors.Add($"{file.Path}:1:1: another file of this folder defines \"{file.Id}\" already; a file's name is the id: rename one of them");
            return;
        }

        try
        {
            await load().ConfigureAwait(false);
            _applied++;
        }
        catch (FileException problem)
        {
            _errors.Add(problem.Message);
        }
        catch (DefinitionException problem) when (problem.Refusal.Diagnostics.Count > 0 && Path.GetExtension(file.Path) == ".tick")
        {
            var source = new SourceText(file.Text, file.Path);
            _errors.AddRange(problem.Refusal.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => DiagnosticText.Render(diagnostic, source)));
        }
        catch (DefinitionException problem)
        {
            var wayOut = problem.Message.Contains("must specify dbrp", StringComparison.Ordinal)
                ? "; begin the script with a line such as dbrp \"telegraf\".\"autogen\""
                : "";
            _errors.Add($"{file.Path}:1:1: {problem.Message}{wayOut}");
        }
    }
}
