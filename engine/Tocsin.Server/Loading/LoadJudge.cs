using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Definitions;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Loading;

/// <summary>Judges what a load folder defines, beyond what <see cref="LoadPlan"/> tells of it, before anything is made of it.</summary>
/// <param name="extensions">What definitions can use.</param>
/// <param name="templates">The scripts of templates that are not of the folder; null for one that is not there.</param>
internal sealed class LoadJudge(LoadSnapshot files, LoadPlan plan, Extensions extensions, Func<string, string?> templates)
{
    private static readonly IReadOnlyDictionary<string, ScriptVar> None = new Dictionary<string, ScriptVar>();

    private readonly ScriptJudge _scripts = new(extensions.Vocabulary);

    /// <summary>
    /// Whether a handler is there as its file says. Such a one is not judged: it may wait for its plugin, or be suspended, and keeps no server from
    /// starting. Default: none is.
    /// </summary>
    public Func<HandlerFileEntry, bool> IsInForce { get; init; } = static _ => false;

    /// <summary>Whether a task runs as its file says. It was judged when it was taken, and is not judged again. Default: none does.</summary>
    public Func<LoadFile, bool> IsRunning { get; init; } = static _ => false;

    /// <summary>What there is to say, file by file.</summary>
    /// <param name="surroundings">What definitions are judged by.</param>
    public IEnumerable<JudgedFile> Judge(Surroundings surroundings) =>
    [
        .. plan.Templates.Select(file => new SourceText(file.Text, file.Path)).Select(source => new JudgedFile(source.Name!) { Script = source, Diagnostics = _scripts.CheckTemplate(source, surroundings) }), // It has the name of the file.
        .. plan.Tasks.Where(file => !IsRunning(file)).SelectMany(file => Judge(file, new SourceText(file.Text, file.Path), None, [], surroundings)),
        .. plan.TemplateTasks.SelectMany(task => Judge(task, surroundings)),
        .. plan.Handlers.Where(entry => !IsInForce(entry)).Concat(plan.FaultyHandlers).GroupBy(entry => entry.Place!.File) // They come from files.
            .Select(entries => new JudgedFile(entries.Key) { Problems = [.. entries.SelectMany(entry => entry.Check(surroundings))] }),
        .. plan.Sources.GroupBy(entry => entry.Values.Place!.File) // They come from files.
            .Select(entries => new JudgedFile(entries.Key) { Problems = [.. entries.SelectMany(entry => entry.Check(extensions.Sources, surroundings.Environment))] }),
    ];

    private IEnumerable<JudgedFile> Judge(PlannedTask task, Surroundings surroundings)
    {
        var (file, definition) = task;
        var script = plan.Templates.FirstOrDefault(template => template.Id == definition.TemplateId)?.Text ?? templates(definition.TemplateId);
        if (script is not null)
            return Judge(file, new SourceText(script, $"{file.Path}: template {definition.TemplateId}"), definition.Vars, definition.Dbrps, surroundings);
        if (files.Templates.Any(unusable => unusable.Id == definition.TemplateId))
            return []; // What is wrong with the template is reported with it.
        string[] known = [.. plan.Templates.Select(other => other.Id)];
        return [Wrong(file, $"unknown template {definition.TemplateId}: the folder templates has no {definition.TemplateId}.tick{NameHint.Of(definition.TemplateId, known)}")];
    }

    private IEnumerable<JudgedFile> Judge(LoadFile file, SourceText source, IReadOnlyDictionary<string, ScriptVar> vars, IReadOnlyList<Dbrp> dbrps, Surroundings surroundings)
    {
        yield return new JudgedFile(file.Path) { Script = source, Diagnostics = _scripts.CheckTask(source, file.Id, vars, dbrps, surroundings, out var bound) };
        if (bound.Graph is not null && WhyNoDbrps(bound.Dbrps, dbrps) is { } why)
            yield return Wrong(file, why);
    }

    private static string? WhyNoDbrps(IReadOnlyList<Dbrp> ofScript, IReadOnlyList<Dbrp> given)
    {
        try
        {
            TaskDbrps.Choose(ofScript, given, []);
            return null;
        }
        catch (DefinitionException problem)
        {
            return LoadPlan.Explain(problem);
        }
    }

    private static JudgedFile Wrong(LoadFile file, string message) => new(file.Path) { Problems = [new ConfigProblem(message, new ConfigPlace(file.Path, 1, 1))] };
}
