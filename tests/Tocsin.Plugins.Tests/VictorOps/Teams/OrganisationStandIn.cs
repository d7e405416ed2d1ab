using System.Net;
using System.Text;

namespace Tocsin.Plugins.Tests.VictorOps.Teams;

/// <summary>An organisation in VictorOps, as its public API shows it.</summary>
internal sealed class OrganisationStandIn : HttpMessageHandler
{
    private readonly Dictionary<string, string> _answers = new()
    {
        ["/api-public/v1/team"] = """[{"name":"Database \"core\"","slug":"team-1","memberCount":2},{"name":"Web","slug":"team-2"}]""",
        ["/api-public/v1/team/team-1/members"] = """{"members":[{"username":"dana","firstName":"Dana"},{"username":"kim"},{"x":1}]}""",
        ["/api-public/v1/team/team-2/members"] = """{"members":[]}""",
        ["/api-public/v1/policies"] = """
            {"policies":[{"policy":{"name":"Day","slug":"pol-1"},"team":{"name":"Database","slug":"team-1"}},
             {"policy":{"name":"Night","slug":"pol-2"},"team":{"name":"Database","slug":"team-1"}}]}
            """,
        ["/api-public/v1/org/routing-keys"] =
            """{"routingKeys":[{"routingKey":"db-oncall","isDefault":false,"targets":[{"policyName":"Day","policySlug":"pol-1"}]},{"routingKey":"everyone","targets":null}]}""",
    };

    /// <summary>What is answered before anything else, in order.</summary>
    public Queue<HttpResponseMessage> First { get; } = [];

    public List<string> Asked { get; } = [];

    public void Answer(string path, string body) => _answers[path] = body;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri?.AbsolutePath ?? "";
        Asked.Add($"{path} {string.Join(',', request.Headers.GetValues("X-VO-Api-Id"))} {string.Join(',', request.Headers.GetValues("X-VO-Api-Key"))}");
        if (First.TryDequeue(out var first))
            return Task.FromResult(first);
        return Task.FromResult(_answers.TryGetValue(path, out var body)
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") }
            : new HttpResponseMessage(HttpStatusCode.NotFound));
    }
}
