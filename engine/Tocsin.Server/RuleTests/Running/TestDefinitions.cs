using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Names;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Sources;
using Tocsin.Pipelines.Nodes.HttpPost;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Loading;
using Tocsin.Server.RuleTests.Files;
using Tocsin.Server.RuleTests.Judging;

namespace Tocsin.Server.RuleTests.Running;

/// <summary>Brings what a file of tests names into an engine, and checks the names that a test uses.</summary>
/// <param name="fail">Takes what is wrong.</param>
internal sealed class TestDefinitions(RuleTestFile file, TestSurroundings surroundings, AlertEngine engine, Action<Mismatch> fail)
{
    private static readonly string[] QueryKinds = ["query", "queryFlux"];

    /// <summary>The handlers that there are.</summary>
    public HandlerNames Handlers => new(engine.Alerts.Outbox.Counters.Select(counters => counters.Target));

    /// <summary>Whoever makes requests that a test can answer: the handlers, and nodes that post.</summary>
    public HandlerNames Senders => new(engine.Alerts.Outbox.Counters.Select(counters => counters.Target).Concat(PostingNodes).Distinct());

    private IEnumerable<HandlerTarget> PostingNodes => NodesOf("httpPost").Select(node => RequestSender.Of(node.Task, node.Node));

    public async Task DefineAsync()
    {
        if (file.Load is { } folder)
            await LoadAsync(file.Find(folder)).ConfigureAwait(false);
        foreach (var handlers in file.Handlers)
            await AddHandlersAsync(file.Find(handlers)).ConfigureAwait(false);
        foreach (var sources in file.Sources)
            await AddSourcesAsync(file.Find(sources)).ConfigureAwait(false);
        foreach (var silences in file.Silences)
            await AddSilencesAsync(file.Find(silences)).ConfigureAwait(false);
        foreach (var task in file.Tasks)
            await DefineAsync(task).ConfigureAwait(false);
    }

    /// <summary>A misspelt name would wait for requests that never come.</summary>
    public void CheckNames(RuleTest test)
    {
        var senders = Senders;
        List<HandlerTarget> nodes = [.. PostingNodes];
        List<string> queries = [.. NodesOf(QueryKinds).Select(node => $"{node.Task}/{node.Node}")];
        List<string> asked = [.. queries, .. queries.Select(query => query[..query.LastIndexOf('/')]).Distinct()];
        var read = new ReadMeasurements([.. engine.Tasks.Tasks.Where(task => task.IsEnabled)]);
        foreach (var step in test.Steps)
        {
            switch (step)
            {
                case DataStep data when !file.MayBeUnread:
                    CheckRead(data, read);
                    break;
                case RespondStep respond:
                    Check(respond.Handler, senders, respond.Place);
                    if (respond.Answers.Any(answer => answer.After > TimeSpan.Zero) && senders.Called(respond.Handler).Any(nodes.Contains))
                        Fail(respond.Place, $"{respond.Handler} is a node, for whose answer its task and the clock stand still: leave out after, or write timeout");
                    break;
                case ExpectStep expect:
                    foreach (var sent in expect.Sent ?? [])
                        Check(sent.TryFind("to", out var to) && to is ConfigText { Tag: "" } text ? text.Value : "", senders, to?.Place);
                    break;
                case QueryStep { Query: "" } when queries.Count == 0:
                    fail(new Mismatch(step.Place, "no task makes a query: there is nothing to answer", []));
                    break;
                case QueryStep query:
                    CheckQuery(query.Query, asked, query.Place);
                    break;
            }
        }
    }

    private void Check(string name, HandlerNames handlers, ConfigPlace? place)
    {
        if (name.Length == 0)
            return;
        var meant = handlers.Called(name);
        if (meant.Count == 0)
            Fail(place, $"there is no handler '{name}'{NameHint.Of(name, handlers.All)}");
        else if (meant.Count > 1)
            Fail(place, $"'{name}' may be {meant.Count} handlers: write which one is meant: {string.Join(" or ", meant.Select(target => $"'{handlers.Of(target)}'"))}");
    }

