using Tocsin.Alerting.Names;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Hosting.Rehearsals;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk;
using Tocsin.Server.RuleTests.Files;

namespace Tocsin.Server.RuleTests.Coverage;

/// <summary>
/// Learns what tests reach, over all of them: nodes, both values of each condition, each operand of AND and OR that decides, levels, branches
/// of texts, handlers and their matches. Safe for any number of threads.
/// </summary>
internal sealed class ReachedParts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CoverageItem, long> _hits = [];
    private readonly Dictionary<string, SourceText> _sources = new(StringComparer.Ordinal);

    /// <summary>Looks at the tasks of a file of tests.</summary>
    public IReachWatch Of(RuleTestFile file) => new ReachWatch(this, file);

    /// <summary>There is something to be reached.</summary>
    public void Expect(CoverageItem item)
    {
        lock (_gate)
            _hits.TryAdd(item, 0);
    }

    /// <summary>Something was reached; what nobody expects is left out.</summary>
    public void Saw(CoverageItem item, long times = 1)
    {
        lock (_gate)
        {
            if (_hits.TryGetValue(item, out var before))
                _hits[item] = before + times;
        }
    }

    /// <summary>Reads what an engine has counted, before it ends.</summary>
    /// <param name="handlers">Names them.</param>
    public void Read(RuleTestFile file, AlertEngine engine, HandlerNames handlers)
    {
        foreach (var task in engine.Tasks.Tasks)
        {
            if (task.Graph is { } graph && engine.Running.All.FirstOrDefault(running => running.Id == task.Id)?.ReadStats() is { } stats)
                Read(ScriptOf(file, task.Id), task.Script, graph, stats.Nodes.ToDictionary(node => node.Name, node => node.Values.First(value => value.Name is "collected").Value));
        }

        foreach (var handler in handlers.All)
            Expect(new CoverageItem(HandlersOf(file), CoverageKind.Handler, -1, 0, handler));
        foreach (var (target, match) in engine.Alerts.Topics.MatchCounters())
        {
            Count(file, CoverageKind.MatchTrue, target.ToString(), match.Held);
            Count(file, CoverageKind.MatchFalse, target.ToString(), match.Asked - match.Failed - match.Held);
        }
    }

    /// <summary>Reads what handlers did.</summary>
    /// <param name="handlers">Names them.</param>
    public void Read(RuleTestFile file, RehearsalRecord record, HandlerNames handlers)
    {
        foreach (var calls in record.Calls.GroupBy(call => call.Target))
        {
            var item = new CoverageItem(HandlersOf(file), CoverageKind.Handler, -1, 0, handlers.Of(calls.Key));
            Expect(item);
            Saw(item, calls.Count());
        }
    }

    /// <summary>All of it so far.</summary>
    public CoverageReport Report()
    {
        lock (_gate)
            return new CoverageReport(_hits.ToDictionary(), _sources.ToDictionary());
    }

    /// <summary>The file of a task's script.</summary>
    public static string ScriptOf(RuleTestFile file, string task)
    {
        if (file.Tasks.FirstOrDefault(tested => Path.GetFileNameWithoutExtension(tested.Script) == task) is { } named)
            return file.Display(named.Script);
        return file.Load is { } folder ? file.Display(Path.Combine(folder, "tasks", task + ".tick")) : task;
    }

    /// <summary>A level of an alert node.</summary>
    public static CoverageItem LevelOf(string source, CoverageKind kind, string node, AlertLevel level) => new(source, kind, -1, 0, $"{level.Text()} of {node}");

    private void Read(string source, string script, PipelineGraph graph, Dictionary<string, long> collected)
    {
        lock (_gate)
            _sources.TryAdd(source, new SourceText(script, source));
        foreach (var node in graph.Nodes)
        {
            var reached = new CoverageItem(source, CoverageKind.Node, node.Span.Start, 0, node.Name);
            Expect(reached);
            Saw(reached, collected.GetValueOrDefault(node.Name));
            if (node.Definition is AlertNode alert)
                ExpectLevels(source, node, alert);
        }
    }

    private void ExpectLevels(string source, GraphNode node, AlertNode alert)
    {
        (AlertLevel Level, bool IsThere)[] levels = [(AlertLevel.Info, alert.Info is not null), (AlertLevel.Warning, alert.Warn is not null), (AlertLevel.Critical, alert.Crit is not null)];
        foreach (var (level, _) in levels.Where(level => level.IsThere))
        {
            Expect(LevelOf(source, CoverageKind.LevelEntered, node.Name, level));
            Expect(LevelOf(source, CoverageKind.LevelLeft, node.Name, level));
        }
    }

    private void Count(RuleTestFile file, CoverageKind kind, string handler, long times)
    {
        var item = new CoverageItem(HandlersOf(file), kind, -1, 0, handler);
        Expect(item);
        Saw(item, times);
    }

    private static string HandlersOf(RuleTestFile file) => file.Display(file.Load ?? file.Handlers.FirstOrDefault() ?? System.IO.Path.GetFileName(file.Path));
}
