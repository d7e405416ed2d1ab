using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Matching.Labels;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Alerts.Silences;

public sealed class SilenceIndexTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("host=a", "host=a", true)]
    [InlineData("host=a", "host=b", false)]
    [InlineData("host=~a|b", "host=b", true)]
    [InlineData("host=~^(a|b)$", "host=b", true)]
    [InlineData("host=~web-\\..*", "host=web-.x", true)]
    [InlineData("host!=a cluster=c", "host=b cluster=c", true)]
    [InlineData("host!=a cluster=c", "host=a cluster=c", false)]
    [InlineData("host=a cluster=\"\"", "host=a", true)]
    [InlineData("host=a cluster=\"\"", "host=a cluster=c", false)]
    [InlineData("severity=critical", "host=a", true)]
    [InlineData("tag_severity=page", "severity=page", true)]
    [InlineData("topic=system alert_id=cpu", "host=a", true)]
    [InlineData("alertname=busy", "alertname=busy", true)]
    public void Index_finds_what_the_matchers_say(string matchers, string tags, bool isFound)
    {
        var (board, index) = (new SilenceBoard(), new SilenceIndex());
        var silence = Silence("s", matchers.Split(' '));
        board.Put(silence, Now);
        board.Put(Silence("other", "host=elsewhere"), Now);
        index.Add(new StandingSilence(silence));
        var labels = new AlertLabels(Event(tags));

        board.Find(labels, Now).Select(found => found.Silence.Id).Should().BeEquivalentTo(isFound ? ["s"] : Array.Empty<string>());
        index.Find(labels).Should().HaveCount(isFound ? 1 : 0);
        board.Remove("s");
        board.Find(labels, Now).Should().BeEmpty();
    }

    [Fact]
    public void Silences_stand_under_the_value_that_the_fewest_ask_for()
    {
        var board = new SilenceBoard();
        for (var i = 0; i < 1000; i++)
            board.Put(Silence($"s{i}", "cluster=c", $"host=h{i}"), Now);

        board.Standing.Select(silence => silence.Buckets[0].Count).Max().Should().Be(1);
    }

    [Fact]
    public void Index_finds_among_very_many_what_a_look_at_each_finds()
    {
        string[] matchers =
        [
            "host=~web-1.*", "host=~web-.*", "host=~.*-db", "host=~.*", "host=~(web|db)-[0-9]+", "host!~web-.*", "host=~web-12?", "host=~w.*|d.*", "host=~.+", "host=web-1", "host!=web-1",
            "cluster=~e.*", "cluster=eu", "cluster!=us", "cluster=~.*u.*", "cluster=~(e|u).", "cluster=~|eu",
        ];
        var random = new Random(3);
        var board = new SilenceBoard();
        var silences = Enumerable.Range(0, 300).Select(i => Try($"s{i}", [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => matchers[random.Next(matchers.Length)])])).OfType<Silence>().ToList();
        silences.ForEach(silence => board.Put(silence, Now));
        for (var i = 0; i < 600; i++)
        {
            string[] hosts = ["web-1", "web-12", "web-2", "db-1", "x-db", "w", "other", $"web-{i}"];
            var labels = new AlertLabels(Event($"host={hosts[random.Next(hosts.Length)]} cluster={(random.Next(3) is var cluster && cluster == 0 ? "eu" : cluster == 1 ? "us" : "")}"));
            board.Find(labels, Now).Select(found => found.Silence.Id).Should().BeEquivalentTo(silences.Where(silence => silence.Matches(labels)).Select(silence => silence.Id));
            if (i % 3 == 0)
            {
                board.Remove(silences[0].Id);
                silences.RemoveAt(0);
            }
        }
    }

    private static AlertEvent Event(string tags) => new()
    {
        Topic = "system", Id = "cpu", Level = AlertLevel.Critical, UnixNanoseconds = 0,
        Tags = tags.Split(' ').Select(tag => tag.Split('=')).ToDictionary(tag => tag[0], tag => tag[1]),
    };

    private static Silence Silence(string id, params string[] matchers)
    {
        var silence = Try(id, matchers);
        silence.Should().NotBeNull();
        return silence!; // Seen right before.
    }

    // Null when it would match everything.
    private static Silence? Try(string id, params string[] matchers)
    {
        var problems = new List<ConfigProblem>();
        var value = new ConfigMap([new("matchers", new ConfigList([.. matchers.Select(matcher => new ConfigText(matcher))])), new("until", new ConfigText("2027-01-01"))]);
        var definition = SilenceDefinition.Read(value, problems);
        return definition?.Make(id, "{}", Now, Now);
    }
}
