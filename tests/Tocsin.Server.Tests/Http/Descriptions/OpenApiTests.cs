using System.Text.Json;
using Tocsin.Sdk;
using Tocsin.Server.Http;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Http.Descriptions;
using Tocsin.Server.Users;

namespace Tocsin.Server.Tests.Http.Descriptions;

/// <summary>The description of the API is that of the server that runs.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    private static readonly (string Name, string Value) Root = ("Authorization", $"Basic {Convert.ToBase64String("root:correct horse"u8)}");

    private readonly TempFolder _folder = new();
    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync() => _api = await ApiHost.StartAsync();

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_route_of_the_server_is_in_it_with_its_role()
    {
        var paths = (await DocumentAsync()).GetProperty("paths");

        foreach (var route in RouteDoors.All)
        {
            var operation = paths.GetProperty(route.Path.Replace("{**", "{", StringComparison.Ordinal)).GetProperty(route.Method == "*" ? "post" : route.Method.ToLowerInvariant());
            var role = route.Door.IsOpen ? "nobody needs to sign in" : route.Door.Needed is { } needed ? string.Join(", ", RoleNames.Of(needed)) : "anybody who is signed in";
            operation.GetProperty("x-tocsin-role").GetString().Should().Be(role, "{0} {1}", route.Method, route.Path);
            operation.GetProperty("responses").EnumerateObject().Should().NotBeEmpty();
        }
    }

    [Fact]
    public void Every_route_of_the_servers_own_api_says_what_it_answers_and_none_is_described_that_is_not_there()
    {
        var own = RouteDoors.All.Where(route => route.Path.StartsWith(RouteTable.OwnBase, StringComparison.Ordinal)).Select(route => $"{route.Method} {route.Path}");

        ShapeBook.Load().Routes.Select(route => $"{route.Method} {route.Path}").Should().BeEquivalentTo(own, "Shapes.txt describes each of them");
    }

    [Fact]
    public async Task Every_name_of_a_shape_is_one_and_every_shape_is_used()
    {
        var document = await DocumentAsync();
        var used = new HashSet<string>(document.GetRawText().Split("#/components/schemas/").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]), StringComparer.Ordinal);

        document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(shape => shape.Name).Should().BeEquivalentTo(used);
    }

    [Fact]
    public async Task Answers_are_what_it_says()
    {
        await FillAsync();
        var document = await DocumentAsync();
        var check = new SchemaCheck(document);
        var wrong = new List<string>();
        foreach (var (method, path, query, body) in Requests())
        {
            var reply = await _api.SendAsync(method, "/" + path + query, body, Root);
            var answers = document.GetProperty("paths").GetProperty(path).GetProperty(method.ToLowerInvariant()).GetProperty("responses");
            if (!answers.TryGetProperty(reply.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), out var answer))
                wrong.Add($"{method} {path}: {reply.Status}, which is not described: {reply.Text}");
            else if (answer.TryGetProperty("content", out var content) && content.TryGetProperty("application/json", out var json))
                wrong.AddRange(check.Compare(reply.Json, json.GetProperty("schema")).Select(problem => $"{method} {path}: {problem}"));
        }

        string.Join("\n", wrong).Should().BeEmpty();
        check.Seen.Should().Contain(["Alert", "AlertRow", "Story", "Delivery", "Silence", "Plugin", "Option", "Status", "TaskState", "Noise", "Ledger", "Handler", "Drill", "User", "Token"]);
    }

    [Fact]
    public async Task A_refusal_is_what_it_says()
    {
        var document = await DocumentAsync();
        var refused = await _api.DefineAsync("t", "stream|nothing()");

        refused.Status.Should().Be(400);
        new SchemaCheck(document).Compare(refused.Json, document.GetProperty("components").GetProperty("schemas").GetProperty("Error")).Should().BeEmpty();
    }

    // Each GET of the server's own API that ends by itself, and some of the others.
    private static IEnumerable<(string Method, string Path, string Query, string? Body)> Requests()
    {
        var one = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["/alerts/activity"] = "?topic=t&id=a", ["/alerts/explain"] = "?topic=t&id=a", ["/alerts/story"] = "?topic=t&id=a", ["/alerts/details"] = "?topic=t&id=a",
        };
        string[] others = ["/stream", "/lsp", "/session/oidc", "/session/oidc/callback", "/tasks/watch", "/tasks/diff"];
        yield return ("GET", RouteTable.OwnBase + "/alerts", "?limit=10", null);
        yield return ("GET", RouteTable.OwnBase + "/alerts", "?limit=10&group=topic", null);
        yield return ("POST", RouteTable.OwnBase + "/alerts/acknowledge", "", """{"topic":"t","id":"a","by":"dana"}""");
        yield return ("POST", RouteTable.OwnBase + "/alerts/note", "", """{"topic":"t","id":"a","by":"dana","message":"disk"}""");
        yield return ("POST", RouteTable.OwnBase + "/silences", "", """{"matchers":["host=web"],"until":"resolved"}""");
        yield return ("POST", RouteTable.OwnBase + "/drills", "", """{"name":"t"}""");
        yield return ("POST", RouteTable.OwnBase + "/tokens", "", """{"name":"agent","roles":["write"]}""");
        foreach (var route in ShapeBook.Load().Routes.Where(route => route.Method == "GET" && !others.Contains(route.Path[RouteTable.OwnBase.Length..])))
        {
            var name = route.Path[RouteTable.OwnBase.Length..];
            if (!name.Contains('{', StringComparison.Ordinal))
                yield return ("GET", route.Path, one.GetValueOrDefault(name, ""), null);
        }
    }

    private async Task FillAsync()
    {
        await _api.DefineAsync("cpu", "stream|from().measurement('cpu')|alert().id('{{ index .Tags \"host\" }}').crit(lambda: \"idle\" < 10).topic('t')", "enabled");
        await _api.SendAsync("POST", "/alerts/topics/t/handlers", $$$"""{"id":"file","kind":"log","options":{"path":{{{JsonSerializer.Serialize(Path.Combine(_folder.Path, "alerts.log"))}}}}}""");
        await _api.SendAsync("POST", "/alerts/topics/t/handlers", $$$"""{"id":"other","kind":"log","match":"\"team\" == 'db'","options":{"path":{{{JsonSerializer.Serialize(Path.Combine(_folder.Path, "other.log"))}}}}}""");
        await _api.WriteAsync("cpu,host=a idle=5 1700000000000000000\ncpu,host=b idle=50 1700000000000000000");
        _api.Engine.Alerts.Topics.Publish("t", new AlertEvent { Topic = "t", Id = "a", Level = AlertLevel.Critical, Message = "m", UnixNanoseconds = 1_700_000_000_000_000_000, Tags = new Dictionary<string, string> { ["host"] = "web" } });
        await _api.Engine.Alerts.Topics.WhenCommitted();
        (await _api.SendAsync("POST", "//tocsin/v1/drills/scheduled", "id: weekly\nname: t\ncron: 0 9 * * 1\nalarm: t\n")).Status.Should().Be(200);
        (await _api.SendAsync("POST", "//tocsin/v1/users", """{"name":"root","password":"correct horse","roles":["admin"]}""")).Status.Should().BeLessThan(300);
    }

    private async Task<JsonElement> DocumentAsync() => (await _api.SendAsync("GET", "/" + RouteTable.OwnBase + "/openapi.json", (string?)null, Root)).Json;
}
