using System.Globalization;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Tests.Cli;

public sealed class BacktestCommandTests : IDisposable
{
    private const string Data = """
        cpu,host=a usage_idle=50 1600000000000000000
        cpu,host=b usage_idle=50 1600000000000000000
        cpu,host=a usage_idle=15 1600000060000000000
        cpu,host=a usage_idle=5 1600000100000000000
        cpu,host=b usage_idle=4 1600000100000000000
        cpu,host=b usage_idle=18 1600003000000000000
        cpu,host=a usage_idle=60 1600003600000000000
        cpu,host=b usage_idle=60 1600003600000000000
        cpu,host=c usage_idle=19 1600086400000000000
        """;

    private readonly CliRun _cli = new();
    private readonly string _data;

    public BacktestCommandTests() => _data = _cli.File("cpu.lp", Data + "\n");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task It_shows_what_a_script_would_have_raised()
    {
        (await _cli.RunAsync("backtest", Script("now.tick", 10), "--input", _data)).Should().Be(0);

        _cli.Errors.Should().BeEmpty();
        _cli.Output.Split('\n')[0].Should().Be("2020-09-13 12:28:20Z  cpu:host=a  OK -> CRITICAL  cpu:host=a is CRITICAL");
        _cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Should().EndWith("now.tick: 2 problems (2 a day), 106.7 min critical, 0 flaps");
    }

    [Fact]
    public async Task Two_versions_are_compared_as_texts_are()
    {
        var old = Script("old.tick", 10);

        (await _cli.RunAsync("backtest", Script("now.tick", 20), "--against", old, "--input", _data)).Should().Be(0);

        _cli.Errors.Should().BeEmpty();
        _cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[2..].Should().Equal(
            "@@ cpu:host=a @@",
            "-2020-09-13 12:28:20Z  OK -> CRITICAL  cpu:host=a is CRITICAL",
            "+2020-09-13 12:27:40Z  OK -> CRITICAL  cpu:host=a is CRITICAL  (-40s)",
            "@@ cpu:host=b @@",
            "-2020-09-13 13:16:40Z  CRITICAL -> OK  cpu:host=b is OK",
            "+2020-09-13 13:26:40Z  CRITICAL -> OK  cpu:host=b is OK  (+10m0s)",
            "@@ cpu:host=c @@",
            "+2020-09-14 12:26:40Z  OK -> CRITICAL  cpu:host=c is CRITICAL",
            "+1 new, -0 gone, 1 moved");
    }

    [Fact]
    public async Task The_same_script_has_no_difference_and_programs_get_json()
    {
        var script = Script("now.tick", 10);

        (await _cli.RunAsync("backtest", script, "--against", script, "--input", _data, "--json", "--fail-on", "new > 0")).Should().Be(0);

        var json = JsonNode.Parse(_cli.Output)!;
        json["differences"]!.AsArray().Should().BeEmpty();
        json["script"]!["problems"]!.GetValue<int>().Should().Be(2);
    }

    [Fact]
    public async Task What_is_not_wanted_ends_with_1_and_a_merge_request_gets_markdown()
    {
        (await _cli.RunAsync("backtest", Script("now.tick", 20), "--against", Script("old.tick", 10), "--input", _data, "--markdown", "--fail-on", "new > 0")).Should().Be(1);

        _cli.Output.Should().StartWith("**+1 new, -0 gone, 1 moved**\n\n```diff\n--- ").And.EndWith("```\n");
    }

    [Fact]
    public async Task Who_would_be_notified_how_often_is_counted_as_often_as_that_is_a_day()
    {
        var handlers = _cli.File("pager.yaml", "- { id: pager, topic: system, kind: post, match: 'level() == CRITICAL', options: { url: 'http://localhost:1' } }\n");
        const string Node = "stream|from().measurement('cpu').groupBy('host')|alert().crit(lambda: \"usage_idle\" < LIMIT).stateChangesOnly().topic('system').log('/nowhere/alerts.log')";
        var (old, now) = (_cli.File("old.tick", Node.Replace("LIMIT", "10.0", StringComparison.Ordinal)), _cli.File("now.tick", Node.Replace("LIMIT", "20.0", StringComparison.Ordinal)));

        (await _cli.RunAsync("backtest", now, "--against", old, "--input", _data, "--handlers", handlers)).Should().Be(0);
        _cli.Errors.Should().BeEmpty();
        _cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^3..].Should().Equal(
            "+1 new, -0 gone, 1 moved", "  now/alert2/log: 4 -> 5 notifications (4 a day) -> (5 a day)", "  system/pager: 2 -> 3 notifications (2 a day) -> (3 a day)");

