using Tocsin.Plugins.Tests.Testing;
using Tocsin.Plugins.VictorOps.Incidents;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.VictorOps.Incidents;

public sealed class TeamsFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public TeamsFileTests() => File.WriteAllText(_file, """
        teams:
          - name: "Database"
            slug: "team-1"
            members: ["dana", "kim"]
            routing-keys: ["db-oncall"]
            policies:
              - { name: "Day", slug: "pol-1" }
              - { name: "Night", slug: "pol-2" }
          - { name: "Web", slug: "team-2", members: [], policies: [{ name: "Night", slug: "pol-3" }] }
          - { name: "Empty", slug: "team-3", members: [], policies: [] }
        """);

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Names_stand_for_slugs()
    {
        var options = new IncidentOptions { TeamsFile = _file, Teams = ["database"], Policies = ["pol-3", "Day"], Users = ["kim"] };

        options.Check().Should().BeEmpty();
        TeamsFile.TryRead(_file, out var file, out _).Should().BeTrue();
        file!.TargetsOf(new IncidentNames(["kim"], ["database"], ["pol-3", "Day"], [])).Should().Equal( // Just read.
            IncidentTarget.Policy("pol-1"), IncidentTarget.Policy("pol-2"), IncidentTarget.Policy("pol-3"), IncidentTarget.Policy("pol-1"), IncidentTarget.User("kim"));
    }

    [Fact]
    public void Names_that_are_not_known_are_told_with_the_nearest()
    {
        var options = new IncidentOptions { TeamsFile = _file, Teams = ["databse", "Empty"], Policies = ["Dai", "Night"], Users = ["zacharias"] };

        options.Check().Select(problem => $"{problem.Option}: {problem.Message.Replace(_file, "FILE", StringComparison.Ordinal)}").Should().Equal(
            "teams: FILE knows no team 'databse'; did you mean 'Database'?",
            "teams: the team 'Empty' has no escalation policy in FILE, so nobody of it can be paged; name users",
            "policies: FILE knows no escalation policy 'Dai'; did you mean 'Day'?",
            "policies: several escalation policies are named 'Night' in FILE: name the slug of one",
            "users: FILE knows no member of a team 'zacharias'; import it again?");
    }

    [Theory]
    [InlineData("[]", "FILE has no list 'teams': write it with 'tocsin victorops teams import --out FILE'")]
    [InlineData("teams: [", "FILE:2:1: ")]
    [InlineData("", "the file FILE is empty, or no regular file; write it with 'tocsin victorops teams import --out FILE'")]
    public void File_that_is_none_is_told(string text, string message)
    {
        File.WriteAllText(_file, text);

        var problem = new IncidentOptions { TeamsFile = _file, Teams = ["x"] }.Check().Should().ContainSingle().Which;

        problem.Option.Should().Be("teams-file");
        problem.Message.Replace(_file, "FILE", StringComparison.Ordinal).Should().StartWith(message);
    }

    [Fact]
    public void File_that_is_not_there_is_told() =>
        new IncidentOptions { TeamsFile = _file + ".none" }.Check().Should().ContainSingle().Which.Message.Should().Contain("write it with 'tocsin victorops teams import --out ");

    [Fact]
    public async Task Handler_pages_the_policies_of_the_file_without_asking_for_them()
    {
        var requests = new RecordingHttp(request => new HttpResponseMessage
        {
            Content = new StringContent(request.Method == "GET" ? """{"incidents":[]}""" : """{"incidentNumber":"14"}"""),
        });
        using var http = new HttpClient(requests);
        var handler = new IncidentHandler(
            new IncidentOptions { TeamsFile = _file, Teams = ["Database"] },
            new IncidentSettings { Enabled = true, ApiId = "i", ApiKey = "k", UserName = "tocsin", Url = new Uri("http://victorops.test") },
            new HandlerContext(), http, TimeProvider.System);

        (await handler.HandleAsync(Events.Critical(), default)).Outcome.Should().Be(DeliveryOutcome.Done);

        requests.Requests.Select(request => request.Url).Should().Equal("http://victorops.test/v1/incidents", "http://victorops.test/v1/incidents");
        requests.Requests[1].Body.Should().Contain("""
            "targets":[{"type":"EscalationPolicy","slug":"pol-1"},{"type":"EscalationPolicy","slug":"pol-2"}]
            """);
    }
}
