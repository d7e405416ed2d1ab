using System.Text.Json.Nodes;

namespace Tocsin.Conformance.RuleTests;

/// <summary>
/// What <c>tocsin test</c> says is sent is what a server sends: the same rules and data go to a server with a sink and to the engine of tests.
/// </summary>
public sealed class RealServerTests(RestartedServer server) : IClassFixture<RestartedServer>
{
    private const string Rule = "stream|from().measurement('cpu').groupBy('host')|alert().id('{{ index .Tags \"host\" }}').crit(lambda: \"v\" > 10).stateChangesOnly().details('').topic('pages')";

    private const string Twice = "cpu,host=a v=11 1577836800000000000\ncpu,host=b v=12 1577836801000000000\n";

    private const string Once = "cpu,host=a v=11 1577836800000000000\n";

    private const string Over = "cpu,host=a v=1 1577836810000000000\n";

    [Theory]
    [InlineData("cases/alert/batch-first-of-equal-points-is-named")]
    [InlineData("cases/nodes/count-on-stream")]
    [MemberData(nameof(Recorded))]
    public Task Recorded_cases_send_the_same(string name) => CompareAsync(Case.Load(name));

    [Theory]
    [InlineData("what is taken", Twice + Over)]
    [InlineData("what is refused for good", Once + Over, 400)]
    [InlineData("what is refused for a while", Once + "#sleep 60000\n" + Over + "#sleep 60000\n", 503, 503, 200, 500)]
    [InlineData("what comes too often", Once + "#sleep 30000\n", 429, 200)]
    [InlineData("a restart in between", Twice + "#restart\n" + Over)]
    [InlineData("a restart with deliveries owed", Once + "#restart\n#sleep 60000\n" + Over, 503, 503, 503)]
    [InlineData("two restarts with deliveries owed", Once + "#restart\n#sleep 30000\n#restart\n#sleep 120000\n", 503, 503, 503, 503)]
    [InlineData("two restarts that change nothing", "#restart\n" + Twice + "#restart\ncpu,host=a v=13 1577836802000000000\n" + Over)]
    public Task Answers_and_restarts_lead_to_the_same(string name, string data, params int[] answers)
    {
        var settings = new JsonObject { ["handlers"] = new JsonArray(new JsonObject { ["topic"] = "pages", ["id"] = "hook", ["kind"] = "post", ["options"] = new JsonObject { ["url"] = "@SINK@/hook" } }) };
        if (answers.Length > 0)
            settings["respond"] = new JsonObject { ["pages/hook"] = new JsonArray([.. answers.Select(answer => (JsonNode)answer)]) };
        server.Sink.Answer("/hook", answers);
        return CompareAsync(Case.Of(name, Rule, data, settings));
    }

    public static TheoryData<string> Recorded =>
    [
        .. new[] { "cases/alert", "cases/nodes", "cases/topic" }.SelectMany(folder => CaseFiles.In(folder)
            .Where(name => KnownDifferences.Of(name) is null && Case.Load(name) is var recorded && ConvertedCase.WhyNot(recorded) is null && recorded.Expected!["posts"]!.AsObject().Count > 0)
            .Where((_, number) => number % 20 == 7)),
    ];

    private async Task CompareAsync(Case recorded)
    {
        JsonNode seen;
        await using (var run = new CaseRun(server, recorded))
            seen = await run.RunAsync();
        var posts = seen["posts"]!.AsObject();
        posts.Should().NotBeEmpty("something is sent");

        using var test = new ConvertedCase(recorded);
        var result = await test.RunAsync(posts);

        result.Mismatches.Should().BeEmpty();
    }
}
