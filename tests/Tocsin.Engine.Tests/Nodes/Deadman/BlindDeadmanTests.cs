using System.Text;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Hosting.Rehearsals;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Nodes.Deadman;

/// <summary>Deadmen are held while all of what they watch is silent, which one alert reports. In virtual time, through the whole engine.</summary>
public sealed class BlindDeadmanTests
{
    private const string Cpu = "stream|from().measurement('cpu').groupBy('host')|deadman(0.0, 10s).stateChangesOnly().id('{{ index .Tags \"host\" }}').topic('hosts')";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Dbrp Source = new("telegraf", "autogen");

    private readonly List<string> _raised = [];
    private DateTimeOffset _now = Start;

    [Fact]
    public async Task Ten_thousand_series_that_end_at_once_are_one_alert_and_come_back_without_another()
    {
        await using var rehearsal = await StartAsync(Cpu + ".holdWhenBlind(1m)");
        var all = string.Join('\n', Enumerable.Range(0, 10_000).Select(host => $"cpu,host=h{host} v=1"));

        await SendAsync(rehearsal, all, times: 4);
        await PassAsync(rehearsal, TimeSpan.FromMinutes(5));
        _raised.Should().Equal("blind:telegraf.autogen CRITICAL");
        await SendAsync(rehearsal, all, times: 4);

        _raised.Should().Equal("blind:telegraf.autogen CRITICAL", "blind:telegraf.autogen OK");
    }

    [Fact]
    public async Task Hosts_that_send_at_other_moments_are_not_called_dead_when_their_source_ends_between_two_looks()
    {
        await using var rehearsal = await StartAsync(Cpu + ".holdWhenBlind(1m)");
        for (var i = 0; i < 4; i++)
        {
            await PassAsync(rehearsal, TimeSpan.FromSeconds(2));
            await WriteAsync(rehearsal, "cpu,host=early v=1");
            await PassAsync(rehearsal, TimeSpan.FromSeconds(6));
            await WriteAsync(rehearsal, "cpu,host=late v=1");
            await PassAsync(rehearsal, TimeSpan.FromSeconds(2));
        }

        await PassAsync(rehearsal, TimeSpan.FromSeconds(2));
        await WriteAsync(rehearsal, "cpu,host=early v=1");
        await PassAsync(rehearsal, TimeSpan.FromMinutes(2));

        _raised.Should().Equal("blind:telegraf.autogen CRITICAL");
    }

    [Fact]
    public async Task A_measurement_is_reported_alone_when_others_of_its_database_go_on()
    {
        await using var rehearsal = await StartAsync(Cpu + ".holdWhenBlind(1m)", ("disk", "stream|from().measurement('disk')|deadman(0.0, 10s).stateChangesOnly().id('disk').holdWhenBlind(1m).topic('hosts')"));

        await SendAsync(rehearsal, "cpu,host=a v=1\ncpu,host=b v=1\ndisk v=1", times: 4);
        await SendAsync(rehearsal, "disk v=1", times: 12);
        _raised.Should().Equal("blind:telegraf.autogen:cpu CRITICAL");
        await PassAsync(rehearsal, TimeSpan.FromMinutes(3));

        _raised.Should().Equal("blind:telegraf.autogen:cpu CRITICAL", "blind:telegraf.autogen CRITICAL");
    }

