using System.Text;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Care;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Names;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Hosting.Rehearsals;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;
using Tocsin.Server.Loading;
using Tocsin.Server.RuleTests.Files;
using Tocsin.Server.RuleTests.Judging;

namespace Tocsin.Server.RuleTests.Running;

/// <summary>Runs one test: its definitions and its steps, in an engine of its own on a clock of its own.</summary>
/// <param name="extensions">What scripts and handlers can use.</param>
/// <param name="config">The configuration that the file names.</param>
internal sealed class RuleTestRun(RuleTestFile file, RuleTest test, Extensions extensions, ConfigFile config)
{
    private readonly List<Mismatch> _mismatches = [];
    private string _after = "";

    public async Task<RuleTestResult> RunAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var rehearsal = await Rehearsal.StartAsync(new RehearsalSettings
        {
            Start = file.Start,
            Extensions = extensions,
            Config = config,
            Restarts = test.Restarts,
        }).ConfigureAwait(false);
        await using (rehearsal.ConfigureAwait(false))
        {
            try
            {
                await DefineAsync(rehearsal.Engine).ConfigureAwait(false);
                CheckHandlers(rehearsal.Engine);
                foreach (var step in test.Steps.TakeWhile(_ => _mismatches.Count == 0))
                    await TakeStepAsync(rehearsal, step, cancellationToken).ConfigureAwait(false);
                if (_mismatches.Count == 0)
                    await EndAsync(rehearsal, cancellationToken).ConfigureAwait(false);
            }
            catch (FileException problem)
            {
                problem.Problems.ToList().ForEach(one => Fail(one.Place ?? test.Place, one.Message));
            }
            catch (RehearsalException problem)
            {
                Fail(test.Place, problem.Message);
            }

            return new RuleTestResult(file, test.Name, TimeProvider.System.GetElapsedTime(started), _mismatches) { At = rehearsal.Clock.GetUtcNow(), After = _after };
        }
    }

    private async Task DefineAsync(AlertEngine engine)
    {
        if (file.Load is { } folder)
            await LoadAsync(engine, file.Find(folder)).ConfigureAwait(false);
        foreach (var handlers in file.Handlers)
            await AddHandlersAsync(engine, file.Find(handlers)).ConfigureAwait(false);
        foreach (var task in file.Tasks)
            await DefineAsync(engine, task).ConfigureAwait(false);
    }

    private async Task LoadAsync(AlertEngine engine, string folder)
    {
        var ledger = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var report = await new LoadFolder(engine, folder, new LoadLedger(ledger), TimeProvider.System).ApplyAsync(isPatient: false).ConfigureAwait(false);
            foreach (var error in report.Errors)
                Fail(null, error);
        }
        finally
        {
            File.Delete(ledger);
        }
    }

    private async Task AddHandlersAsync(AlertEngine engine, string path)
    {
        var problems = await NamedFiles.AddHandlersAsync(TextFile.Read(path), path, extensions.Kinds, spec => engine.Alerts.Handlers.CreateAsync(spec)).ConfigureAwait(false);
        foreach (var problem in problems)
            Fail(problem.Place, problem.Message);
    }

    private async Task DefineAsync(AlertEngine engine, TestedTask task)
    {
        var path = file.Find(task.Script);
        var source = new SourceText(TextFile.Read(path), path);
        try
        {
            await engine.Tasks.CreateAsync(NamedFiles.TaskOf(source, file.Source, task.Vars.Length > 0 ? file.Find(task.Vars) : null)).ConfigureAwait(false);
        }
        catch (DefinitionException problem) when (problem.Refusal.Diagnostics.Count > 0)
        {
            foreach (var diagnostic in problem.Refusal.Diagnostics)
                Fail(null, DiagnosticText.Render(diagnostic, source));
        }
        catch (DefinitionException problem)
        {
            Fail(task.Place, problem.Message);
        }
    }

    // A misspelt name would wait for requests that never come.
    private void CheckHandlers(AlertEngine engine)
    {
        if (_mismatches.Count > 0)
            return;
        List<string> known = [.. engine.Alerts.Outbox.Counters.Select(counters => NameOf(HandlerTarget.Parse(counters.Target)))];
        var named = test.Steps.SelectMany(step => step switch
        {
            RespondStep respond => [(respond.Handler, respond.Place)],
            ExpectStep expect => expect.Sent.Select(sent => sent.TryFind("to", out var to) && to is ConfigText { Tag: "" } text ? (text.Value, to.Place) : ("", null)),
            _ => Enumerable.Empty<(string, ConfigPlace?)>(),
        });
        foreach (var (name, place) in named.Where(entry => entry.Item1.Length > 0 && !known.Contains(entry.Item1)))
            Fail(place, $"there is no handler '{name}'{NameHint.Of(name, known)}");
    }

    private static string NameOf(HandlerTarget target) =>
        target.NodeKind is { } kind && NodeTopic.Parse(target.Topic) is { } node ? $"{node.Task}/{node.Node}/{kind}" : target.ToString();

    private async Task TakeStepAsync(Rehearsal rehearsal, TestStep step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case DataStep data:
                await WriteAsync(rehearsal, data, cancellationToken).ConfigureAwait(false);
                break;
            case AdvanceStep advance:
                await rehearsal.AdvanceToAsync(rehearsal.Clock.GetUtcNow() + advance.By, cancellationToken).ConfigureAwait(false);
                break;
            case RespondStep respond:
                rehearsal.Answer(respond.Handler, respond.Answers);
                break;
            case AcknowledgeStep acknowledge:
                Acknowledge(rehearsal.Engine, acknowledge);
                break;
            case RestartStep restart:
                await rehearsal.RestartAsync(restart.IsKill, cancellationToken).ConfigureAwait(false);
                break;
            case ExpectStep expect:
                _mismatches.AddRange(ExpectationJudge.Judge(expect, await rehearsal.TakeAsync(cancellationToken).ConfigureAwait(false)));
                break;
        }
    }

    private async Task WriteAsync(Rehearsal rehearsal, DataStep data, CancellationToken cancellationToken)
    {
        var begin = rehearsal.Clock.GetUtcNow();
        foreach (var lines in data.Lines)
        {
            var time = lines.UnixNanoseconds is { } at ? new Instant(at).ToDateTimeOffset() : begin + lines.After;
            await rehearsal.AdvanceToAsync(time, cancellationToken).ConfigureAwait(false);
            _after = lines.Text;
            var errors = await rehearsal.WriteAsync(Encoding.UTF8.GetBytes(lines.Text), data.Source ?? file.Source, cancellationToken).ConfigureAwait(false);
            foreach (var error in errors)
                Fail(data.Place, $"a line of data cannot be read: {error.Reason}", [lines.Text.Split('\n')[error.Line - 1]]);
        }
    }

    private void Acknowledge(AlertEngine engine, AcknowledgeStep step)
    {
        var activities = engine.Alerts.Activities;
        IReadOnlyList<string> topics = step.Topic.Length > 0 ? [step.Topic] : activities.TopicsKnowing(step.Id);
        var outcomes = topics.Select(topic => activities.Record(topic, step.Id, new AlertActivity
        {
            Kind = ActivityKind.Acknowledged,
            By = step.By,
            Text = step.Text,
            System = AlertActivities.OwnSystem,
            At = engine.Time.GetUtcNow(),
        })).ToList();
        if (!outcomes.Contains(ActivityOutcome.Recorded))
            Fail(step.Place, outcomes.Contains(ActivityOutcome.NotOpen) ? $"the alert '{step.Id}' is not open: there is nothing to acknowledge" : $"no topic knows an alert '{step.Id}'");
    }

    // Data after the last expectation counts too.
    private async Task EndAsync(Rehearsal rehearsal, CancellationToken cancellationToken)
    {
        var rest = new ExpectStep(test.Place, [], [], [], IsPartial: false);
        _mismatches.AddRange(ExpectationJudge.Judge(rest, await rehearsal.TakeAsync(cancellationToken).ConfigureAwait(false))
            .Select(mismatch => mismatch with { Message = $"after the last expectation: {mismatch.Message}" }));
        foreach (var (handler, count) in rehearsal.UnusedAnswers)
            Fail(test.Place, $"{handler} made no request for {count} of its answers: take them out of respond, or let more happen");
    }

    private void Fail(ConfigPlace? place, string message, IReadOnlyList<string>? details = null) => _mismatches.Add(new Mismatch(place, message, details ?? []));
}
