using Microsoft.AspNetCore.Routing;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Users;

namespace Tocsin.Server.Tests.Http.Access;

/// <summary>Every route of the server, asked with every role and with none, against the one list that says who gets through.</summary>
public sealed class RouteDoorsTests : IAsyncLifetime
{
    private static readonly (string Name, Roles Roles)[] Users =
        [("reader", Roles.Read), ("writer", Roles.Write), ("responder", Roles.Respond), ("author", Roles.Author), ("admin", Roles.Admin)];

    private readonly Dictionary<string, string> _tokens = [];
    private ApiHost _api = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _api = await ApiHost.StartAsync();
        (await _api.SendAsync("POST", "//tocsin/v1/users", """{"name":"root","password":"correct horse","roles":["admin"]}""")).Status.Should().Be(200);
        foreach (var (name, roles) in Users)
        {
            var body = $$"""{"name":"{{name}}","roles":["{{string.Join("\",\"", RoleNames.Of(roles))}}"]}""";
            var made = await _api.SendAsync("POST", "//tocsin/v1/tokens", body, Basic("root", "correct horse"));
            _tokens[name] = made.At("token");
        }
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public void The_list_names_each_route_of_the_running_server_and_no_other()
    {
        var there = _api.Routes.SelectMany(route => MethodsOf(route).Select(method => $"{method} {route.RoutePattern.RawText}"));

        RouteDoors.All.Select(route => $"{route.Method} {route.Path}").Should().BeEquivalentTo(there, "each route of the server has its door in {0}", nameof(RouteDoors));
    }

    [Fact]
    public void What_is_not_listed_is_for_administrators()
    {
        var endpoint = new RouteEndpointBuilder(_ => Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/tocsin/v1/forgotten"), 0);

        RouteDoors.Hang(endpoint);

        endpoint.Metadata.OfType<Door>().Should().Equal(Door.Admin);
    }

    [Fact]
    public async Task Every_route_is_closed_to_those_who_do_not_say_who_they_are_and_to_other_roles()
    {
        var wrong = new List<string>();
        foreach (var route in RouteDoors.All)
        {
            var method = route.Method == "*" ? "POST" : route.Method;
            foreach (var (name, roles) in Users.Prepend(("nobody", Roles.None)))
            {
                var expected = route.Door.IsOpen ? 0 : name == "nobody" ? 401 : route.Door.LetsThrough(new Caller(name, roles)) ? 0 : 403;
                var status = await AskAsync(method, PathOf(route.Path), name);
                if (expected == 0 ? status is 401 or 403 && !IsOwnRefusal(route) : status != expected)
                    wrong.Add($"{method} {route.Path} as {name}: {status}, not {(expected == 0 ? "let through" : expected)}");
            }
        }

        wrong.Should().BeEmpty();
    }

    [Theory]
    [InlineData("/kapacitor/v1/tasks", "author", true)]
    [InlineData("/kapacitor/v1/tasks", "responder", false)]
    [InlineData("/write?db=d", "writer", true)]
    [InlineData("/write?db=d", "author", false)]
    [InlineData("/tocsin/v1/alerts/acknowledge", "responder", true)]
    [InlineData("/tocsin/v1/alerts/acknowledge", "author", false)]
    [InlineData("/tocsin/v1/users", "author", false)]
    [InlineData("/kapacitor/v1preview/tasks", "reader", false)]
    [InlineData("/kapacitor/v1//tasks", "reader", false)]
    public async Task Who_may_post(string path, string name, bool isLetThrough) =>
        (await AskAsync("POST", path, name) is not (401 or 403 or 301)).Should().Be(isLetThrough);

    // Signing in refuses who gives no name; backups and the like know of no user here.
    private static bool IsOwnRefusal(RouteDoor route) => route.Path.EndsWith("/session", StringComparison.Ordinal) || route.Path.StartsWith("/kapacitor/v1/config", StringComparison.Ordinal);

    private async Task<int> AskAsync(string method, string path, string name)
    {
        (string, string)[] headers = name == "nobody" ? [] : [("Authorization", $"Bearer {_tokens[name]}")];
        if (path is "/kapacitor/v1preview/logs" or "/tocsin/v1/stream")
            return await _api.StatusOfAsync(path, headers);
        return (await _api.SendAsync(method, "/" + path, method is "POST" or "PUT" or "PATCH" ? "{}" : null, headers)).Status;
    }

    private static string PathOf(string pattern) => string.Join('/', pattern.Split('/').Select(part => part.StartsWith('{') ? "nothing-of-this-name" : part));

    private static IEnumerable<string> MethodsOf(RouteEndpoint route) => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"];

    private static (string, string) Basic(string name, string password) => ("Authorization", "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{name}:{password}")));
}
