using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting.Rehearsals;
using Tocsin.Pipelines.Shadows;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Tasks;

/// <summary>Shadows run beside live tasks on the same data: what they raise is noted, and reaches nobody.</summary>
public sealed class ShadowTaskTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Dbrp Source = new("telegraf", "autogen");

    // Set before every test.
    private Rehearsal _rehearsal = null!;

    public async Task InitializeAsync()
    {
        _rehearsal = await Rehearsal.StartAsync(new RehearsalSettings { Environment = static _ => null, Start = Start, Restarts = true });
        await _rehearsal.Engine.Alerts.Handlers.CreateAsync(new HandlerSpec { Topic = "cpu", Id = "hook", Kind = "post", OptionsJson = """{"url":"http://ops.example/hook"}""" });
    }

    public Task DisposeAsync() => _rehearsal.DisposeAsync().AsTask();

    [Fact]
    public async Task What_a_shadow_raises_reaches_nobody_and_is_noted_beside_what_the_live_task_raises()
    {
        await DefineAsync("cpu", Alert(90));
        await DefineAsync("cpu.shadow", Alert(80));

        await WriteAsync("cpu,host=a v=85\ncpu,host=b v=95");

        var record = await _rehearsal.TakeAsync();
        record.Calls.Select(call => $"{call.Target.ToString().Split('#')[0]} {call.Event.TaskName} {call.Event.Id}").Should().BeEquivalentTo("cpu/hook cpu b", "main:cpu:alert2/ cpu b");
        Noted().Should().BeEquivalentTo("live b CRITICAL", "shadow a CRITICAL", "shadow b CRITICAL");
        _rehearsal.Engine.Alerts.Activities.TopicsKnowing("a").Should().BeEmpty();
        _rehearsal.Engine.Alerts.Activities.List(new AlertQuery()).Select(alert => alert.Topic).Should().OnlyContain(topic => !topic.StartsWith("shadow"));
        _rehearsal.Engine.Alerts.Topics.TryGetState("shadow:cpu.shadow:alert2", "a", out var state).Should().BeTrue();
        state.Level.Should().Be(AlertLevel.Critical);
        _rehearsal.Engine.Alerts.Topics.EvidenceOf("a").Should().BeEmpty("what led to it is nobody's alert");
    }

    [Fact]
    public async Task A_shadow_sends_nothing_and_writes_to_no_other_task()
    {
        await DefineAsync("reader", "stream|from().measurement('out')|alert().id('reader').crit(lambda: TRUE).topic('cpu')", new Dbrp("other", "rp"));
        const string Script = "var data = stream|from().measurement('cpu')\ndata|httpPost('http://ops.example/points').codeField('code')|httpOut('seen')\n"
            + "data|kapacitorLoopback().database('other').retentionPolicy('rp').measurement('out')\ndata|influxDBOut().database('other')";
        await DefineAsync("cpu.shadow", Script);

        await WriteAsync("cpu,host=a v=85");
        await _rehearsal.AdvanceToAsync(Start.AddMinutes(1));

        var record = await _rehearsal.TakeAsync();
        record.Requests.Should().BeEmpty();
        record.Raised.Should().BeEmpty();
        record.Failures.Should().BeEmpty();
        _rehearsal.Engine.Running.Find("cpu.shadow")!.Endpoints.TryFind("seen", out _).Should().BeTrue("what it offers itself changes nothing"); // It was defined.
    }

    [Fact]
    public async Task The_comparison_goes_on_over_a_restart()
    {
        await DefineAsync("cpu", Alert(90));
        await DefineAsync("cpu.shadow", Alert(80));
        await WriteAsync("cpu,host=a v=85");
        await _rehearsal.AdvanceToAsync(Start.AddMinutes(1));
        var since = _rehearsal.Engine.Shadows.Read("cpu")!.Since; // There is a shadow.

        await _rehearsal.RestartAsync(isKill: false);
        await WriteAsync("cpu,host=b v=95");
        await _rehearsal.TakeAsync();

        Noted().Should().BeEquivalentTo("shadow a CRITICAL", "live b CRITICAL", "shadow b CRITICAL");
        _rehearsal.Engine.Shadows.Read("cpu")!.Since.Should().Be(since);
    }

    [Fact]
    public async Task What_was_noted_is_there_for_whoever_comes_after_a_death_but_for_a_line_that_was_not_written_to_its_end()
    {
        var folder = Directory.CreateTempSubdirectory("tocsin-shadows-").FullName;
        try
        {
            var dying = new ShadowJournals(folder, TimeProvider.System, NullLogger.Instance);
            dying.Started("cpu.shadow", ("1", "2"), static _ => []);
            dying.Note("cpu", new AlertEvent { Topic = "", Id = "a", Level = AlertLevel.Critical, UnixNanoseconds = 7 });
            await dying.DisposeAsync();
            await File.AppendAllTextAsync(Path.Combine(folder, "cpu.jsonl"), "{\"IsShadow\":tr");

            await using var next = new ShadowJournals(folder, TimeProvider.System, NullLogger.Instance);
            next.Load();

            next.Read("cpu")!.Changes.Should().Equal(new ShadowChange(false, "a", 7, AlertLevel.Critical, "")); // It was begun.
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_slow_disk_delays_nobody_and_loses_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("tocsin-shadows-").FullName;
        var disk = new TaskCompletionSource();
        try
        {
            var slow = new ShadowJournals(folder, TimeProvider.System, NullLogger.Instance)
            {
                Write = async lines =>
                {
                    await disk.Task;
                    await ShadowLines.WriteAsync(lines);
                },
            };
            slow.Started("cpu.shadow", ("1", "2"), static _ => []);
            for (var i = 0; i < 100; i++)
                slow.Note("cpu", new AlertEvent { Topic = "", Id = "a", Level = i % 2 == 0 ? AlertLevel.Critical : AlertLevel.Ok, UnixNanoseconds = i });
            var noted = slow.Read("cpu")!.Changes; // It was begun.
            noted.Should().HaveCount(100);
            Directory.GetFiles(folder).Should().BeEmpty("the disk has done nothing yet");

            disk.SetResult();
            await slow.DisposeAsync();

            await using var next = new ShadowJournals(folder, TimeProvider.System, NullLogger.Instance);
            next.Load();
            next.Read("cpu")!.Changes.Should().Equal(noted); // It was kept.
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_a_disk_refused_is_written_with_what_comes_next()
    {
        var folder = Directory.CreateTempSubdirectory("tocsin-shadows-").FullName;
        var refused = new TaskCompletionSource();
        try
        {
            var full = new ShadowJournals(folder, TimeProvider.System, NullLogger.Instance)
            {
                Write = lines => refused.TrySetResult() ? Task.FromException(new IOException("the disk is full")) : ShadowLines.WriteAsync(lines),
            };
            full.Started("cpu.shadow", ("1", "2"), static _ => []);
            full.Note("cpu", new AlertEvent { Topic = "", Id = "a", Level = AlertLevel.Critical, UnixNanoseconds = 1 });
            await refused.Task;
            full.Note("cpu", new AlertEvent { Topic = "", Id = "b", Level = AlertLevel.Critical, UnixNanoseconds = 2 });
            await full.DisposeAsync();

            await using var next = new ShadowJournals(folder, TimeProvider.System, NullLogger.Instance);
            next.Load();
            next.Read("cpu")!.Changes.Select(change => change.Id).Should().Equal("a", "b"); // It was kept.
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Another_script_of_either_begins_the_comparison_again()
    {
        await DefineAsync("cpu", Alert(90));
        await DefineAsync("cpu.shadow", Alert(80));
        await WriteAsync("cpu,host=a v=85");
        await _rehearsal.TakeAsync();
        Noted().Should().NotBeEmpty();

        await _rehearsal.Engine.Tasks.UpdateAsync("cpu.shadow", new TaskChange { Script = Alert(70), IsEnabled = true });
        Noted().Should().BeEmpty();
        await WriteAsync("cpu,host=b v=75");
        await _rehearsal.TakeAsync();
        Noted().Should().Equal("shadow b CRITICAL");

        await _rehearsal.Engine.Tasks.UpdateAsync("cpu", new TaskChange { Script = Alert(60), IsEnabled = true });
        Noted().Should().BeEmpty();
    }

    [Fact]
    public async Task Alerts_that_were_open_when_it_began_are_compared_from_their_end_on()
    {
        await DefineAsync("cpu", Alert(90));
        await WriteAsync("cpu,host=a v=95");
        await _rehearsal.TakeAsync();
        await DefineAsync("cpu.shadow", Alert(80));

        await WriteAsync("cpu,host=a v=95");
        await WriteAsync("cpu,host=a v=1");
        await WriteAsync("cpu,host=a v=85");
        await _rehearsal.TakeAsync();

        Noted().Should().Equal("shadow a CRITICAL");
    }

    [Fact]
    public async Task A_shadow_that_is_deleted_leaves_nothing()
    {
        await DefineAsync("cpu", Alert(90));
        await DefineAsync("cpu.shadow", Alert(80));
        await WriteAsync("cpu,host=a v=85");
        await _rehearsal.TakeAsync();

        await _rehearsal.Engine.Tasks.DeleteAsync("cpu.shadow");

        _rehearsal.Engine.Shadows.Read("cpu").Should().BeNull();
        _rehearsal.Engine.Alerts.Topics.TryGetState("shadow:cpu.shadow:alert2", "a", out _).Should().BeFalse();
    }

    [Fact]
    public async Task A_shadow_whose_query_writes_is_refused()
    {
        var defining = () => _rehearsal.Engine.Tasks.CreateAsync(new TaskChange
        {
            Id = "cpu.shadow", Script = "batch|query('SELECT mean(v) INTO telegraf.autogen.x FROM telegraf.autogen.cpu').period(1m).every(1m)|log()", Dbrps = [Source], IsEnabled = true,
        });

        (await defining.Should().ThrowAsync<DefinitionException>()).Which.Message.Should().Contain("a shadow writes nothing, and its query has INTO");
    }

    [Fact]
    public async Task A_shadow_is_warned_of_neither_its_topic_nor_its_ids()
    {
        await DefineAsync("cpu", Alert(90));
        await DefineAsync("cpu.shadow", Alert(80).Replace("'cpu')", "'nobody')", StringComparison.Ordinal));

        _rehearsal.Engine.Checks.Of(_rehearsal.Engine.Tasks.Find("cpu.shadow")!).Should().BeEmpty(); // Both were defined.
        _rehearsal.Engine.Checks.Of(_rehearsal.Engine.Tasks.Find("cpu")!).Should().BeEmpty();
    }

    private static string Alert(int limit) =>
        $"stream|from().measurement('cpu').groupBy('host')|alert().id('{{{{ index .Tags \"host\" }}}}').crit(lambda: \"v\" > {limit}).stateChangesOnly().topic('cpu').post('http://ops.example/own')";

    private async Task DefineAsync(string id, string script, Dbrp? source = null) =>
        (await _rehearsal.Engine.Tasks.CreateAsync(new TaskChange { Id = id, Script = script, Dbrps = [source ?? Source], IsEnabled = true })).Error.Should().BeEmpty();

    private async Task WriteAsync(string lines) => (await _rehearsal.WriteAsync(Encoding.UTF8.GetBytes(lines), Source)).Should().BeEmpty();

    private IEnumerable<string> Noted() =>
        _rehearsal.Engine.Shadows.Read("cpu")!.Changes.Select(change => $"{(change.IsShadow ? "shadow" : "live")} {change.Id} {change.Level.Text()}"); // There is a shadow.
}
