using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Sources;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Checks;

/// <summary>The checks of definitions by what is in force on this server now. Safe for any thread.</summary>
/// <param name="kinds">The kinds of handlers in force.</param>
/// <param name="services">The services of the configuration in force.</param>
/// <param name="whyNoInflux">Why there is no InfluxDB of a name; null when there is.</param>
/// <param name="environment">Answers variables; null when one is not set.</param>
/// <param name="tasks">The tasks there are: another collection after each change.</param>
public sealed class ServerChecks(
    Func<HandlerKinds> kinds, Func<ServiceSections> services, Topics topics, Func<string, string?> whyNoInflux, Func<string, string?> environment,
    Func<IReadOnlyCollection<TaskDefinition>> tasks)
{
    private volatile TaskAlerts _raised = TaskAlerts.None;

    /// <summary>What there is to warn of in a task: what its script tells, and what the server lacks.</summary>
    public IReadOnlyList<Diagnostic> Of(TaskDefinition task) => [.. task.Warnings, .. DeliveryOf(task)];

    /// <summary>What keeps handlers that are defined in a task's script from delivering, by their targets.</summary>
    public IEnumerable<KeyValuePair<HandlerTarget, string>> HandlersOf(TaskDefinition task) => task.IsShadow || task.Graph is null ? [] : AlertReach.HandlersOf(task.Graph, Surroundings, task.Id);

    /// <summary>What keeps the alerts of a task from reaching anybody.</summary>
    public IReadOnlyList<Diagnostic> DeliveryOf(TaskDefinition task) => task.IsShadow || task.Graph is null ? [] : ScriptChecks.Of(task.Graph, Surroundings, task.Id, task.Dbrps);

    /// <summary>What there is to warn of in a template. Who listens to its topics is a matter of the tasks made from it.</summary>
    public IReadOnlyList<Diagnostic> Of(TemplateDefinition template) =>
        template.Graph is null ? template.Warnings : [.. template.Warnings, .. ScriptChecks.Of(template.Graph, Surroundings with { HasListener = null, OtherRaiser = null })];

    /// <summary>What there is to warn of in a handler that is defined.</summary>
    public IReadOnlyList<string> Of(HandlerSpec spec)
    {
        ConfigJson.TryParse(spec.OptionsJson, out var options, out _); // What is not JSON was refused for that.
        var filled = FilledOptions.Of(options, environment);
        return filled.Problems.Count > 0 ? [] : [.. HandlerChecks.Of(spec, filled, Surroundings).Select(problem => filled.Secrets.Hide(problem.Message))];
    }

    /// <summary>The same for a handler of a file, with the places.</summary>
    public IEnumerable<ConfigProblem> Of(HandlerFileEntry entry) => entry.Check(Surroundings).Where(problem => problem.IsWarning);

    /// <summary>What there is to warn of in a source that is defined.</summary>
    public IReadOnlyList<string> Of(Source source) =>
        source.Topic.Length > 0 && !topics.HasListener(source.Topic) ? [NobodyListens(source.Spec.Id, source.Topic)] : [];

    /// <summary>What is said of a source whose alerts reach nobody.</summary>
    public static string NobodyListens(string source, string topic) =>
        $"no handler listens to the topic '{topic}' of source '{source}': its alerts reach nobody; define a handler for it";

    /// <summary>What definitions are judged by here and now.</summary>
    public Surroundings Surroundings => new()
    {
        Kinds = kinds(),
        Environment = environment,
        Services = services(),
        HasListener = topics.HasListener,
        WhyNoInflux = whyNoInflux,
        OtherRaiser = Other,
    };

    private RaisedAlert? Other(RaisedAlert raised)
    {
        var (known, now) = (_raised, tasks());
        if (!ReferenceEquals(known.Tasks, now))
            _raised = known = new TaskAlerts(now);
        return known.Other(raised);
    }
}
