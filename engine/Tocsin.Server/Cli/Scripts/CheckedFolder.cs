using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Definitions;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Sources;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Scripts;

/// <summary>Judges a folder that a server could load: what the plan of loading it says, and what each definition would be refused for.</summary>
internal sealed class CheckedFolder
{
    private readonly LoadSnapshot _files;
    private readonly LoadPlan _plan;
    private readonly Extensions _extensions;
    private readonly UnsetVariables _variables;
    private readonly ScriptJudge _scripts;

    /// <exception cref="FileException">The folder cannot be read.</exception>
    public CheckedFolder(string folder, Extensions extensions, UnsetVariables variables)
    {
        _files = LoadSnapshot.Of(folder);
        _plan = LoadPlan.Of(_files, extensions, variables.ValueOf);
        _extensions = extensions;
        _variables = variables;
        _scripts = new ScriptJudge(extensions.Vocabulary);
    }

    /// <summary>The topics that its handlers listen to.</summary>
    public IEnumerable<string> Topics => _plan.Handlers.Concat(_plan.FaultyHandlers).Select(entry => entry.Spec.Topic);

    /// <summary>True when it has handlers: who listens to which topic is known then.</summary>
    public bool HasHandlers => _files.Handlers.Count > 0;

    /// <summary>Reports all that is wrong.</summary>
    /// <param name="surroundings">What definitions are judged by.</param>
    /// <param name="nobodyListens">What there is to say of a source's topic.</param>
    public void Check(Surroundings surroundings, Func<SourceFileEntry, IEnumerable<ConfigProblem>> nobodyListens, CheckReport report)
    {
        var problems = _plan.Problems.ToLookup(problem => problem.File, problem => problem.Problem);
        foreach (var stray in _files.Strays)
            report.Beside(stray.File, [stray.Problem]);
        foreach (var file in _files.All)
            report.Problems(file.Path, [.. problems[file.Path]]);
        foreach (var file in _plan.Templates)
            report.Script(file.Path, _scripts.CheckTemplate(new SourceText(file.Text, file.Path), surroundings), new SourceText(file.Text, file.Path));
        foreach (var file in _plan.Tasks)
            CheckTask(file.Path, file.Id, new SourceText(file.Text, file.Path), new Dictionary<string, ScriptVar>(), [], surroundings, report);
        foreach (var task in _plan.TemplateTasks)
            CheckTask(task, surroundings, report);
        foreach (var entries in _plan.Handlers.Concat(_plan.FaultyHandlers).GroupBy(entry => entry.Place!.File)) // They come from files.
            Report(entries.Key, entries.SelectMany(entry => entry.Check(surroundings, _variables.ValueOf)), report);
        foreach (var entries in _plan.Sources.GroupBy(entry => entry.Values.Place!.File)) // They come from files.
            Report(entries.Key, entries.SelectMany(entry => entry.Check(_extensions.Sources, _variables.ValueOf).Concat(nobodyListens(entry))), report);
    }

    private void CheckTask(PlannedTask task, Surroundings surroundings, CheckReport report)
    {
        var (file, definition) = task;
        if (_plan.Templates.FirstOrDefault(template => template.Id == definition.TemplateId) is { } template)
        {
            CheckTask(file.Path, file.Id, new SourceText(template.Text, $"{file.Path}: template {template.Id}"), definition.Vars, definition.Dbrps, surroundings, report);
        }
        else if (_files.Templates.All(unusable => unusable.Id != definition.TemplateId))
        {
            string[] known = [.. _plan.Templates.Select(other => other.Id)];
            report.Beside(file.Path, [new ConfigProblem($"unknown template {definition.TemplateId}: the folder templates has no {definition.TemplateId}.tick{NameHint.Of(definition.TemplateId, known)}", Begin(file.Path))]);
        }
    }

    private void CheckTask(
        string file, string id, SourceText source, IReadOnlyDictionary<string, ScriptVar> vars, IReadOnlyList<Dbrp> dbrps, Surroundings surroundings, CheckReport report)
    {
        report.Script(file, _scripts.CheckTask(source, id, vars, dbrps, surroundings, out var bound), source);
        try
        {
            if (bound.Graph is not null)
                TaskDbrps.Choose(bound.Dbrps, dbrps, []);
        }
        catch (DefinitionException problem)
        {
            report.Beside(file, [new ConfigProblem(LoadPlan.Explain(problem), Begin(file))]);
        }
    }

    private void Report(string file, IEnumerable<ConfigProblem> problems, CheckReport report) =>
        report.Beside(file, _variables.Filter(problems, _files.All.First(read => read.Path == file).Content));

    private static ConfigPlace Begin(string file) => new(file, 1, 1);
}
