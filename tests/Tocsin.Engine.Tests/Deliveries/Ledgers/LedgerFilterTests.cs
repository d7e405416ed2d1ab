using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Deliveries.Ledgers;

public sealed class LedgerFilterTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Twelve entries, a minute apart: targets a/x, a/y and a/b/x in turn, alerts id0 to id3, every fourth refused.</summary>
    [Theory]
    [InlineData("all", "12 11 10 9 8 7 6 5 4 3 2 1")]
    [InlineData("topic=a", "11 10 8 7 5 4 2 1")]
    [InlineData("topic=a/b", "12 9 6 3")]
    [InlineData("handler=x", "12 10 9 7 6 4 3 1")]
    [InlineData("topic=a handler=x", "10 7 4 1")]
    [InlineData("topic=b", "")]
    [InlineData("id=id2", "10 6 2")]
    [InlineData("id=id2 topic=a/b", "6")]
    [InlineData("id=id", "")]
    [InlineData("outcome=Refused", "12 8 4")]
    [InlineData("outcome=Delivered limit=3", "11 10 9")]
    [InlineData("outcome=Refused handler=x", "12 4")]
    [InlineData("id=id0 outcome=Refused", "12 8 4")]
    [InlineData("outcome=Owed", "")]
    [InlineData("since=9", "12 11 10")]
    [InlineData("since=2.5", "12 11 10 9 8 7 6 5 4")]
    [InlineData("until=2", "2 1")]
    [InlineData("since=3 until=6", "6 5 4")]
    [InlineData("since=3 until=6 id=id0", "4")]
    [InlineData("since=100", "")]
    [InlineData("until=-1", "")]
    [InlineData("before=4", "3 2 1")]
    [InlineData("before=7 handler=x limit=2", "6 4")]
    [InlineData("before=1", "")]
    public async Task Entries_come_newest_first(string asked, string numbers)
    {
        await using var rig = new AlertRig();
        await rig.Store.CommitAsync(Fill);
        await rig.Stop();
        rig.Restart();

        var found = rig.Alerts.Ledger.Read(Filter(asked));

        string.Join(' ', found.Select(entry => entry.Number)).Should().Be(numbers);
    }

    private static void Fill(IStateWriter writer)
    {
        string[] targets = ["a/x", "a/y", "a/b/x"];
        for (var i = 0; i < targets.Length; i++)
            writer.SaveTarget(i + 1, HandlerTarget.Parse(targets[i]));
        for (var i = 0; i < 12; i++)
        {
            writer.AddToLedger(new LedgerEntry
            {
                Target = (i % 3) + 1,
                Key = i,
                AlertId = $"id{(i + 1) % 4}",
                RaisedUnixMilliseconds = 0,
                EndedUnixMilliseconds = Start.AddMinutes(i).ToUnixTimeMilliseconds(),
                Outcome = i % 4 == 3 ? LedgerOutcome.Refused : LedgerOutcome.Delivered,
            });
        }
    }

    private static LedgerFilter Filter(string asked)
    {
        var filter = new LedgerFilter();
        foreach (var part in asked.Split(' ').Where(part => part != "all"))
        {
            var (name, value) = (part.Split('=')[0], part.Split('=')[1]);
            filter = name switch
            {
                "topic" => filter with { Topic = value },
                "handler" => filter with { Handler = value },
                "id" => filter with { AlertId = value },
                "outcome" => filter with { Outcome = Enum.Parse<LedgerOutcome>(value) },
                "since" => filter with { Since = Start.AddMinutes(double.Parse(value)) },
                "until" => filter with { Until = Start.AddMinutes(double.Parse(value)) },
                "before" => filter with { Before = long.Parse(value) },
                _ => filter with { Limit = int.Parse(value) },
            };
        }

        return filter;
    }
}