    private void CheckRead(DataStep data, ReadMeasurements read)
    {
        if (data.Unread == UnreadLines.All)
            return;
        var source = data.Source ?? file.Source;
        var (unread, isSomeRead) = read.In(data.Lines, source);
        if (unread.Count == 0 || (data.Unread == UnreadLines.Some && isSomeRead))
            return;
        var named = read.Named(source);
        Fail(data.Place, $"no task reads '{unread[0]}' of {source}: write a measurement and a dbrp that a script reads, or unread: true, beside lines or under defaults, when that is meant"
            + (named.Count > 0 ? NameHint.Of(unread[0], named) : ""));
    }

    private void CheckQuery(string name, List<string> known, ConfigPlace? place)
    {
        if (name.Length > 0 && !known.Contains(name))
            Fail(place, $"there is no query '{name}'{NameHint.Of(name, known)}");
    }

    private IEnumerable<(string Task, string Node)> NodesOf(params string[] kinds) =>
        engine.Running.All.SelectMany(task => task.ReadStats().Nodes.Where(node => kinds.Contains(node.Kind)).Select(node => (task.Id, node.Name)));

    private async Task LoadAsync(string folder)
    {
        var ledger = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var report = await new LoadFolder(engine, folder, new LoadLedger(ledger), TimeProvider.System).ApplyAsync(isPatient: false).ConfigureAwait(false);
            foreach (var error in report.Errors)
                Fail(null, error);
            foreach (var script in LoadSnapshot.Of(folder).Tasks)
            {
                if (surroundings.Scripts.TryGetValue(script.Path, out var text))
                    await TryAsync(() => engine.Tasks.UpdateAsync(script.Id, new TaskChange { Script = text, IsEnabled = true }), new SourceText(text, script.Path), null).ConfigureAwait(false);
            }
        }
        finally
        {
            File.Delete(ledger);
        }
    }

    private async Task AddHandlersAsync(string path)
    {
        var kinds = surroundings.Extensions.Kinds;
        foreach (var problem in await NamedFiles.AddHandlersAsync(TextFile.Read(path), path, kinds, file.ValueOf, spec => engine.Alerts.Handlers.CreateAsync(spec)).ConfigureAwait(false))
            Fail(problem.Place, problem.Message);
    }

    private async Task AddSourcesAsync(string path)
    {
        var parsed = SourceFile.Parse(TextFile.Read(path), path);
        var problems = parsed.Problems.ToList();
        foreach (var entry in parsed.Entries)
            problems.AddRange(await engine.Sources.DefineAsync(entry).ConfigureAwait(false));
        foreach (var problem in problems.Where(problem => !problem.IsWarning))
            Fail(problem.Place, problem.Message);
    }

    private async Task AddSilencesAsync(string path)
    {
        var (entries, problems) = SilenceFile.Parse(TextFile.Read(path), path);
        foreach (var problem in problems.Where(problem => !problem.IsWarning))
            Fail(problem.Place, problem.Message);
        foreach (var entry in entries)
        {
            var outcome = await engine.Alerts.Silences.DefineAsync(entry.Values).ConfigureAwait(false);
            foreach (var problem in outcome.Silence is null ? outcome.Problems : [])
                Fail(problem.Place ?? entry.Values.Place, $"silence '{entry.Id}': {problem.Message}");
        }
    }

    private async Task DefineAsync(TestedTask task)
    {
        var path = file.Find(task.Script);
        var source = new SourceText(surroundings.Scripts.GetValueOrDefault(path) ?? TextFile.Read(path), path);
        var change = NamedFiles.TaskOf(source, file.Source, task.Vars.Length > 0 ? file.Find(task.Vars) : null);
        await TryAsync(() => engine.Tasks.CreateAsync(change), source, task.Place).ConfigureAwait(false);
    }

    private async Task TryAsync(Func<Task> define, SourceText source, ConfigPlace? place)
    {
        try
        {
            await define().ConfigureAwait(false);
        }
        catch (DefinitionException problem) when (problem.Refusal.Diagnostics.Count > 0)
        {
            foreach (var diagnostic in problem.Refusal.Diagnostics)
                Fail(null, DiagnosticText.Render(diagnostic, source));
        }
        catch (DefinitionException problem)
        {
            Fail(place, problem.Message);
        }
    }

    private void Fail(ConfigPlace? place, string message) => fail(new Mismatch(place, message, []));
}