    [Fact]
    public async Task When_a_database_comes_back_its_measurements_have_time_to_follow()
    {
        await using var rehearsal = await StartAsync(Cpu + ".holdWhenBlind(1m)", ("disk", "stream|from().measurement('disk')|deadman(0.0, 10s).stateChangesOnly().id('disk').holdWhenBlind(1m).topic('hosts')"));
        await SendAsync(rehearsal, "cpu,host=a v=1\ndisk v=1", times: 4);
        await PassAsync(rehearsal, TimeSpan.FromMinutes(5));

        await SendAsync(rehearsal, "disk v=1", times: 3);
        await SendAsync(rehearsal, "cpu,host=a v=1\ndisk v=1", times: 6);

        _raised.Should().Equal("blind:telegraf.autogen CRITICAL", "blind:telegraf.autogen OK");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_reported_stays_so_over_a_restart_and_ends_when_data_comes(bool isKill)
    {
        await using var rehearsal = await StartAsync(Cpu + ".holdWhenBlind(1m)");
        await SendAsync(rehearsal, "cpu,host=a v=1\ncpu,host=b v=1", times: 4);
        await PassAsync(rehearsal, TimeSpan.FromMinutes(3));

        await rehearsal.RestartAsync(isKill);
        await PassAsync(rehearsal, TimeSpan.FromMinutes(3));
        _raised.Should().Equal("blind:telegraf.autogen CRITICAL");
        await SendAsync(rehearsal, "cpu,host=b v=1", times: 5);

        _raised.Should().Equal("blind:telegraf.autogen CRITICAL", "blind:telegraf.autogen OK", "a CRITICAL");
    }

    [Fact]
    public async Task What_was_open_and_nobody_watches_any_more_is_over()
    {
        await using var rehearsal = await StartAsync(Cpu + ".holdWhenBlind(1m)");
        await SendAsync(rehearsal, "cpu,host=a v=1", times: 4);
        await PassAsync(rehearsal, TimeSpan.FromMinutes(3));

        await rehearsal.Engine.Tasks.UpdateAsync("hosts", new TaskChange { IsEnabled = false });
        await rehearsal.RestartAsync(isKill: false);
        await PassAsync(rehearsal, TimeSpan.FromSeconds(30));

        _raised.Should().Equal("blind:telegraf.autogen CRITICAL", "blind:telegraf.autogen OK");
    }

    [Fact]
    public async Task A_task_that_is_started_anew_meanwhile_changes_nothing()
    {
        await using var rehearsal = await StartAsync(Cpu + ".holdWhenBlind(1m)");
        await SendAsync(rehearsal, "cpu,host=a v=1", times: 4);
        await PassAsync(rehearsal, TimeSpan.FromMinutes(3));

        await rehearsal.Engine.Tasks.UpdateAsync("hosts", new TaskChange { IsEnabled = true, IsRestart = true });
        await PassAsync(rehearsal, TimeSpan.FromMinutes(3));

        _raised.Should().Equal("blind:telegraf.autogen CRITICAL");
    }

    [Fact]
    public async Task Nothing_is_held_while_nobody_listens_to_the_topic_that_reports_it()
    {
        await using var rehearsal = await StartAsync(Cpu + ".holdWhenBlind(1m)", hasHandler: false);

        await SendAsync(rehearsal, "cpu,host=a v=1", times: 4);
        await PassAsync(rehearsal, TimeSpan.FromMinutes(3));

        _raised.Should().BeEquivalentTo("a CRITICAL", "blind:telegraf.autogen CRITICAL");
    }

    [Fact]
    public async Task Without_the_setting_a_deadman_does_as_ever()
    {
        await using var rehearsal = await StartAsync(Cpu);

        await SendAsync(rehearsal, "cpu,host=a v=1\ncpu,host=b v=1", times: 4);
        await PassAsync(rehearsal, TimeSpan.FromMinutes(3));

        _raised.Should().Equal("a CRITICAL", "b CRITICAL");
    }

    [Fact]
    public async Task The_configuration_holds_all_deadmen_but_those_whose_script_says_otherwise()
    {
        await using var rehearsal = await StartAsync(
            Cpu, ("never", Cpu.Replace("{{", "never {{", StringComparison.Ordinal) + ".holdWhenBlind(0s)"), yaml: "deadman:\n  blind-after: 2m\n  blind-topic: lost\n");
        await AddHandlerAsync(rehearsal, "lost");

        await SendAsync(rehearsal, "cpu,host=a v=1", times: 4);
        await PassAsync(rehearsal, TimeSpan.FromMinutes(4));

        _raised.Should().BeEquivalentTo("never a CRITICAL", "blind:telegraf.autogen CRITICAL");
    }

    [Fact]
    public async Task What_waits_for_several_inputs_is_held_when_one_of_them_is_silent()
    {
        const string Both = "var a = stream|from().measurement('a').groupBy('host')\nvar b = stream|from().measurement('b').groupBy('host')\n";
        const string Rest = "|deadman(0.0, 10s).stateChangesOnly().id('NAME {{ index .Tags \"host\" }}').holdWhenBlind(1m).topic('hosts')";
        await using var rehearsal = await StartAsync(
            Both + "a|join(b).as('a', 'b')" + Rest.Replace("NAME", "join", StringComparison.Ordinal),
            ("union", Both + "a|union(b)" + Rest.Replace("NAME", "union", StringComparison.Ordinal)));

        await SendAsync(rehearsal, "a,host=x v=1\nb,host=x v=1\nb,host=y v=1\na,host=y v=1", times: 5);
        await SendAsync(rehearsal, "b,host=x v=1", times: 12);

        _raised.Should().Equal("blind:telegraf.autogen:a CRITICAL");
    }

    [Fact]
    public async Task Who_asks_why_nothing_is_reported_is_told_what_is_silent()
    {
        await using var rehearsal = await StartAsync(Cpu + ".holdWhenBlind(1m)");
        await SendAsync(rehearsal, "cpu,host=a v=1", times: 4);
        await PassAsync(rehearsal, TimeSpan.FromMinutes(3));

        var watching = rehearsal.Engine.Running.Find("hosts")!.WatchAsync(new Dictionary<string, string> { ["host"] = "a" }, TimeSpan.FromMinutes(1), default); // It was defined.
        await PassAsync(rehearsal, TimeSpan.FromSeconds(30));

        (await watching).Should().NotBeNull().And.Subject.Last().Why.Should().Contain(line => line.Contains("no data at all comes of measurement cpu of telegraf.autogen"));
        rehearsal.Engine.Blind.Blind.Should().ContainSingle().Which.Tasks.Should().Equal("hosts");
    }

    [Fact]
    public async Task Only_a_deadman_can_be_held()
    {
        await using var rehearsal = await StartAsync(Cpu);

        var defining = () => rehearsal.Engine.Tasks.CreateAsync(new TaskChange { Id = "t", Script = "stream|from().measurement('m')|alert().crit(lambda: TRUE).holdWhenBlind(1m)", Dbrps = [Source] });

        (await defining.Should().ThrowAsync<DefinitionException>()).Which.Message.Should().Contain("holdWhenBlind: only a deadman is held");
    }

    private async Task<Rehearsal> StartAsync(string script, (string Id, string Script)? other = null, bool hasHandler = true, string yaml = "")
    {
        var config = yaml.Length == 0 ? ConfigFile.Default : ConfigFile.Parse("tocsin.yaml", yaml, static _ => null);
        var rehearsal = await Rehearsal.StartAsync(new RehearsalSettings { Environment = static _ => null, Start = Start, Restarts = true, Config = config });
        if (hasHandler)
            await AddHandlerAsync(rehearsal, "blind");
        await rehearsal.Engine.Tasks.CreateAsync(new TaskChange { Id = "hosts", Script = script, Dbrps = [Source], IsEnabled = true });
        if (other is var (id, text))
            await rehearsal.Engine.Tasks.CreateAsync(new TaskChange { Id = id, Script = text, Dbrps = [Source], IsEnabled = true });
        return rehearsal;
    }

    private static async Task AddHandlerAsync(Rehearsal rehearsal, string topic) =>
        (await rehearsal.Engine.Alerts.Handlers.CreateAsync(new HandlerSpec { Topic = topic, Id = "hook", Kind = "post", OptionsJson = """{"url":"http://ops.example/hook"}""" })).Should().BeNull();

    private async Task SendAsync(Rehearsal rehearsal, string lines, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await WriteAsync(rehearsal, lines);
            await PassAsync(rehearsal, TimeSpan.FromSeconds(10));
        }
    }

    private async Task PassAsync(Rehearsal rehearsal, TimeSpan time)
    {
        _now += time;
        await rehearsal.AdvanceToAsync(_now);
        _raised.AddRange((await rehearsal.TakeAsync()).Raised.Select(alert => $"{alert.Id} {alert.Level.Text()}"));
    }

    private static async Task WriteAsync(Rehearsal rehearsal, string lines) => (await rehearsal.WriteAsync(Encoding.UTF8.GetBytes(lines), Source)).Should().BeEmpty();
}
