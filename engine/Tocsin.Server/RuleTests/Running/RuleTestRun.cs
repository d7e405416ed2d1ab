using System.Text;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Care;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Names;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Hosting.Rehearsals;
using Tocsin.Sdk;
using Tocsin.Server.Loading;
using Tocsin.Server.RuleTests.Files;
using Tocsin.Server.RuleTests.Judging;

namespace Tocsin.Server.RuleTests.Running;

/// <summary>Runs one test: its definitions and its steps, in an engine of its own on a clock of its own.</summary>
internal sealed class RuleTestRun(RuleTestFile file, RuleTest test, TestSurroundings surroundings)
{
    private readonly List<Mismatch> _mismatches = [];
    private string _after = "";
    private bool _isDefined;
    private HandlerNames _handlers = new([]);
    private HandlerNames _senders = new([]);

    public async Task<RuleTestResult> RunAsync(CancellationToken stopped)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        limit.CancelAfter(surroundings.Timeout);
        var cancellationToken = limit.Token;
        var started = TimeProvider.System.GetTimestamp();
        var rehearsal = await Rehearsal.StartAsync(new RehearsalSettings
        {
            Start = file.Start,
            Extensions = surroundings.Extensions,
            Config = surroundings.Config,
            Environment = file.ValueOf,
            Restarts = test.Restarts,
            Watch = surroundings.Coverage?.Of(file),
        }).ConfigureAwait(false);
        await using (rehearsal.ConfigureAwait(false))
        {
            try
            {
                var definitions = new TestDefinitions(file, surroundings, rehearsal.Engine, _mismatches.Add);
                await definitions.DefineAsync().ConfigureAwait(false);
                _isDefined = _mismatches.Count == 0;
                _handlers = definitions.Handlers;
                _senders = definitions.Senders;
                if (_isDefined)
                    definitions.CheckNames(test);
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
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !stopped.IsCancellationRequested)
            {
                Fail(test.Place, $"after {surroundings.Timeout.TotalSeconds} s the test is at {rehearsal.Clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'} of its own clock, and is ended: let less time pass, or give it longer with --timeout");
            }

            surroundings.Coverage?.Read(file, rehearsal.Engine, _handlers);
            return new RuleTestResult(file, test.Name, TimeProvider.System.GetElapsedTime(started), _mismatches) { At = rehearsal.Clock.GetUtcNow(), After = _after, IsDefined = _isDefined };
        }
    }

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
                rehearsal.Answer(_senders.Called(respond.Handler)[0], respond.Answers); // There is one: that was checked.
                break;
            case QueryStep query:
                rehearsal.AnswerQueries(query.Query, query.Answers);
                break;
            case RequestStep request:
                await RequestAsync(rehearsal.Engine, request).ConfigureAwait(false);
                break;
            case SnapshotStep snapshot:
                await CompareAsync(rehearsal, snapshot, cancellationToken).ConfigureAwait(false);
                break;
            case AcknowledgeStep acknowledge:
                Acknowledge(rehearsal.Engine, acknowledge);
                break;
            case RestartStep restart:
                surroundings.Coverage?.Read(file, rehearsal.Engine, _handlers);
                await rehearsal.RestartAsync(restart.IsKill, cancellationToken).ConfigureAwait(false);
                break;
            case ExpectStep expect:
                _mismatches.AddRange(ExpectationJudge.Judge(Named(expect), await TakeAsync(rehearsal, cancellationToken).ConfigureAwait(false), _handlers));
                break;
        }
    }

    // Whoever writes the long name where the short one is enough means the same.
    private ExpectStep Named(ExpectStep expect) => expect with { Sent = expect.Sent is { } sent ? [.. sent.Select(Named)] : null };

    private ConfigMap Named(ConfigMap sent) => sent.TryFind("to", out var to) && to is ConfigText { Tag: "" } text && _senders.Called(text.Value) is [var meant]
        ? sent with { Entries = [.. sent.Entries.Select(entry => ReferenceEquals(entry.Value, to) ? entry with { Value = text with { Value = _senders.Of(meant) } } : entry)] }
        : sent;

    private async Task<RehearsalRecord> TakeAsync(Rehearsal rehearsal, CancellationToken cancellationToken)
    {
        var record = await rehearsal.TakeAsync(cancellationToken).ConfigureAwait(false);
        surroundings.Coverage?.Read(file, record, _handlers);
        return record;
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

    private async Task RequestAsync(AlertEngine engine, RequestStep step)
    {
        _after = $"{step.Method} {step.Target}";
        var answer = await new SourceRequests(engine).SendAsync(step).ConfigureAwait(false);
        if (answer.Reply.Status != step.Status && (step.Status is not null || answer.Reply.Status is < 200 or > 299))
            Fail(step.Place, $"{_after} is answered with {answer.Reply.Status}{(step.Status is { } status ? $", not with {status}" : "")}", answer.Reply.Body.Length > 0 ? [answer.Reply.Body] : []);
    }

    private async Task CompareAsync(Rehearsal rehearsal, SnapshotStep step, CancellationToken cancellationToken)
    {
        var record = await TakeAsync(rehearsal, cancellationToken).ConfigureAwait(false);
        if (surroundings.UpdatesSnapshots)
            SnapshotFile.Write(step.File, record, _handlers);
        else
            _mismatches.AddRange(SnapshotFile.Compare(step.File, record, _handlers, step.Place));
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
        var looksAtWritten = test.Steps.OfType<ExpectStep>().LastOrDefault()?.Written is not null;
        var rest = new ExpectStep(test.Place, [], [], looksAtWritten ? [] : null, [], IsPartial: false);
        _mismatches.AddRange(ExpectationJudge.Judge(rest, await TakeAsync(rehearsal, cancellationToken).ConfigureAwait(false), _handlers)
            .Select(mismatch => mismatch with { Message = $"after the last expectation: {mismatch.Message}" }));
        foreach (var (handler, count) in rehearsal.UnusedAnswers)
            Fail(test.Place, $"{_senders.Of(handler)} made no request for {count} of its answers: take them out of respond, or let more happen");
        foreach (var (query, count) in rehearsal.UnusedRows)
            Fail(test.Place, $"{(query.Length > 0 ? $"query {query}" : "a query")} was not made for {count} of its answers: take them out of the step 'query', or let more time pass");
    }

    private void Fail(ConfigPlace? place, string message, IReadOnlyList<string>? details = null) => _mismatches.Add(new Mismatch(place, message, details ?? []));
}
