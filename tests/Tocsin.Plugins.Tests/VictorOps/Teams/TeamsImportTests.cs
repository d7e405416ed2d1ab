using System.Net;
using System.Net.Http.Headers;
using Tocsin.Plugins.VictorOps.Teams;
using Tocsin.Sdk.Commands;
using Tocsin.Server.Tests.Testing;

namespace Tocsin.Plugins.Tests.VictorOps.Teams;

public sealed class TeamsImportTests : IDisposable
{
    private readonly OrganisationStandIn _organisation = new();
    private readonly HttpClient _http;
    private readonly ImpatientTime _time = new();
    private readonly List<string> _told = [];

    public TeamsImportTests() => _http = new HttpClient(_organisation);

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Teams_are_written_with_members_policies_and_routing_keys()
    {
        var teams = await ReadAsync();

        TeamsYaml.Write(teams).Should().Be("""
            # Teams of VictorOps, written by 'tocsin victorops teams import'. Handlers of kind victorops-incident name it as teams-file.
            teams:
              - name: "Database \"core\""
                slug: "team-1"
                members: ["dana", "kim"]
                routing-keys: ["db-oncall"]
                policies:
                  - { name: "Day", slug: "pol-1" }
                  - { name: "Night", slug: "pol-2" }
              - name: "Web"
                slug: "team-2"
                members: []
                routing-keys: []
                policies: []

            """.ReplaceLineEndings("\n"));
        _organisation.Asked.Should().OnlyContain(asked => asked.EndsWith(" 1d k3y", StringComparison.Ordinal)).And.HaveCount(5);
        _told.Should().BeEmpty();
    }

    [Fact]
    public async Task Too_many_requests_are_waited_out()
    {
        _organisation.First.Enqueue(new HttpResponseMessage(HttpStatusCode.Forbidden));
        var named = new HttpResponseMessage(HttpStatusCode.Forbidden);
        named.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7));
        _organisation.First.Enqueue(named);

        (await ReadAsync()).Should().HaveCount(2);

        _time.Waits.Should().Equal(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(7));
        _told.Should().Equal(
            "VictorOps answers 403: asked too often, or the API id and key are wrong; going on in 60 s",
            "VictorOps answers 403: asked too often, or the API id and key are wrong; going on in 7 s");
    }

    [Theory]
    [InlineData(403, 3, "VictorOps still answers 403: the API id or key is wrong, or something else uses up the requests of this minute")]
    [InlineData(401, 1, "VictorOps answers 401: it got no API id and key it knows; copy both from Integrations > API")]
    [InlineData(404, 1, "VictorOps answers 404 to team: is --api the address of its public API?")]
    [InlineData(500, 1, "VictorOps answers 500 to team")]
    public async Task Refusal_is_told(int status, int requests, string message)
    {
        for (var i = 0; i < 5; i++)
            _organisation.First.Enqueue(new HttpResponseMessage((HttpStatusCode)status));

        (await new Func<Task>(ReadAsync).Should().ThrowAsync<CommandException>()).WithMessage(message);
        _organisation.Asked.Should().HaveCount(requests);
    }

    [Theory]
    [InlineData("/api-public/v1/team", "<html>", "VictorOps: the answer to team is not JSON: is --api the address of its public API?")]
    [InlineData("/api-public/v1/policies", "[1]", null)]
    [InlineData("/api-public/v1/policies", "{\"policies\":{}}", "VictorOps: the answer has no list 'policies': is --api the address of its public API?")]
    [InlineData("/api-public/v1/team", "[{\"name\":\"x\"}]", "VictorOps: a team in the answer of team has no slug")]
    public async Task Answer_of_another_shape_is_told(string path, string body, string? message)
    {
        _organisation.Answer(path, body);

        var read = new Func<Task>(ReadAsync);
        if (message is null)
            await read.Should().NotThrowAsync();
        else
            (await read.Should().ThrowAsync<CommandException>()).WithMessage(message);
    }

    [Fact]
    public async Task The_command_writes_the_file_in_the_place_of_the_one_before_or_the_terminal()
    {
        var folder = Directory.CreateTempSubdirectory("tocsin-teams-");
        try
        {
            var file = Path.Combine(folder.FullName, "teams.yaml");
            await File.WriteAllTextAsync(file, "old");

            (await RunAsync(file)).Should().Be($"{file}: 2 teams, 2 escalation policies\n");
            (await RunAsync("-")).Should().Be(await File.ReadAllTextAsync(file)).And.StartWith("# Teams of VictorOps");
            folder.GetFiles().Should().ContainSingle();
            (await new Func<Task>(() => RunAsync(folder.FullName)).Should().ThrowAsync<CommandException>()).WithMessage($"{folder.FullName} cannot be written: *");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<string> RunAsync(string file)
    {
        using var http = new HttpClient(_organisation, disposeHandler: false);
        var output = new StringWriter { NewLine = "\n" };
        var options = new TeamsImportOptions { Out = file, ApiId = " 1d", ApiKey = "k3y ", Api = new Uri("https://api.victorops.test/api-public") };
        await new TeamsImportCommand(options, new CommandContext { Output = output }, http, _time).RunAsync(default);
        return output.ToString();
    }

    private Task<IReadOnlyList<ImportedTeam>> ReadAsync() =>
        new TeamsApi(_http, new Uri("https://api.victorops.test/api-public/"), "1d", "k3y", _time, _told.Add).ReadAsync(default);
}
