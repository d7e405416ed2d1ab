using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Server.Tests.Cli;

public sealed class LedgerCommandTests : ServerCommandTest
{
    private const string Script = """
        dbrp "telegraf"."autogen"

        stream
            |from()
                .measurement('cpu')
                .groupBy('host')
            |alert()
                .id('{{ index .Tags "host" }}')
                .crit(lambda: "value" > 10)
                .topic('cpu')

        """;

    [Fact]
    public async Task The_ledger_is_a_table_filtered_by_options_or_JSON()
    {
        var file = Cli.File("h.yaml", $"topic: cpu\nid: hook\nkind: post\noptions:\n  url: {Server.Url}/nowhere\ndelivery:\n  merge: true\n");
        await OkAsync("define-topic-handler", file);
        await OkAsync("show-topic-handler", "cpu", "hook");
        Cli.Output.Should().EndWith("Delivery: {\"merge\":true}\n");
        await OkAsync("define", "cpu", "-tick", Cli.File("cpu.tick", Script));
        await OkAsync("enable", "cpu");
        await Server.Engine.Writer.WriteAsync("cpu,host=web-1 value=11i\ncpu,host=web-2 value=12i\n"u8.ToArray(), "telegraf", "autogen", Precision.Nanosecond);
        SpinWait.SpinUntil(() => Ended() == 2, TimeSpan.FromSeconds(30)).Should().BeTrue();

        await OkAsync("ledger", "--since", "1h");
        var lines = Cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(3);
        lines[0].Should().MatchRegex("^Ended +Handler +Event +Level +Outcome +Attempts +Reply or Reason *$");
        lines[1..].Should().OnlyContain(line => Regex.IsMatch(line, @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ +cpu/hook +web-[12] +CRITICAL refused +1 +status 404"));

        await OkAsync("ledger", "--id", "web-2", "--topic", "cpu", "--handler", "hook", "--outcome", "refused", "--json");
        JsonNode.Parse(Cli.Output)!.AsArray().Should().ContainSingle().Which!["id"]!.GetValue<string>().Should().Be("web-2");
        await OkAsync("ledger", "--limit", "1");
        Cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(2);
        await OkAsync("ledger", "--until", "1h");
        Cli.Output.Should().NotContain("web-");

        await OkAsync("dead-letters", "drop", "all");
        await OkAsync("deliveries");
        Cli.Output.Split('\n')[0].Should().MatchRegex("Owed +Delivered +Merged +Failed +Retried +Dead +Dropped +State");
        Cli.Output.Split('\n')[1].Should().MatchRegex("^cpu/hook +0 +0 +0 +2 +0 +2 +2 ");
        Ended().Should().Be(4);
    }

    [Theory]
    [InlineData(2, "there is no outcome 'refusd'; did you mean 'refused'?", "--outcome", "refusd")]
    [InlineData(2, "since must be a time", "--since", "yesterday")]
    [InlineData(2, "--limit must be at least 1, not 0", "--limit", "0")]
    [InlineData(2, "many", "--limit", "many")]
    public async Task What_cannot_be_asked_is_named(int code, string error, params string[] options)
    {
        (await Cli.RunAsync(["ledger", .. options])).Should().Be(code);

        Cli.Errors.Should().StartWith("tocsin: ").And.Contain(error);
    }

    private int Ended() => Server.Engine.Alerts.Ledger.Read(new LedgerFilter()).Count;
}
