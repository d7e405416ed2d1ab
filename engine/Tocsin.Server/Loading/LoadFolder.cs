using System.Text.Json.Nodes;
using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Names;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Drills;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Sources;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Loading;

/// <summary>
/// Brings an engine in line with a folder of definitions: <c>templates/*.tick</c>, <c>tasks/*.tick</c>, <c>tasks/*.yaml</c>,
/// <c>handlers/*.yaml</c>, <c>sources/*.yaml</c> and <c>silences/*.yaml</c>. What was loaded before and has no file any more is deleted; what others defined is left alone.
/// </summary>
internal sealed class LoadFolder(AlertEngine engine, string folder, LoadLedger ledger, TimeProvider time)
{
    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];
    private readonly List<Func<IEnumerable<string>>> _checks = [];
    private readonly Stack<Func<Task>> _made = new();
    private int _applied;
    private int _total;
    private int _orphans;

    /// <summary>The first load of a server that is started: all of it, or nothing when something is wrong.</summary>
    public async Task<LoadReport> StartAsync(CancellationToken cancellationToken = default)
    {
        Begin();
        try
        {
            var files = await LoadSnapshot.TakeAsync(folder, isPatient: false, time, cancellationToken).ConfigureAwait(false);
            _errors.AddRange(MistakesIn(files));
            if (_errors.Count == 0)
                await ApplyAsync(files).ConfigureAwait(false);
        }
        catch (FileException problem)
        {
            _errors.Add(problem.Message);
        }

        // A server that is not started leaves nothing behind.
        while (_errors.Count > 0 && _made.TryPop(out var undo))
            await undo().ConfigureAwait(false);
        return Report();
    }

    /// <summary>Loads all files, also those after one that is wrong; as long as one is, nothing is deleted. Not to be called twice at a time.</summary>
    /// <param name="isPatient">True to wait until nobody writes the files; false to do so only when somebody wrote them just now.</param>
    public async Task<LoadReport> ApplyAsync(bool isPatient, CancellationToken cancellationToken = default)
    {
        Begin();
        try
        {
            var files = await LoadSnapshot.TakeAsync(folder, isPatient, time, cancellationToken).ConfigureAwait(false);
            await ApplyAsync(files).ConfigureAwait(false);
        }
        catch (FileException problem)
        {
            _errors.Add(problem.Message);
        }

        return Report();
    }

    private void Begin()
    {
        _errors.Clear();
        _warnings.Clear();
        _checks.Clear();
        _made.Clear();
        _applied = _total = _orphans = 0;
    }

    private LoadReport Report() => new(folder, time.GetUtcNow(), _applied, _total, [.. _errors], [.. _warnings]) { Orphans = _orphans };

    // All that is known to be wrong before anything is made of the files.
    private IEnumerable<string> MistakesIn(LoadSnapshot files)
    {
        var plan = LoadPlan.Of(files, engine.Extensions.Current, engine.Environment);
        var judge = new LoadJudge(files, plan, engine.Extensions.Current, id => engine.Templates.Find(id)?.Script)
        {
            IsInForce = entry => engine.Alerts.Handlers.Find(entry.Spec.Topic, entry.Spec.Id) == entry.Spec,
            IsRunning = file => engine.Tasks.Find(file.Id) is { } known && RunsAs(known, ChangeOf(file)),
        };
        return
        [
            .. plan.Problems.Where(problem => !problem.Problem.IsWarning).Select(problem => problem.Problem.ToString()),
            .. judge.Judge(engine.Checks.Surroundings).SelectMany(judged => judged.Errors),
        ];
    }

    private async Task ApplyAsync(LoadSnapshot files)
    {
        var plan = LoadPlan.Of(files, engine.Extensions.Current, engine.Environment);
        _total = plan.Unusable;
        Report(plan.Problems.Select(problem => problem.Problem));
        var (before, loaded) = (ledger.Read(), new LoadLedger.Entries());
        foreach (var file in plan.Templates)
            await TryAsync(file, loaded.Templates, () => LoadTemplateAsync(file)).ConfigureAwait(false);
        foreach (var file in plan.Tasks)
            await TryAsync(file, loaded.Tasks, () => LoadTaskAsync(file.Path, ChangeOf(file))).ConfigureAwait(false);
        foreach (var task in plan.TemplateTasks)
            await TryAsync(task.File, loaded.Tasks, () => LoadTaskAsync(task.File.Path, ChangeOf(task))).ConfigureAwait(false);

        // What is not brought in line yet, or is to go, makes no circle with what is.
        var leaving = plan.Handlers.Select(entry => entry.Spec.Target).Concat(before.Handlers.Select(HandlerTarget.Parse)).ToHashSet();
        foreach (var entry in plan.Handlers)
        {
            leaving.Remove(entry.Spec.Target);
            loaded.Handlers.Add(entry.Spec.Target.ToString());
            await LoadHandlerAsync(entry, leaving).ConfigureAwait(false);
        }

        foreach (var entry in plan.Sources)
        {
            loaded.Sources.Add(entry.Spec.Id);
            await LoadSourceAsync(entry).ConfigureAwait(false);
        }

        foreach (var entry in plan.Silences)
        {
            loaded.Silences.Add(entry.Id);
            await LoadSilenceAsync(entry).ConfigureAwait(false);
        }

        foreach (var entry in plan.Drills)
        {
            loaded.Drills.Add(entry.Definition.Id);
            await LoadDrillAsync(entry).ConfigureAwait(false);
        }

        // Who listens to what is known when all is there.
        _warnings.AddRange(_checks.SelectMany(check => check()));

        // A file that cannot be read must not cost what it defined before.
        if (_errors.Count == 0)
        {
            Keep(files, "tasks", before.Tasks, loaded.Tasks);
            Keep(files, "templates", before.Templates, loaded.Templates);
            Keep(files, "handlers", before.Handlers, loaded.Handlers);
            Keep(files, "sources", before.Sources, loaded.Sources);
            Keep(files, "silences", before.Silences, loaded.Silences);
            Keep(files, "drills", before.Drills, loaded.Drills);
            await RemoveAsync(before, loaded).ConfigureAwait(false);
        }

        if (ledger.Write(_errors.Count == 0 ? loaded : loaded.With(before)) is { } unwritten)
            _warnings.Add(unwritten);
    }

    private async Task LoadTemplateAsync(LoadFile file)
    {
        var script = file.Text;
        if (engine.Templates.Find(file.Id) is not { } known)
        {
            _made.Push(() => engine.Templates.DeleteAsync(file.Id));
            await engine.Templates.CreateAsync(file.Id, script).ConfigureAwait(false);
        }
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
            // One that cannot start is kept, with its error.
            _made.Push(() => engine.Tasks.DeleteAsync(change.Id));
            await engine.Tasks.CreateAsync(change with { IsEnabled = true }).ConfigureAwait(false);
            _checks.Add(() => WarningsOf(file, change.Id));
            return;
        }

        if (RunsAs(known, change))
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

    /// <summary>True when a task is already as its file wants it: one that is started again forgets what it saw.</summary>
    private static bool RunsAs(TaskDefinition task, TaskChange change) => task is { IsEnabled: true, Error.Length: 0 } && Says(task, change);

    private static bool Says(TaskDefinition task, TaskChange change) => change.TemplateId.Length == 0
        ? task.TemplateId.Length == 0 && task.Script == change.Script
        : task.TemplateId == change.TemplateId
            && (change.Dbrps.Count == 0 || task.Dbrps.SequenceEqual(change.Dbrps))
            && JsonNode.DeepEquals(TaskFile.ToJson(task.Vars), TaskFile.ToJson(change.Vars ?? task.Vars));

    private static TaskChange ChangeOf(LoadFile file) => new() { Id = file.Id, Script = file.Text };

    private static TaskChange ChangeOf(PlannedTask task) =>
        new() { Id = task.File.Id, TemplateId = task.Definition.TemplateId, Dbrps = task.Definition.Dbrps, Vars = task.Definition.Vars };

    private async Task LoadHandlerAsync(HandlerFileEntry entry, IReadOnlySet<HandlerTarget> leaving)
    {
        _total++;
        var spec = entry.Spec;
        var known = engine.Alerts.Handlers.Find(spec.Topic, spec.Id);
        if (known == spec)
        {
            // Another try was made before the load.
            if (engine.Alerts.Handlers.Broken.FirstOrDefault(broken => broken.Spec == spec) is { Error: { } why })
                _warnings.Add($"{entry.Place}: handler '{spec.Target}' is not in force: {why}");
            else
                _applied++;
            return;
        }

        var problems = entry.ErrorsWith(engine.Extensions.Current.Kinds, engine.Environment);
        Report(problems);
        if (problems.Count > 0)
            return;
        var error = await (known is null
            ? engine.Alerts.Handlers.CreateAsync(spec, leaving)
            : engine.Alerts.Handlers.ReplaceAsync(spec.Topic, spec.Id, spec, leaving)).ConfigureAwait(false);
        if (error is not null)
        {
            _errors.Add($"{entry.Place}: {error.Message}");
            return;
        }

        _applied++;
        if (known is null)
            _made.Push(() => engine.Alerts.Handlers.DeleteAsync(spec.Topic, spec.Id));
        _checks.Add(() => engine.Checks.Of(entry).Select(warning => warning.ToString()));
    }

    private async Task LoadSourceAsync(SourceFileEntry entry)
    {
        _total++;

        var isNew = !engine.Sources.TryFind(entry.Spec.Id, out _);

        // What its variables stand for may have changed, so that it is made again also when its file says the same.
        var problems = await engine.Sources.DefineAsync(entry).ConfigureAwait(false);
        Report(problems);
        if (problems.All(problem => problem.IsWarning))
        {
            _applied++;
            if (isNew)
                _made.Push(() => engine.Sources.DeleteAsync(entry.Spec.Id));
        }

        _checks.Add(() => engine.Sources.TryFind(entry.Spec.Id, out var source)
            ? engine.Checks.Of(source).Select(warning => $"{entry.Values.Place}: {warning}")
            : []);
    }

    private async Task LoadSilenceAsync(SilenceFileEntry entry)
    {
        _total++;
        var silences = engine.Alerts.Silences;
        var known = silences.Find(entry.Id);
        if (known?.Definition == entry.Json) // One that somebody ended stays so.
        {
            _applied++;
            return;
        }

        var outcome = await silences.DefineAsync(entry.Values).ConfigureAwait(false);
        if (outcome.Silence is null)
        {
            // What is over is no mistake: nobody deletes a file in time.
            var isOver = outcome.Problems.All(problem => problem.Option == "until");
            _applied += isOver ? 1 : 0;
            Report(outcome.Problems.Select(problem => problem with { Place = problem.Place ?? entry.Values.Place, IsWarning = isOver, Message = $"silence '{entry.Id}': {problem.Message}" }));
            return;
        }

        _applied++;
        if (known is null)
            _made.Push(() => silences.DeleteAsync(entry.Id));
    }

    private async Task LoadDrillAsync(DrillFileEntry entry)
    {
        _total++;
        var isNew = engine.Drills.All.All(drill => drill.Definition.Id != entry.Definition.Id);
        if (await engine.Drills.DefineAsync(entry.Definition).ConfigureAwait(false) is { } why)
        {
            Report([new ConfigProblem($"drill '{entry.Definition.Id}': {why}", entry.Place)]);
            return;
        }

        _applied++;
        if (isNew)
            _made.Push(() => engine.Drills.DeleteAsync(entry.Definition.Id));
    }

    private void Report(IEnumerable<ConfigProblem> problems)
    {
        foreach (var problem in problems)
            (problem.IsWarning ? _warnings : _errors).Add(problem.ToString());
    }

    // No more than the folder itself, one of its parts that is not there says that what it held is to go.
    private void Keep(LoadSnapshot files, string subfolder, ISet<string> before, ISet<string> loaded)
    {
        if (before.Count == 0 || !files.Missing.Contains(subfolder))
            return;
        loaded.UnionWith(before);
        _orphans += before.Count;
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
        foreach (var id in before.Silences.Except(now.Silences))
            await engine.Alerts.Silences.DeleteAsync(id).ConfigureAwait(false);
        foreach (var id in before.Drills.Except(now.Drills))
            await engine.Drills.DeleteAsync(id).ConfigureAwait(false);
    }

    private async Task TryAsync(LoadFile file, ISet<string> loaded, Func<Task> load)
    {
        _total++;
        loaded.Add(file.Id);
        try
        {
            await load().ConfigureAwait(false);
            _applied++;
        }
        catch (DefinitionException problem) when (problem.Refusal.Diagnostics.Count > 0 && Path.GetExtension(file.Path) == ".tick")
        {
            var source = new SourceText(file.Text, file.Path);
            _errors.AddRange(problem.Refusal.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => DiagnosticText.Render(diagnostic, source)));
        }
        catch (DefinitionException problem)
        {
            _errors.Add($"{file.Path}:1:1: {LoadPlan.Explain(problem)}");
        }
    }
}