        (await _cli.RunAsync("backtest", now, "--input", _data, "--handlers", handlers, "--json", "--fail-on", "pages > 7")).Should().Be(1);
        var counts = JsonNode.Parse(_cli.Output)!["script"]!["notifications"]!.AsArray();
        counts.Select(one => $"{one!["handler"]} {one["count"]} {one["per-day"]}").Should().Equal("now/alert2/log 5 5", "system/pager 3 3");

        (await _cli.RunAsync("backtest", now, "--input", _data, "--handlers", _cli.File("wrong.yaml", "- { id: x, topic: system, kind: pots }\n"))).Should().Be(3);
        _cli.Errors.Should().Contain("pots");
    }

    [Fact]
    public async Task A_deadman_is_silent_by_the_clock_of_the_data()
    {
        var script = _cli.File("dead.tick", "stream|from().measurement('cpu').groupBy('host')|deadman(0.0, 10m).id('dead {{ index .Tags \"host\" }}')");

        (await _cli.RunAsync("backtest", script, "--input", _data)).Should().Be(0);

        _cli.Output.Should().Contain("2020-09-13 12:40:00Z  dead a  OK -> CRITICAL").And.Contain("2020-09-13 13:30:00Z  dead a  CRITICAL -> OK");
    }

    [Fact]
    public async Task Data_that_jumps_over_years_is_not_waited_for()
    {
        (await _cli.RunAsync("backtest", Script("now.tick", 10), "--input", _cli.File("years.lp", "cpu usage_idle=5 1000000000\ncpu usage_idle=5 1600000000000000000\n"))).Should().Be(3);

        _cli.Errors.Should().Contain("jumps from 1970-01-01 00:00:01Z to 2020-09-13 12:26:40Z");
    }

    [Fact]
    public async Task Nobody_is_notified_whatever_the_script_has()
    {
        var log = Path.Combine(_cli.Folder, "alerts.log").Replace('\\', '/');
        var script = _cli.File("log.tick", $"stream|from().measurement('cpu').groupBy('host')|alert().crit(lambda: \"usage_idle\" < 10.0).log('{log}')");

        (await _cli.RunAsync("backtest", script, "--input", _data)).Should().Be(0);

        File.Exists(log).Should().BeFalse();
        _cli.Output.Should().Contain("cpu:host=a  OK -> CRITICAL");
    }

    [Fact]
    public async Task What_was_really_wrong_tells_how_good_the_alerts_are()
    {
        var incidents = _cli.File("incidents.yaml", "- { from: 2020-09-13T12:28:00Z, to: 2020-09-13T12:40:00Z, id: 'cpu:host=a' }\n- { from: 2020-09-14T00:00:00Z, to: 2020-09-14T01:00:00Z }\n");

        (await _cli.RunAsync("backtest", Script("now.tick", 10), "--input", _data, "--incidents", incidents, "--fail-on", "recall < 1")).Should().Be(1);

        _cli.Errors.Should().BeEmpty();
        _cli.Output.Should().EndWith("now.tick: precision 50 % (1 of 2 problems at a time of an incident), recall 50 % (1 of 2 incidents found)\n");
    }

    [Theory]
    [InlineData("- { to: 2020-09-13T12:28:00Z }", "incidents.yaml:1:3: an incident needs from")]
    [InlineData("- { from: monday }", "from: 'monday' isn't a time")]
    [InlineData("- { from: 2020-09-13, to: 2020-09-12 }", "to lies before from")]
    [InlineData("", "the file holds no incident")]
    public async Task Incidents_that_cannot_be_read_are_said_with_their_place(string yaml, string message)
    {
        (await _cli.RunAsync("backtest", Script("now.tick", 10), "--input", _data, "--incidents", _cli.File("incidents.yaml", yaml))).Should().NotBe(0);

        _cli.Errors.Should().Contain(message);
    }

    [Theory]
    [InlineData(2, "precision and recall need to know what was really wrong", "--fail-on", "recall < 1")]
    [InlineData(2, "say which data")]
    [InlineData(2, "isn't a condition such as 'new > 0'", "--fail-on", "people > 0")]
    [InlineData(3, "there is no file gone.lp", "--input", "gone.lp")]
    [InlineData(3, "the configuration has none", "--from", "2026-11-01T00:00:00Z")]
    [InlineData(2, "isn't a time such as", "--from", "monday")]
    [InlineData(3, "replay.dir", "--recording", "rec1")]
    public async Task What_cannot_be_done_is_said(int code, string message, params string[] options)
    {
        (await _cli.RunAsync(["backtest", Script("now.tick", 10), .. options])).Should().Be(code);

        _cli.Errors.Should().Contain(message);
    }

    private string Script(string name, int limit) => _cli.File(
        name, $"stream|from().measurement('cpu').groupBy('host')|alert().crit(lambda: \"usage_idle\" < {limit.ToString(CultureInfo.InvariantCulture)}.0).stateChangesOnly().topic('system')");
}
