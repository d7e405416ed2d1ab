using System.Text;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting.Rehearsals;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Hosting.Rehearsals;

public sealed class RehearsalTests
{
    private const string Script = """
        var data = stream|from().measurement('cpu').groupBy('host')
        data|alert().id('{{ index .Tags "host" }}').crit(lambda: "value" > 10).stateChangesOnly().topic('cpu')
        data|deadman(0.0, 5m).id('dead {{ index .Tags "host" }}').topic('gone')
        """;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Dbrp Source = new("telegraf", "autogen");

    [Fact]
    public async Task Timers_retries_and_deadmen_go_by_the_clock_that_is_moved()
    {
        await using var rehearsal = await StartAsync(restarts: false);
        rehearsal.Answer(new HandlerTarget("cpu", "hook"), [new ScriptedAnswer(503), ScriptedAnswer.Silence, ScriptedAnswer.NoConnection]);

        await WriteAsync(rehearsal, "cpu,host=a value=11");
        var first = await rehearsal.TakeAsync();
        await rehearsal.AdvanceToAsync(Start.AddMinutes(10));
        var later = await rehearsal.TakeAsync();

        first.Raised.Should().ContainSingle().Which.Should().Match<AlertEvent>(alert => alert.Id == "a" && alert.Level == AlertLevel.Critical && alert.PreviousLevel == AlertLevel.Ok);
        first.Calls.Should().ContainSingle().Which.Refusal.Should().Contain("503");
        later.Calls.Where(call => call.Target == new HandlerTarget("cpu", "hook")).Select(call => call.Refusal).Should().HaveCount(3)
            .And.Subject.Last().Should().BeNull("the third attempt after the first one arrives");
        later.Raised.Should().ContainSingle().Which.Id.Should().Be("dead a");
        rehearsal.UnusedAnswers.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_owed_survives_a_restart_and_is_sent_once(bool isKill)
    {
        await using var rehearsal = await StartAsync(restarts: true);
        rehearsal.Answer(new HandlerTarget("cpu", "hook"), [ScriptedAnswer.NoConnection]);

        await WriteAsync(rehearsal, "cpu,host=a value=11");
        (await rehearsal.TakeAsync()).Calls.Should().ContainSingle();
        await rehearsal.RestartAsync(isKill);
        await rehearsal.AdvanceToAsync(Start.AddMinutes(2));
        var record = await rehearsal.TakeAsync();

        record.Calls.Should().ContainSingle().Which.Should().Match<HandlerCall>(call => call.Refusal == null && call.Event.Id == "a" && call.Target == new HandlerTarget("cpu", "hook"));
        await WriteAsync(rehearsal, "cpu,host=a value=12");
        (await rehearsal.TakeAsync()).Raised.Should().BeEmpty("the level is remembered");
        await WriteAsync(rehearsal, "cpu,host=a value=1");
        (await rehearsal.TakeAsync()).Raised.Should().ContainSingle().Which.PreviousLevel.Should().Be(AlertLevel.Critical);
    }

    [Fact]
    public async Task What_a_node_cannot_process_is_named()
    {
        await using var rehearsal = await StartAsync(restarts: false);

        await WriteAsync(rehearsal, "cpu,host=a value=\"text\"");

        (await rehearsal.TakeAsync()).Failures.Should().ContainSingle().Which.Should().StartWith("rules/alert");
        (await rehearsal.TakeAsync()).Failures.Should().BeEmpty();
    }

    private static async Task<Rehearsal> StartAsync(bool restarts)
    {
        var rehearsal = await Rehearsal.StartAsync(new RehearsalSettings { Environment = static _ => null, Start = Start, Restarts = restarts });
        (await rehearsal.Engine.Alerts.Handlers.CreateAsync(new HandlerSpec { Topic = "cpu", Id = "hook", Kind = "post", OptionsJson = """{"url":"http://ops.example/hook"}""" })).Should().BeNull();
        await rehearsal.Engine.Tasks.CreateAsync(new TaskChange { Id = "rules", Script = Script, Dbrps = [Source], IsEnabled = true });
        return rehearsal;
    }

    private static async Task WriteAsync(Rehearsal rehearsal, string lines) => (await rehearsal.WriteAsync(Encoding.UTF8.GetBytes(lines), Source)).Should().BeEmpty();
}
